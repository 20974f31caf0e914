export { StatisticsModule } from './statistics.module';
export { countNew, DIFFERENCE, FIGURE_EVENTS, FULL } from './figures';
