export { Bid } from './bid.entity';
export { BiddingModule } from './bidding.module';
export { TransferService } from './transfer.service';
export { UploadsService } from './uploads.service';
export { BiddingService } from './bidding.service';
export { type ReceiptAnswer, ReceiptsService } from './receipts.service';
