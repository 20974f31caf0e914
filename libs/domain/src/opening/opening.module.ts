import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@platform/jobs';
import { Db, hasRole } from '@platform/db';
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
    private readonly db: Db,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.close', everyMs: 1000, run: () => this.openings.closeDue() });
    this.jobs.define({ name: 'opening.stamp-commitments', everyMs: 5000, run: () => this.openings.stampDue() });
    // the hall is for those who bid and those who run it; its record is public afterwards
    this.rooms.admit('opening', async ({ actor }, tenderId) => {
      if (hasRole(actor, 'hall-operator') || hasRole(actor, 'bureau-officer')) return true;
      const own = await this.db.read(
        `select 1 from tender where id = $1 and ($2 in (tenderer_id, agency_id) or trustees->'people' @> jsonb_build_array(jsonb_build_object('accountId', $3::text))) union all select 1 from bid where tender_id = $1 and bidder_id = $2 and status not in ('replaced', 'withdrawn') limit 1`,
        [tenderId, actor.organisationId, actor.accountId],
      );
      return own.length > 0;
    });
  }
}
