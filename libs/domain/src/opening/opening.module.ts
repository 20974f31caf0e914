import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@platform/jobs';
import { BiddingModule } from '../bidding';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { RoomsModule, RoomsService } from '../rooms';
import { TenderModule } from '../tender';
import { ConcludingService } from './concluding.service';
import { BidOpener } from './bid-opener';
import { DecryptingService } from './decrypting.service';
import { OpeningController } from './opening.controller';
import { OpeningService } from './opening.service';
import { ReleasingService } from './releasing.service';

/** Closing at the deadline, decryption, coefficients, the opening record. */
@Module({
  imports: [TenderModule, BiddingModule, IntakeModule, RoomsModule, FilesModule],
  controllers: [OpeningController],
  providers: [OpeningService, BidOpener, DecryptingService, ReleasingService, ConcludingService],
  exports: [OpeningService],
})
export class OpeningModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly rooms: RoomsService,
    private readonly openings: OpeningService,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.close', everyMs: 1000, run: () => this.openings.closeDue() });
    this.jobs.define({ name: 'opening.stamp-commitments', everyMs: 5000, run: () => this.openings.stampDue() });
    // the hall is for those who bid and those who run it; its record is public afterwards
    this.rooms.admit('opening', {
      roles: ['hall-operator', 'bureau-officer'],
      others: `exists (select 1 from tender t where t.id = r.tender_id and (w.organisation_id in (t.tenderer_id, t.agency_id) or t.trustees->'people' @> jsonb_build_array(jsonb_build_object('accountId', w.account_id::text))))
        or exists (select 1 from bid b where b.tender_id = r.tender_id and b.bidder_id = w.organisation_id and b.status not in ('replaced', 'withdrawn'))`,
    });
  }
}
