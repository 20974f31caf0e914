import { Module } from '@nestjs/common';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { TenderModule } from '../tender';
import { BiddingController } from './bidding.controller';
import { ReceiptsService } from './receipts.service';
import { TransferService } from './transfer.service';
import { UploadsService } from './uploads.service';
import { TransferWriters } from './transfer-writers';
import { BiddingService } from './bidding.service';

/** Sealed, signed bids, their receipts, replacement and withdrawal. */
@Module({
  imports: [FilesModule, TenderModule, IntakeModule],
  controllers: [BiddingController],
  providers: [BiddingService, ReceiptsService, TransferWriters, TransferService, UploadsService],
  exports: [BiddingService],
})
export class BiddingModule {}
