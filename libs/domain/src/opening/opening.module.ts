import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@platform/jobs';
import { BiddingModule } from '../bidding';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { OutagesModule } from '../outages';
import { RoomsModule, RoomsService } from '../rooms';
import { ofLot, seesSql, TenderModule } from '../tender';
import { ConcludingService } from './concluding.service';
import { BidOpener } from './bid-opener';
import { DecryptingService } from './decrypting.service';
import { OpeningController } from './opening.controller';
import { OpeningService } from './opening.service';
import { ReleasingService } from './releasing.service';
import { DutiesModule, DutiesService } from '../duties';
import { OPENING_DUTIES } from './opening.duties';

/** Closing at the deadline, decryption, coefficients, the opening record. */
@Module({
  imports: [DutiesModule, TenderModule, BiddingModule, IntakeModule, OutagesModule, RoomsModule, FilesModule],
  controllers: [OpeningController],
  providers: [OpeningService, BidOpener, DecryptingService, ReleasingService, ConcludingService],
  exports: [OpeningService],
})
export class OpeningModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly rooms: RoomsService,
    private readonly openings: OpeningService,
    duties: DutiesService,
  ) {
    duties.define(...OPENING_DUTIES);
  }

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.close', everyMs: 1000, run: () => this.openings.closeDue() });
    this.jobs.define({ name: 'opening.stamp-commitments', everyMs: 5000, run: () => this.openings.stampDue() });
    // the hall is for those who bid and those who run it; its record is public afterwards
    const bids = `exists (select 1 from bid b where b.tender_id = t.id and b.bidder_id = w.organisation_id and b.status not in ('replaced', 'withdrawn'))`;
    this.rooms.admit('opening', ofLot(seesSql('openingHall', { B: bids })));
  }
}
