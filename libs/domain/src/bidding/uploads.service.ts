import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { refuse } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, freeInOrder, notFound } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { Collection, Contents } from '../files';
import { SUBMITTED } from './bidding.service';
import { R } from './bidding.refusals';
import { TransferService } from './transfer.service';

/** Ciphertext of the own organisation that is no bid (yet). */
export interface OwnUpload {
  uploadId: string;
  size: number;
  /** Bytes that have arrived. */
  received: number;
  begunAt: Date;
  /** When it ends by itself, by the platform's clock: whole ones with the deadline, others some hours after the last byte. */
  endsAt: Date;
}

export interface OwnUploads {
  items: OwnUpload[];
  /** Bytes that the organisation has stored and announced for the tender, bids among them, and how many it may. */
  used: number;
  quota: number;
}

/** An upload lives by real time; a simulated clock only shifts what is shown. */
const OWN = `select x.id as "uploadId", x.size::float8 as size, x.received::float8 as received, x.begun_at as "begunAt",
    tianping_now() + (x.touched_at + make_interval(hours => $3) - clock_timestamp()) as "endsAt"
  from bid_transfer x where x.tender_id = $1 and x.organisation_id = $2 and x.done_sha256 is null
union all select u.id, u.size::float8, u.size::float8, u.at, t.deadline from bid_upload u join tender t on t.id = u.tender_id
  where u.tender_id = $1 and u.organisation_id = $2 and t.status = 'bidding' and not ${SUBMITTED}
order by 4 desc limit 100`;

const IDLE = `select id from bid_transfer where done_sha256 is null and touched_at < (select clock_timestamp()) - make_interval(hours => $1) limit 100`;
/** After the deadline nothing more can be submitted. */
const PAST = `exists (select 1 from tender t where t.id = u.tender_id and t.status <> 'bidding')`;
const UNSUBMITTED = `delete from bid_upload u where ${freeInOrder('bid_upload u', 'u.id', `${PAST} and not ${SUBMITTED}`)} returning u.sha256`;
const DONE = `delete from bid_transfer u where ${freeInOrder('bid_transfer u', 'u.id', `${PAST} and u.done_sha256 is not null`)}`;

/** Uploads end: by their owner, by their hours, or with the deadline. */
@Injectable()
export class UploadsService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly transfers: TransferService,
    private readonly contents: Contents,
    private readonly collection: Collection,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.end-uploads', everyMs: 600_000, run: () => this.endDue() });
  }

  async own({ actor }: Caller, tenderId: string): Promise<OwnUploads> {
    const items = await this.db.read<OwnUpload>(OWN, [tenderId, actor.organisationId, this.config.UPLOAD_IDLE_HOURS]);
    return { items, ...(await this.contents.useOf(actor, tenderId)) };
  }

  /** Gives up an upload of the own organisation that is no bid; its room is free at once. */
  async giveUp(caller: Caller, id: string): Promise<{ givenUp: true }> {
    const { organisationId } = caller.actor;
    const [open] = await this.db.read('select 1 from bid_transfer where id = $1 and organisation_id = $2 and done_sha256 is null', [id, organisationId]);
    if (open) {
      if (!(await this.transfers.forget(id, { by: caller }))) refuse(R.uploadBusy());
      return { givenUp: true };
    }
    const sha256 = await this.db.run(caller, async (tx) => {
      const [gone] = await tx.query<{ sha256: string; tenderId: string }>(
        `delete from bid_upload u where u.id = $1 and u.organisation_id = $2 and not ${SUBMITTED} returning sha256, tender_id as "tenderId"`,
        [id, organisationId],
      );
      if (!gone) return notFound('upload');
      await tx.record({ type: 'bid.upload-given-up', objectType: 'bid-upload', objectId: id });
      return gone.sha256;
    });
    await this.collection.collect(sha256, 'its owner gave it up');
    return { givenUp: true };
  }

  /** The job. */
  async endDue(): Promise<void> {
    for (const { id } of await this.db.read<{ id: string }>(IDLE, [this.config.UPLOAD_IDLE_HOURS])) await this.transfers.forget(id);
    const unsubmitted = await this.db.write<{ sha256: string }>(UNSUBMITTED);
    await this.db.write(DONE);
    for (const { sha256 } of unsubmitted) await this.collection.collect(sha256, 'it was not submitted before the deadline');
  }
}
