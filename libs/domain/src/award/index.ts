export { AwardModule } from './award.module';
