import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { type Caller, Db, notFound } from '@platform/db';
import { R } from './bidding.refusals';

export interface TransferRow {
  tenderId: string;
  received: number;
  size: number;
  verified: string | null;
  done: string | null;
}

export interface Writing extends TransferRow {
  /** Moves the row to `end` and lets go. Throws when somebody else has taken over. */
  advance(end: number): Promise<void>;
}

const ROW = `tender_id as "tenderId", received::float8 as received, size::float8 as size, verified_sha256 as verified, done_sha256 as done`;
const OWN = `select ${ROW} from bid_transfer where id = $1 and account_id = $2`;
const LEASE = `clock_timestamp() + interval '60 seconds'`; // real time: a demonstration's clock may jump
/** A claim that a crash forgets is a claim given up: its commit waits for no disk. What has arrived is counted by one that does. */
const UNFLUSHED = `(select set_config('synchronous_commit', 'off', true)) is not null`;
const CLAIM = `update bid_transfer set writer = $4, writer_until = ${LEASE}, touched_at = clock_timestamp()
  where ${UNFLUSHED} and id = $1 and account_id = $2 and received = $3 and done_sha256 is null and (writer is null or writer_until < clock_timestamp()) returning ${ROW}`;
const RENEW = `update bid_transfer set writer_until = ${LEASE} where id = $1 and writer = $2 returning id`;
const ADVANCE = 'update bid_transfer set received = $3, writer = null, touched_at = clock_timestamp() where id = $1 and writer = $2 returning id';
const RELEASE = 'update bid_transfer set writer = null where id = $1 and writer = $2';
const RENEW_MS = 20_000;

/**
 * One writer at a time for each upload, in whichever process: two that wrote to one place could leave bytes that nobody hashed. The
 * claim runs out a minute after a process died with it.
 */
@Injectable()
export class TransferWriters {
  constructor(private readonly db: Db) {}

  async own({ actor }: Caller, id: string): Promise<TransferRow> {
    const [row] = await this.db.read<TransferRow>(OWN, [id, actor.accountId]);
    return row ?? notFound('upload');
  }

  /** Works on an upload that stands at `offset`; `lost` is called when the claim could not be renewed, or its holder may no more, and nothing more may be written. */
  async hold<T>(caller: Caller, id: string, offset: number, lost: () => void, work: (writing: Writing) => Promise<T>): Promise<T> {
    const writer = randomUUID();
    const [row] = await this.db.write<TransferRow>(CLAIM, [id, caller.actor.accountId, offset, writer]);
    if (!row) return this.#refuse(caller, id, offset);
    let held = true;
    const anew = { ...caller, idempotency: undefined } as Caller; // a slow line takes hours: whether he still may is asked whenever something is noted
    const advance = async (end: number) => {
      if ((await this.db.run(anew, (tx) => tx.query(ADVANCE, [id, writer, end]))).length === 0) await this.#refuse(caller, id, offset);
      held = false;
    };
    const renew = async () => {
      if ((await this.db.run(anew, (tx) => tx.query(RENEW, [id, writer]))).length === 0) throw new Error('another writer has taken over');
    };
    const renewing = setInterval(() => void renew().catch(lost), RENEW_MS);
    try {
      return await work({ ...row, advance });
    } finally {
      clearInterval(renewing);
      if (held) await this.db.write(RELEASE, [id, writer]);
    }
  }

  async #refuse(caller: Caller, id: string, offset: number): Promise<never> {
    const { received } = await this.own(caller, id);
    return refuse(offset === received ? R.uploadBusy() : R.wrongOffset({ offset, received }));
  }
}
