import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { assertSealed } from '@envelope';
import { type Caller, Db, notFound } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { Storage } from '@platform/storage';
import { BiddingService, type Uploaded } from './bidding.service';
import { R } from './bidding.refusals';

/** Bytes of a piece: small enough to be sent again after a cut, large enough for few requests. */
export const PIECE = 8 * 2 ** 20;
const EXPIRES = '24 hours';

export interface Transfer {
  uploadId: string;
  pieceSize: number;
}

export interface TransferState {
  /** Bytes that are on disk; the next piece begins there. */
  received: number;
  size: number;
}

interface Row extends TransferState {
  tenderId: string;
  done: string | null;
}

const OWN = `select tender_id as "tenderId", received::float8 as received, size::float8 as size, done_sha256 as done from bid_transfer where id = $1 and account_id = $2`;

/**
 * Sealed bids that arrive in pieces, over a line that may be cut at any byte. The row knows how much is whole; the file may be longer after a
 * crash and is cut back. Pieces of one upload follow one another: a second writer meets a lock and then a refusal that names the place.
 */
@Injectable()
export class TransferService implements OnModuleInit {
  readonly #busy = new Set<string>();

  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly bidding: BiddingService,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'bidding.expire-uploads', everyMs: 600_000, run: () => this.expire() });
  }

  async begin(caller: Caller, tenderId: string, size: number): Promise<Transfer> {
    this.storage.assertFits(size);
    await this.bidding.assertTakes(tenderId);
    return this.db.run(caller, async (tx) => {
      const id = uuidv7();
      await tx.query('insert into bid_transfer (id, tender_id, organisation_id, account_id, size, begun_at) values ($1, $2, $3, $4, $5, $6)', [
        id,
        tenderId,
        tx.actor.organisationId,
        tx.actor.accountId,
        size,
        tx.now,
      ]);
      return { uploadId: id, pieceSize: PIECE };
    });
  }

  async state(caller: Caller, id: string): Promise<TransferState> {
    const { received, size } = await this.#own(caller, id);
    return { received, size };
  }

  /** Adds a piece at `offset`, which has to be where the last one ended. */
  async append(caller: Caller, id: string, offset: number, piece: Readable): Promise<TransferState> {
    const { received, size } = await this.#own(caller, id);
    if (offset !== received || this.#busy.has(id)) return refuse(R.wrongOffset({ offset, received }));
    this.#busy.add(id);
    try {
      const end = await this.storage.append(id, offset, piece, Math.min(size, offset + PIECE));
      if (offset === 0 && end > 0) assertSealed(await this.storage.begin(id, 1));
      // another process may have written meanwhile: the row decides whose piece counts
      const moved = await this.db.read('update bid_transfer set received = $2 where id = $1 and received = $3 and done_sha256 is null returning id', [id, end, offset]);
      if (moved.length === 0) return refuse(R.wrongOffset({ offset, received: (await this.#own(caller, id)).received }));
      return { received: end, size };
    } finally {
      this.#busy.delete(id);
    }
  }

  /** The whole has arrived: its hash is taken from what lies on disk and compared with what was meant to be sent. */
  async complete(caller: Caller, id: string, sha256: string): Promise<Uploaded> {
    const { received, size, tenderId, done } = await this.#own(caller, id);
    if (done) return done === sha256 ? { sha256, size, submitted: false } : refuse(R.contentDiffers({ expected: sha256 }));
    if (received !== size) return refuse(R.incomplete({ received, size }));
    const stored = await this.storage.adopt(id, size);
    if (stored.sha256 !== sha256) {
      await this.#forget(id);
      return refuse(R.contentDiffers({ expected: sha256 }));
    }
    await this.db.read('update bid_transfer set done_sha256 = $2 where id = $1', [id, sha256]);
    return this.bidding.noteUpload(caller, tenderId, stored);
  }

  /** What nobody went on with for a day goes. */
  async expire(): Promise<number> {
    const old = await this.db.read<{ id: string }>(`select id from bid_transfer where done_sha256 is null and begun_at < tianping_now() - interval '${EXPIRES}' limit 100`);
    for (const { id } of old) {
      await this.storage.discard(id);
      await this.#forget(id);
    }
    return old.length;
  }

  async #forget(id: string): Promise<void> {
    await this.db.read('delete from bid_transfer where id = $1', [id]);
  }

  async #own({ actor }: Caller, id: string): Promise<Row> {
    const [row] = await this.db.read<Row>(OWN, [id, actor.accountId]);
    return row ?? notFound('upload');
  }
}
