import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { type Caller, Db, notFound, type Present, presentSql } from '@platform/db';
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
/** Nobody writes, or whoever did is dead. Read of `bid_transfer`. */
export const UNWRITTEN = `case when writer is null then true else not ${presentSql('writer_process')} end`;
/** A claim that a crash forgets is a claim given up: its commit waits for no disk. What has arrived is counted by one that does. */
const UNFLUSHED = `(select set_config('synchronous_commit', 'off', true)) is not null`;
const CLAIM = `update bid_transfer set writer = $4, writer_process = $5, touched_at = clock_timestamp()
  where ${UNFLUSHED} and id = $1 and account_id = $2 and received = $3 and done_sha256 is null and writer is not distinct from $6 returning ${ROW}`;
const LEFT = `select writer from bid_transfer where id = $1 and account_id = $2 and received = $3 and done_sha256 is null and writer is not null and ${UNWRITTEN}`;
const STILL_MINE = 'select 1 from bid_transfer where id = $1 and writer = $2';
const ADVANCE = 'update bid_transfer set received = $3, writer = null, touched_at = clock_timestamp() where id = $1 and writer = $2 returning id';
const RELEASE = 'update bid_transfer set writer = null where id = $1 and writer = $2';
/** How often it is asked whether the claim stands and its holder may still. */
const LOOK_MS = 20_000;
/** Before the place of a dead process is taken: one that lives and only lost its connection has heard of it by then, and stopped. */
const LAST_WORDS_MS = 1_000;

/**
 * One writer at a time for each upload, in whichever process: two that wrote to one place could leave bytes that nobody hashed. A claim lasts as
 * long as its process: when that is gone, the next one takes it.
 */
@Injectable()
export class TransferWriters {
  constructor(private readonly db: Db) {}

  async own({ actor }: Caller, id: string): Promise<TransferRow> {
    const [row] = await this.db.read<TransferRow>(OWN, [id, actor.accountId]);
    return row ?? notFound('upload');
  }

  /** Works on an upload that stands at `offset`; `lost` is called when the claim may be another's by now, or its holder may no more, and nothing more may be written. */
  async hold<T>(caller: Caller, id: string, offset: number, lost: () => void, work: (writing: Writing) => Promise<T>): Promise<T> {
    const writer = randomUUID();
    const here = await this.db.present();
    const row = await this.#claim(caller, id, offset, writer, here);
    let held = true;
    const anew = { ...caller, idempotency: undefined } as Caller; // a slow line takes hours: whether he still may is asked whenever something is noted
    const advance = async (end: number) => {
      if ((await this.db.run(anew, (tx) => tx.query(ADVANCE, [id, writer, end]))).length === 0) await this.#refuse(caller, id, offset);
      held = false;
    };
    const look = async () => {
      if ((await this.db.run(anew, (tx) => tx.query(STILL_MINE, [id, writer]))).length === 0) throw new Error('another writer has taken over');
    };
    const looking = setInterval(() => void look().catch(lost), LOOK_MS);
    here.gone.addEventListener('abort', lost);
    if (here.gone.aborted) lost();
    try {
      return await work({ ...row, advance });
    } finally {
      clearInterval(looking);
      here.gone.removeEventListener('abort', lost);
      if (held) await this.db.write(RELEASE, [id, writer]);
    }
  }

  async #claim(caller: Caller, id: string, offset: number, writer: string, { number }: Present): Promise<TransferRow> {
    const { accountId } = caller.actor;
    const take = (from: string | null) => this.db.write<TransferRow>(CLAIM, [id, accountId, offset, writer, number, from]);
    const [free] = await take(null);
    if (free) return free;
    const [left] = await this.db.read<{ writer: string }>(LEFT, [id, accountId, offset]);
    if (!left) return this.#refuse(caller, id, offset);
    await sleep(LAST_WORDS_MS);
    const [taken] = await take(left.writer);
    return taken ?? this.#refuse(caller, id, offset);
  }

  async #refuse(caller: Caller, id: string, offset: number): Promise<never> {
    const { received } = await this.own(caller, id);
    return refuse(offset === received ? R.uploadBusy() : R.wrongOffset({ offset, received }));
  }
}
