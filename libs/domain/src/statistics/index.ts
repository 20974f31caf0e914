export { StatisticsModule } from './statistics.module';
export { countNew, DIFFERENCE, FULL } from './figures';
