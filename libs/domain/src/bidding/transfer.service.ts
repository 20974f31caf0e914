import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { type Appended, Storage } from '@platform/storage';
import { Contents, stalls } from '../files';
import { assertFewLeft, BiddingService, sealedFromTheStart, type Uploaded } from './bidding.service';
import { R } from './bidding.refusals';
import { RunningHashes } from './running-hashes';
import { TransferWriters, UNWRITTEN, type Writing } from './transfer-writers';

/** Bytes of a piece: small enough to be sent again after a cut, large enough for few requests. */
export const PIECE = 8 * 2 ** 20;

export interface Transfer {
  uploadId: string;
  pieceSize: number;
}

export interface TransferState {
  /** Bytes that are on disk; the next piece begins there. */
  received: number;
  size: number;
}

export interface Announced {
  offset: number;
  /** SHA-256 of the piece: it counts whole or not at all. Without one, what arrived before a cut counts. */
  digest?: Buffer | undefined;
}

/**
 * Sealed bids that arrive in pieces, over a line that may be cut at any byte. The row knows how much is whole; the file may be longer after a
 * crash and is cut back. Each byte is hashed while it arrives and written once: at the end the file only gets its name.
 */
@Injectable()
export class TransferService {
  private readonly hashes = new RunningHashes();

  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly bidding: BiddingService,
    private readonly writers: TransferWriters,
    private readonly contents: Contents,
  ) {}

  async begin(caller: Caller, tenderId: string, size: number): Promise<Transfer> {
    this.storage.assertFits(size);
    await this.bidding.assertTakes(caller, tenderId);
    return this.db.run(caller, async (tx) => {
      await assertFewLeft(tx, tenderId);
      const { id } = await this.contents.claim(tx, tx.actor, { purpose: 'bid', tenderId, size });
      await tx.query('insert into bid_transfer (id, tender_id, organisation_id, account_id, size, begun_at) values ($1, $2, $3, $4, $5, $6)', [
        id,
        tenderId,
        tx.actor.organisationId,
        tx.actor.accountId,
        size,
        tx.now,
      ]);
      await tx.record({ type: 'bid.upload-begun', objectType: 'bid-upload', objectId: id });
      return { uploadId: id, pieceSize: PIECE };
    });
  }

  async state(caller: Caller, id: string): Promise<TransferState> {
    const { received, size } = await this.writers.own(caller, id);
    return { received, size };
  }

  /** Adds a piece at `offset`, which has to be where the last one ended. */
  async append(caller: Caller, id: string, announced: Announced, source: Readable): Promise<TransferState> {
    const lost = () => void source.destroy(new Error('the upload was taken over'));
    return this.writers.hold(caller, id, announced.offset, lost, async (writing) => {
      const { end, cut } = await this.#take(id, announced, source, writing);
      if (cut) throw cut;
      return { received: end, size: writing.size };
    });
  }

  async #take(id: string, { offset, digest }: Announced, source: Readable, { size, advance }: Writing): Promise<Appended> {
    const hash = this.hashes.at(id, offset);
    const piece = digest && createHash('sha256');
    const idle = stalls(source);
    const first = offset === 0 ? sealedFromTheStart() : () => undefined;
    const see = (chunk: Buffer) => {
      idle.refresh();
      first(chunk);
      hash?.update(chunk);
      piece?.update(chunk);
    };
    const appended = await this.storage.append(id, source, { offset, most: Math.min(size, offset + PIECE), see }).finally(() => idle.stop());
    if (appended.cut && digest) return appended;
    if (digest && !digest.equals(piece!.digest())) return refuse(R.pieceDamaged({ offset }));
    await advance(appended.end);
    await this.contents.arrived(id, appended.end);
    if (hash) this.hashes.keep(id, hash, appended.end);
    return appended;
  }

  /** The whole has arrived: its hash is compared with what was meant to be sent, and the file gets it for a name. */
  async complete(caller: Caller, id: string, sha256: string): Promise<Uploaded> {
    const { received, size, done } = await this.writers.own(caller, id);
    if (done) return done === sha256 ? { sha256, size, submitted: false } : refuse(R.contentDiffers({ expected: sha256 }));
    if (received !== size) return refuse(R.incomplete({ received, size }));
    return this.writers.hold(
      caller,
      id,
      size,
      () => undefined,
      async ({ tenderId, verified }) => {
        if ((verified ?? (await this.#verify(id, size))) !== sha256) {
          await this.forget(id, { ours: true });
          return refuse(R.arrivedDiffers({ expected: sha256 })); // whose doing it was, no hash tells: the line's, the disk's, or another file's
        }
        await this.contents.refer(id, { sha256, size });
        await this.storage.keep(id, { sha256, size });
        return this.bidding.noteUpload(caller, tenderId, { sha256, size }, async (tx) => {
          const [done] = await tx.query('update bid_transfer set done_sha256 = $2 where id = $1 returning id', [id, sha256]);
          if (!done) notFound('upload'); // given up meanwhile
          await this.contents.release(tx, id);
        });
      },
    );
  }

  /** The hash of the whole: what this process has not seen arriving is read once. It is noted before the file gets its name, after which it could not be taken again. */
  async #verify(id: string, size: number): Promise<string> {
    const { hash, at } = this.hashes.latest(id);
    if (at < size) for await (const chunk of await this.storage.staged(id, at, size)) hash.update(chunk as Buffer);
    const sha256 = hash.digest('hex');
    await this.db.write('update bid_transfer set verified_sha256 = $2 where id = $1', [id, sha256]);
    this.hashes.forget(id);
    return sha256;
  }

  /** Gives an upload up, unless somebody writes to it; says whether it did. `by`: who asked for it. Its rows go first: should the rest not come to pass, the collection finds what nobody claims. */
  async forget(id: string, { ours = false, by }: { ours?: boolean; by?: Caller } = {}): Promise<boolean> {
    const inTurn = <T>(work: (tx: Tx) => Promise<T>) => (by ? this.db.run(by, work) : this.db.system('bid.upload', work));
    const gone = await inTurn(async (tx) => {
      const rows = await tx.query(`delete from bid_transfer where id = $1 and done_sha256 is null and ($2 or ${UNWRITTEN}) returning id`, [id, ours]);
      if (rows.length > 0) await this.contents.lapse(tx, id);
      if (rows.length > 0 && by) await tx.record({ type: 'bid.upload-given-up', objectType: 'bid-upload', objectId: id });
      return rows.length > 0;
    });
    if (!gone) return false;
    this.hashes.forget(id);
    await this.storage.discard(id);
    await this.contents.end(id);
    return true;
  }
}
