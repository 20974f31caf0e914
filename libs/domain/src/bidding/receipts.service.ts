import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Caller, Db, notFound } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { heldSql } from '../intake';
import { TimeSource } from '../trust';

export interface ReceiptAnswer {
  bidId: string;
  receiptCode: string;
  receivedAt: string;
  /** Canonical JSON, and the platform's CMS signature over it (base64). */
  receipt: string;
  signature: string;
  /** RFC 3161 token over the receipt, base64; null while the time source is out: a job asks again. */
  timestamp: string | null;
}

/** A bid of the caller's own organisation, as lists show it. */
export interface OwnBidRow {
  id: string;
  tenderId: string;
  code: string;
  title: string;
  tenderStatus: string;
  deadline: Date;
  /** Suspended at present. */
  held: boolean;
  number: number;
  status: string;
  receiptCode: string;
  receivedAt: Date;
}

/** The same, with its receipt. */
export interface OwnBid extends OwnBidRow {
  cipherSha256: string;
  /** Canonical JSON. */
  receipt: string;
  /** The platform's CMS signature over it, base64. */
  signature: string;
  /** RFC 3161 token over the receipt, base64; null until one could be had. */
  timestamp: string | null;
  /** Canonical JSON that the bidder signed. */
  manifest: string;
}

export interface OwnBidPage {
  items: OwnBidRow[];
  /** Receipt code of the last one, where there are more. */
  next: string | null;
}

const ROW = `b.id, b.tender_id as "tenderId", t.code, t.title, t.status as "tenderStatus", t.deadline, ${heldSql('t')} as held, b.number, b.status, b.receipt_code as "receiptCode", b.received_at as "receivedAt"`;
const WHOLE = `${ROW}, b.cipher_sha256 as "cipherSha256", b.receipt, encode(b.receipt_signature, 'base64') as signature, encode(b.receipt_stamp, 'base64') as timestamp, b.manifest`;

/** The newest of a bidder's bids for a lot, as many as one answer holds: a manifest of many parts is up to 64 KiB, and the pages ask every few seconds. */
const BYTES = 4 * 2 ** 20;
const NEWEST = `select ${WHOLE} from (select x.*, sum(octet_length(x.manifest) + octet_length(x.receipt)) over (order by x.received_at desc, x.number desc) - octet_length(x.manifest) - octet_length(x.receipt) as before
  from (select * from bid where bidder_id = $1 and tender_id = $2 order by received_at desc, number desc limit 200) x) b join tender t on t.id = b.tender_id where b.before < ${BYTES} order by b.received_at desc, b.number desc`;
const LIST = `select ${ROW} from (select * from bid where bidder_id = $1
    and ($2 = '' or (received_at, arrival) < (select received_at, arrival from bid where receipt_code = $2 and bidder_id = $1)) order by received_at desc, arrival desc limit $3 + 1) b
  join tender t on t.id = b.tender_id order by b.received_at desc, b.arrival desc`;
const OF_CODE = `select ${WHOLE} from bid b join tender t on t.id = b.tender_id where b.receipt_code = $1 and b.bidder_id = $2`;

/** What a bidder holds in his hands: receipts with their time stamps, and his own bids. */
@Injectable()
export class ReceiptsService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly time: TimeSource,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.stamp-receipts', everyMs: 30_000, run: () => this.stampDue() });
  }

  /** The token over a receipt, asked for once; null while none can be had. */
  async stamp(bidId: string, receipt: string): Promise<string | null> {
    const [known] = await this.db.read<{ stamp: Buffer | null }>('select receipt_stamp as stamp from bid where id = $1', [bidId]);
    const token = known?.stamp ?? (await this.time.stamp(receipt));
    if (token && !known?.stamp) await this.db.write('update bid set receipt_stamp = $2 where id = $1 and receipt_stamp is null', [bidId, token]);
    return token?.toString('base64') ?? null;
  }

  /** The job: receipts that were given while the time source was out. Stops at the first that fails: the source is still out. */
  async stampDue(): Promise<number> {
    const due = await this.db.read<{ id: string; receipt: string }>(`select id, receipt from bid where receipt_stamp is null order by arrival limit 500`);
    let stamped = 0;
    for (const { id, receipt } of due) {
      if (!(await this.stamp(id, receipt))) break;
      stamped += 1;
    }
    return stamped;
  }

  /** The caller's own bids for a lot: nobody else's existence shows. */
  mine({ actor }: Caller, tenderId: string): Promise<OwnBid[]> {
    return this.db.read(NEWEST, [actor.organisationId, tenderId]);
  }

  /** The caller's own bids, the newest first; `after`: the receipt code of the last one of the page before. */
  async list({ actor }: Caller, { after = '', limit }: { after?: string | undefined; limit: number }): Promise<OwnBidPage> {
    const rows = await this.db.read<OwnBidRow>(LIST, [actor.organisationId, after, limit]);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items.at(-1)!.receiptCode : null };
  }

  /** One's own bid by its receipt, however old. Throws 404 `platform.not-found`. */
  async one({ actor }: Caller, receiptCode: string): Promise<OwnBid> {
    const [bid] = await this.db.read<OwnBid>(OF_CODE, [receiptCode, actor.organisationId]);
    return bid ?? notFound('receipt');
  }
}
