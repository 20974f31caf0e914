export { VenuesModule } from './venues.module';
