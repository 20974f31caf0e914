import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { refuseAny, uuidv7 } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { type Actor, Db, freeInOrder, presentSql, type Tx } from '@platform/db';
import { assertNotEmpty, DiskSpace, type Look, Storage, type Stored } from '@platform/storage';
import { log } from '@platform/log';
import { Collection } from './collection.service';
import { type Limits, ownRoom, promisable, type Purpose, quotaRules } from './quota.rules';
import { readRoom } from './room.queries';
import { stalls } from './stalls';

/** What is to be stored. */
export interface Plan {
  purpose: Purpose;
  /** Bytes, where the sender says how many come. */
  size?: number | undefined;
  /** The tender whose bid it is. */
  tenderId?: string;
}

/** Takes content in; it stays when a row refers to it at the end of the work. */
export type Hold = (plan: Plan, content: Readable, look?: Pick<Look, 'see'>) => Promise<Stored>;

const MIB = 2 ** 20;
/** A stream that takes longer loses its claim. */
const STREAM_HOURS = 12;
/** After which the end of a claim is tried again. */
const AGAIN_MS = 2_000;

/** Of a claim for one stream: when it ends at the latest, and the process that reads the stream. It is given up when that is gone. */
interface Lease {
  hours: number;
  process: number;
}
const UNFLUSHED = `select set_config('synchronous_commit', 'off', true)`;
const CLAIM = `insert into storage_claim (id, purpose, organisation_id, account_id, tender_id, bytes, ends_at, process) values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(hours => $7), $8)`;
/** What a process left that is gone; the collection removes it. */
const LEFT = `organisation_id = $1 and ends_at > (select clock_timestamp()) and process is not null and not ${presentSql('process')}`;
const LAPSE_LEFT = `update storage_claim set ends_at = clock_timestamp() where ${freeInOrder('storage_claim', 'id', LEFT)} returning id`;
/** An update, not nothing, where the row is there: so that it is locked, and whoever removes it is waited for. */
const ROW = 'insert into stored_content (sha256, size) values ($1, $2) on conflict (sha256) do update set size = excluded.size returning sha256';
const REFER = `with content as (${ROW}) update storage_claim set sha256 = content.sha256, arrived = greatest(arrived, $2) from content where id = $3 returning id`;

/**
 * The one door by which content comes into the storage. In this order, so that at every moment content is either named by a row or on its way, whatever stops in between:
 * a claim on room; the bytes, without a name; the content's row, which the claim refers to; the name; and the row that the content was brought for.
 */
@Injectable()
export class Contents implements OnApplicationShutdown {
  readonly #unended = new Set<NodeJS.Timeout>();
  #stopped = false;

  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly disk: DiskSpace,
    private readonly collection: Collection,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is held within `work` stays where a row refers to it afterwards, and leaves nothing where none does: refused, broken off or given up. `claims`: what was claimed for it before, and ends with it. */
  async within<T>(actor: Actor, work: (hold: Hold) => Promise<T>, claims: string[] = []): Promise<T> {
    const hold: Hold = async (plan, content, look = {}) => {
      try {
        if (plan.purpose !== 'opening') this.storage.assertFits(plan.size ?? 0); // what was taken sealed is opened, whatever the limit is by now
        const { id, bytes } = await this.#promise(actor, plan);
        claims.push(id);
        return await this.#take(id, { ...plan, size: bytes }, content, look);
      } finally {
        if (plan.purpose === 'opening') content.destroy(); // or it would be decrypted to the end for nobody; what a request still sends is let pass by the server
      }
    };
    try {
      return await work(hold);
    } finally {
      for (const id of claims) await this.#surely(id);
    }
  }

  onApplicationShutdown(): void {
    this.#stopped = true; // claims of a process that is gone end with it
    for (const one of this.#unended) clearTimeout(one);
  }

  /** Until the database takes it: while this process lives nobody else ends its claim, which takes a place and room, or keeps an opening from its end. */
  async #surely(id: string): Promise<void> {
    try {
      await this.end(id);
    } catch (error) {
      log('error', `claim ${id} could not be ended`, error);
      if (this.#stopped) return;
      const again = setTimeout(() => {
        this.#unended.delete(again);
        void this.#surely(id);
      }, AGAIN_MS).unref();
      this.#unended.add(again);
    }
  }

  /** Promises room. Without an end the claim lasts until `release` or `end`. Throws `files.*-quota`, `files.too-many-uploads`, `files.no-room`. */
  async claim(tx: Tx, { accountId, organisationId }: Actor, { purpose, size, tenderId }: Plan, lease?: Lease): Promise<{ id: string; bytes: number }> {
    const own = purpose === 'opening' ? null : organisationId;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [own ?? purpose]); // two at once must not both find the last room
    const limits = this.limits;
    const asked = async () => {
      const room = await readRoom(tx, { organisationId: own, accountId, tenderId: tenderId ?? null }, await this.storage.free());
      const bytes = size ?? Math.max(1, Math.min(this.storage.most, ownRoom(purpose, room, limits), promisable(purpose, room, limits)));
      return { bytes, refused: quotaRules(purpose, bytes, room, limits) };
    };
    let { bytes, refused } = await asked();
    // nobody is refused for what broke off because the platform did: but only who would be refused is worth the look
    if (refused.some(Boolean) && own && (await tx.query(LAPSE_LEFT, [own])).length > 0) ({ bytes, refused } = await asked());
    refuseAny(refused);
    const id = uuidv7();
    await tx.query(CLAIM, [id, purpose, own, accountId, tenderId ?? null, bytes, lease?.hours ?? null, lease?.process ?? null]);
    return { id, bytes };
  }

  /** From the commit of this transaction on others know that this process opens something, before any of it is read and held. For `within`, which ends it. */
  async opens(tx: Tx, tenderId: string, process: number): Promise<string> {
    return (await this.claim(tx, tx.actor, { purpose: 'opening', size: 1, tenderId }, { hours: STREAM_HOURS, process })).id;
  }

  /** From here on the content's row stands: it may get its name. */
  async refer(id: string, { sha256, size }: Stored): Promise<void> {
    const [claim] = await this.db.write(REFER, [sha256, size, id]);
    if (!claim) throw new Error(`the claim ${id} has ended`);
  }

  /** How much of a claim has arrived: the disk has less room by then. */
  async arrived(id: string, bytes: number): Promise<void> {
    await this.db.write('update storage_claim set arrived = $2 where id = $1', [id, bytes]);
  }

  /** The claim ends with this transaction, whatever becomes of the process: `end` cleans up, or the collection. */
  async lapse(tx: Tx, id: string): Promise<void> {
    await tx.query('update storage_claim set ends_at = clock_timestamp() where id = $1', [id]);
  }

  /** The content that was claimed is named by a row of this transaction. */
  async release(tx: Tx, id: string): Promise<void> {
    await tx.query('delete from storage_claim where id = $1', [id]);
  }

  /** Ends a claim; content that nothing refers to goes. May be repeated. */
  async end(id: string): Promise<void> {
    const [claim] = await this.db.write<{ sha256: string | null }>('delete from storage_claim where id = $1 returning sha256', [id]);
    if (claim?.sha256) await this.collection.collectUnlessNamed(claim.sha256, 'nothing came of its upload');
  }

  /** What the platform itself writes and names in the same transaction: small, and without a claim. */
  async write(tx: Tx, bytes: Buffer): Promise<Stored> {
    const draft = await this.storage.stage(randomUUID(), Readable.from([bytes]));
    try {
      await tx.query(ROW, [draft.sha256, draft.size]);
      await draft.keep();
      return { sha256: draft.sha256, size: draft.size };
    } finally {
      await draft.discard();
    }
  }

  /** What the organisation has stored and announced for a tender, in bytes, and how much it may. */
  async useOf({ organisationId, accountId }: Actor, tenderId: string): Promise<{ used: number; quota: number }> {
    const { tender } = await readRoom({ query: (text, values) => this.db.read(text, values) }, { organisationId, accountId, tenderId }, undefined);
    return { used: tender.bids + tender.open, quota: this.limits.tender };
  }

  get limits(): Limits {
    const { ORGANISATION_QUOTA_MB, TENDER_QUOTA_MB, UPLOAD_IDLE_HOURS } = this.config;
    return { organisation: ORGANISATION_QUOTA_MB * MIB, tender: TENDER_QUOTA_MB * MIB, reserve: this.disk.reserve, last: this.disk.last, idleHours: UPLOAD_IDLE_HOURS };
  }

  async #promise(actor: Actor, plan: Plan): Promise<{ id: string; bytes: number }> {
    const { number } = await this.db.present();
    return this.db.system('file.claim', async (tx) => {
      await tx.query(UNFLUSHED); // a claim that a crash forgets is no claim
      return this.claim(tx, actor, plan, { hours: STREAM_HOURS, process: number });
    });
  }

  async #take(id: string, { purpose, size: most }: Plan, content: Readable, { see }: Pick<Look, 'see'>): Promise<Stored> {
    const idle = stalls(content);
    const look = (chunk: Buffer) => {
      idle.refresh();
      see?.(chunk);
    };
    const draft = await this.storage.stage(id, content, { most, see: look }).finally(() => idle.stop());
    try {
      if (purpose !== 'opening') assertNotEmpty(draft);
      await this.refer(id, draft);
      await draft.keep();
      return { sha256: draft.sha256, size: draft.size };
    } finally {
      await draft.discard();
    }
  }
}
