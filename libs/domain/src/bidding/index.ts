export { Bid } from './bid.entity';
export { BiddingModule } from './bidding.module';
export { BiddingService, type ReceiptAnswer } from './bidding.service';
