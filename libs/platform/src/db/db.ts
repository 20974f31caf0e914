import { BusinessError } from '@kernel';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { DataSource } from 'typeorm';
import type { Lane } from '../lanes';
import { again, sqlState } from './again';
import { type Caller, type HeldRole, systemCaller } from './caller';
import { Connections, laneWidths } from './connections';
import { R } from './database.refusals';
import { Presence, type Present } from './presence';
import type { Statement } from './rows';
import { assertReads, prepared, together } from './statements';
import { type DomainEvent, type Ending, Tx } from './tx';
import { log } from '../log';

const DISK_FULL = '53100';

/** Of the events of a transaction: what is to be written beside them. */
export type EndsWith = (events: readonly DomainEvent[], now: Date) => Statement[];

/** The answer of an earlier request with the same Idempotency-Key. */
class EarlierAnswer {
  constructor(readonly answer: unknown) {}
}

/** The door to PostgreSQL: every read and write of a module goes through `run` or `read`, by the lane of whoever asks. */
export class Db {
  readonly #connections: Connections;
  readonly #presence: Presence;
  #full = false;
  readonly #endings: EndsWith[] = [];

  constructor(
    readonly source: DataSource,
    widths: Record<Lane, number> = laneWidths(),
  ) {
    const { url } = source.options as { url: string };
    this.#connections = new Connections(url, widths);
    this.#presence = new Presence(url);
  }

  /**
   * Runs `work` in one transaction and commits. On a serialization failure or deadlock (SQLSTATE 40001, 40P01) the whole
   * function runs again in a new transaction, at most six times, then 503 `platform.try-again`.
   * With an Idempotency-Key the first answer is stored in the same transaction and given again without running `work`.
   * `work` must not use `read` or `run`: it would wait for a second connection while it holds the first.
   */
  async run<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await again(caller.act, () => this.#once(caller, work));
    } catch (error) {
      if (error instanceof EarlierAnswer) return error.answer as T;
      throw error;
    }
  }

  /** Reads outside a transaction: one statement sees one state. What writes is refused: an act is `run`, in which its record is. `varies`: the text is put together from what was asked for. */
  async read<T>(text: string, values: unknown[] = [], { varies = false } = {}): Promise<T[]> {
    assertReads(text, varies);
    return this.#one({ text, values, varies });
  }

  /**
   * One statement, done again as `run` does, that leaves no record: bookkeeping for which nobody has to answer (claims, counts, caches, stamps). Never a part of an act:
   * that would be there without its row, or its row without it. test/architecture/writes.spec.ts lists who may.
   */
  async write<T>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.#one({ text, values });
  }

  #one<T>(statement: Statement): Promise<T[]> {
    return again(statement.text.slice(0, 80), () => this.#connections.use(async (client) => (await client.query(prepared(statement))).rows as T[]));
  }

  /** By which number others know in the database that this process lives, for claims that end with it. */
  present(): Promise<Present> {
    return this.#presence.now();
  }

  /** Whether a transaction found no room on the database's disk, and none has written since. */
  get full(): boolean {
    return this.#full;
  }

  /** Rejects when the database does not answer within `millis`; what waits for it then is given up as well. */
  async probe(millis: number): Promise<void> {
    const { master } = this.source.driver as unknown as { master: Pool }; // its own connections: lanes that are busy are not a database that is down
    await master.query({ text: 'select 1', query_timeout: millis } as QueryConfig);
  }

  /** What follows from the events of every transaction, in it: statements that go with its commit, after all others. */
  endWith(follows: EndsWith): void {
    this.#endings.push(follows);
  }

  /** Runs `work` as the platform itself. */
  system<T>(act: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(systemCaller(act), work);
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await this.#presence.leave();
    await this.#connections.close();
    if (this.source.isInitialized) await this.source.destroy();
  }

  async #once<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    const ending: Ending = { events: [], statements: [], hints: [] };
    const answer = await this.#connections.use(async (client) => {
      const now = await begin(client, caller);
      try {
        const done = await work(new Tx(client, this.source, caller, now, ending));
        if (ending.events.length > 0) ending.statements.push(...this.#endings.flatMap((follows) => follows(ending.events, now)));
        await commit(client, caller, ending, done);
        if (ending.statements.length > 0) this.#full = false; // it wrote
        return done;
      } catch (error) {
        this.#full ||= sqlState(error) === DISK_FULL;
        throw error;
      }
    });
    hintAll(ending);
    return answer;
  }
}

/** The act is done and committed: a hint that fails must not make it look undone. */
function hintAll({ hints }: Ending): void {
  for (const hint of hints) {
    try {
      hint();
    } catch (error) {
      log('error', 'a hint after the commit failed', error);
    }
  }
}

const scopeOf = ({ actor, act }: Caller): string => `${actor.accountId ?? 'public'}:${act}`;

/** Whether everything by which he was let in is still his: the request may be older than its act by as long as its upload took. */
function assertStands({ actor }: Caller, held: readonly HeldRole[] | null | undefined): void {
  if (held === undefined) return; // a stranger, or the platform itself
  if (held === null) throw new BusinessError([R.actorGone()]);
  if (!actor.roles.every(({ role, projectId }) => held.some((one) => one.role === role && one.projectId === projectId))) throw new BusinessError([R.rightGone()]);
}

/** Begins, asks the clock and whether the actor still stands, and takes the Idempotency-Key, in one round trip. Throws the answer that a used key stands for. */
async function begin(client: PoolClient, caller: Caller): Promise<Date> {
  const { idempotency, actor } = caller;
  const statements: Statement[] = [
    { text: 'begin', values: [] },
    actor.accountId ? { text: 'select tianping_now() as now, actor_now($1, $2) as held', values: [actor.accountId, actor.sessionId] } : { text: 'select tianping_now() as now', values: [] },
  ];
  if (idempotency) {
    const text = 'insert into idempotency_key (scope, key, fingerprint, at) values ($1, $2, $3, clock_timestamp()) on conflict do nothing returning key';
    statements.push({ text, values: [scopeOf(caller), idempotency.key, idempotency.fingerprint] });
  }
  const [, clock, taken] = await together(client, statements);
  const [{ now, held }] = clock as [{ now: Date; held?: HeldRole[] | null }];
  assertStands(caller, held);
  if (idempotency && taken?.length === 0) await earlierAnswer(client, caller);
  return now;
}

/** A request under way with the same key was waited for by the row's lock, so its answer is there. */
async function earlierAnswer(client: PoolClient, caller: Caller): Promise<never> {
  const { key, fingerprint } = caller.idempotency!;
  const found = await client.query('select fingerprint, answer from idempotency_key where scope = $1 and key = $2', [scopeOf(caller), key]);
  const earlier = found.rows[0] as { fingerprint: string; answer: { body?: unknown } | null };
  if (earlier.fingerprint !== fingerprint) throw new BusinessError([R.keyReused()]);
  throw new EarlierAnswer(earlier.answer?.body);
}

/** What was left for the end, the stored answer, and the commit, in one round trip. */
async function commit(client: PoolClient, caller: Caller, { statements }: Ending, body: unknown): Promise<void> {
  // in a transaction that failed "commit" answers ROLLBACK and no error: a select before it does fail, should `work` have swallowed the first one
  const last: Statement[] = [
    { text: 'select 1', values: [] },
    { text: 'commit', values: [] },
  ];
  if (caller.idempotency) {
    const text = 'update idempotency_key set answer = $3 where scope = $1 and key = $2';
    last.unshift({ text, values: [scopeOf(caller), caller.idempotency.key, JSON.stringify({ body })] });
  }
  const results = await together(client, [...statements, ...last]);
  for (const [i, statement] of statements.entries()) statement.told?.(results[i]!);
}
