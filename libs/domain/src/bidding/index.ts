export { Bid } from './bid.entity';
export { BiddingModule } from './bidding.module';
export { TransferService } from './transfer.service';
export { BiddingService, type ReceiptAnswer } from './bidding.service';
