export type { OpenedBid } from './opening.entity';
export { OpeningModule } from './opening.module';
export { OpeningService } from './opening.service';
