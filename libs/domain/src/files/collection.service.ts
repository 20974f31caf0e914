import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db, freeInOrder, type Tx } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { isHash, isStaged, type Lying, Storage } from '@platform/storage';
import { endUnused, isNamed, nameOf, type Place, placesOf, UNNAMED } from './references';

type Kind = 'content' | 'draft';

interface Candidate {
  place: Kind;
  name: string;
  size: string | null;
  reason: string;
  notedAt: Date;
}

const HOUR_MS = 3_600_000;
/** What nobody named is looked at again after so long before it goes. */
const GRACE_HOURS = 24;
/** A document that no tender, record or report has. */
const UNUSED_DAYS = 30;
const BATCH = 500;
const DIGITS = 16;

/** What has another form is none of ours, whoever laid it there. */
const OURS: Record<Kind, (name: string) => boolean> = { content: isHash, draft: isStaged };

const NOTE = `insert into content_candidate (place, name, size, reason) select $1, c.name, c.size, $2 from unnest($3::text[], $4::bigint[]) as c (name, size) order by 2 on conflict do nothing`;
const DUE = `select place, name, size::text, reason, noted_at as "notedAt" from content_candidate where noted_at <= (select clock_timestamp()) - make_interval(hours => $1) order by noted_at limit ${BATCH}`;
const ENDED_CLAIMS = `delete from storage_claim where ${freeInOrder('storage_claim', 'id', 'ends_at < (select clock_timestamp())')} returning id, sha256`;
const LOG = 'insert into content_removal (place, name, size, reason, noted_at, asked) values ($1, $2, $3, $4, $5, $6)';

/**
 * Collects what the storage holds and no row names. In two steps: what looks so is noted, and after a day it is asked again under a lock that keeps everybody from naming
 * it meanwhile. Only then it goes, with a row that says what it was, how large, why, and which columns were asked.
 */
@Injectable()
export class Collection implements OnModuleInit {
  /** Where content may be named, as it was when it was last read: to say quickly that it is, never that it is not. */
  #places: readonly Place[] = [];

  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'files.collect', everyMs: HOUR_MS, run: () => this.run() });
  }

  async run(graceHours = GRACE_HOURS): Promise<void> {
    await this.endClaims();
    await this.endUnused();
    await this.note();
    await this.removeDue(graceHours);
  }

  /** Claims whose stream is long dead. */
  async endClaims(): Promise<void> {
    const ended = await this.db.write<{ id: string; sha256: string | null }>(ENDED_CLAIMS);
    for (const { id, sha256 } of ended) {
      await this.storage.discard(id);
      if (sha256) await this.collect(sha256, 'its upload never ended');
    }
  }

  /** Documents that were uploaded and never used: their organisation gets the room back. */
  async endUnused(): Promise<void> {
    await this.db.system('file.collect', async (tx) => {
      for (const { id, organisationId } of await endUnused(tx, UNUSED_DAYS))
        await tx.record({ type: 'file.ended', objectType: 'file', objectId: id, payload: { organisationId, unusedDays: UNUSED_DAYS } });
    });
  }

  /** The first step: content rows that nothing names, and a part of the storage at a time, all of it within a day. */
  async note(digit?: string): Promise<void> {
    const places = await placesOf({ query: (text, values) => this.db.read(text, values) });
    await this.#note('content', 'no row refers to it', await this.db.read<Lying>(`${UNNAMED(places)} limit ${BATCH}`));
    await this.#noteStray('content', this.storage.names(digit ?? (await this.#digit())), 'select sha256 from stored_content where sha256 = any($1)');
    await this.#noteStray('draft', this.storage.drafts(), 'select id::text as sha256 from storage_claim where id::text = any($1)');
  }

  /** The second step. */
  async removeDue(graceHours = GRACE_HOURS): Promise<void> {
    for (const { place, name, size, reason, notedAt } of await this.db.read<Candidate>(DUE, [graceHours])) {
      if (place === 'content') await this.collect(name, reason, { size: size === null ? null : Number(size), notedAt });
      else await this.#discard(name, reason, Number(size), notedAt);
    }
  }

  /** Removes content that was brought and that no row names. Nearly all is named: that is one read, where the schema is what it was. */
  async collectUnlessNamed(sha256: string, reason: string): Promise<void> {
    const named = this.#places.length > 0 && (await isNamed({ query: (text, values) => this.db.read(text, values) }, this.#places, sha256).catch(() => false));
    if (!named) await this.collect(sha256, reason);
  }

  /** Removes content unless a row names it; says whether it did. Nobody names it meanwhile: whoever wants to waits for its row, and finds it gone. */
  async collect(sha256: string, reason: string, noted?: { size: number | null; notedAt: Date }): Promise<boolean> {
    return this.db.system('file.collect', async (tx) => {
      await forget(tx, 'content', sha256);
      const places = await placesOf(tx);
      this.#places = places;
      if (await isNamed(tx, places, sha256)) return false; // most are: that is asked without a lock
      await tx.query('insert into stored_content (sha256, size) values ($1, $2) on conflict do nothing', [sha256, noted?.size ?? null]); // what has no row is locked by one
      const [content] = await tx.query<{ size: string | null }>('select size::text from stored_content where sha256 = $1 for update', [sha256]);
      if (!content || (await isNamed(tx, places, sha256))) return false;
      await tx.query('delete from stored_content where sha256 = $1', [sha256]); // refused by the database itself where a row refers to it
      await tx.query(LOG, ['content', sha256, content.size, reason, noted?.notedAt ?? (await realTime(tx)), places.map(nameOf)]);
      await this.storage.remove(sha256);
      return true;
    });
  }

  async #discard(name: string, reason: string, size: number, notedAt: Date): Promise<void> {
    await this.db.system('file.collect', async (tx) => {
      await forget(tx, 'draft', name);
      const [claim] = await tx.query('select 1 from storage_claim where id::text = $1', [name]);
      if (claim) return;
      await tx.query(LOG, ['draft', name, size, reason, notedAt, ['storage_claim.id']]);
      await this.storage.discard(name);
    });
  }

  async #note(place: Kind, reason: string, found: readonly Lying[]): Promise<void> {
    await this.db.write(NOTE, [place, reason, found.map(({ name }) => name), found.map(({ size }) => size)]);
  }

  /** Those of `found` that `known` does not know. */
  async #noteStray(place: Kind, found: AsyncIterable<Lying>, known: string): Promise<void> {
    for await (const all of batches(found)) {
      const batch = all.filter(({ name }) => OURS[place](name));
      const rows = await this.db.read<{ sha256: string }>(known, [batch.map(({ name }) => name)]);
      const here = new Set(rows.map(({ sha256 }) => sha256));
      await this.#note(
        place,
        'it lies in the storage and has no row',
        batch.filter(({ name }) => !here.has(name)),
      );
    }
  }

  /** Each hour another sixteenth. */
  async #digit(): Promise<string> {
    const [row] = await this.db.read<{ hour: number }>('select (extract(epoch from clock_timestamp()) / 3600)::int as hour');
    return (row!.hour % DIGITS).toString(DIGITS);
  }
}

/** In the transaction of the removal: after a crash both are there again, or neither. */
const forget = (tx: Tx, place: Kind, name: string) => tx.query('delete from content_candidate where place = $1 and name = $2', [place, name]);

const realTime = async (tx: Tx): Promise<Date> => (await tx.query<{ now: Date }>('select clock_timestamp() as now'))[0]!.now;

async function* batches(found: AsyncIterable<Lying>): AsyncGenerator<Lying[]> {
  let batch: Lying[] = [];
  for await (const one of found) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
