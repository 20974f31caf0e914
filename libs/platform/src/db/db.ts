import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '@kernel';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { type Caller, systemCaller } from './caller';
import { R } from './database.refusals';
import { Tx } from './tx';

const RETRYABLE = new Set(['40001', '40P01']);
const TRIES = 6;

const sqlState = (error: unknown): string => (error instanceof QueryFailedError ? String((error.driverError as { code?: string }).code) : '');

/** The answer of an earlier request with the same Idempotency-Key. */
class EarlierAnswer {
  constructor(readonly answer: unknown) {}
}

/** The door to PostgreSQL: every read and write of a module goes through `run` or `read`. */
export class Db {
  constructor(readonly source: DataSource) {}

  /**
   * Runs `work` in one transaction and commits. On a serialization failure or deadlock (SQLSTATE 40001, 40P01) the whole
   * function runs again in a new transaction, at most six times, then 503 `platform.try-again`.
   * With an Idempotency-Key the first answer is stored in the same transaction and given again without running `work`.
   */
  async run<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(caller, work);
      } catch (error) {
        if (error instanceof EarlierAnswer) return error.answer as T;
        if (!RETRYABLE.has(sqlState(error))) throw error;
        if (attempt === TRIES) throw new BusinessError([R.tryAgain()]);
        await sleep(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  /** Reads outside a transaction: one statement sees one state. */
  read<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return this.source.query(sql, params) as Promise<T[]>;
  }

  /** Runs `work` as the platform itself. */
  system<T>(act: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(systemCaller(act), work);
  }

  async #once<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
    let done: Tx | undefined;
    const answer = await this.source.transaction(async (manager) => {
      const [clock] = (await manager.query('select tianping_now() as now')) as [{ now: Date }];
      const tx = new Tx(manager, caller, clock.now);
      await claimKey(manager, caller);
      const result = await work(tx);
      await keepAnswer(manager, caller, result);
      done = tx;
      return result;
    });
    done?.committed();
    return answer;
  }
}

/** Takes the key, or throws the answer that it stands for. A request under way with the same key is waited for by the row's lock. */
async function claimKey(manager: EntityManager, { actor, act, idempotency }: Caller): Promise<void> {
  if (!idempotency) return;
  const scope = `${actor.accountId ?? 'public'}:${act}`;
  const taken = (await manager.query(
    `insert into idempotency_key (scope, key, fingerprint, at) values ($1, $2, $3, clock_timestamp()) on conflict do nothing returning key`,
    [scope, idempotency.key, idempotency.fingerprint],
  )) as unknown[];
  if (taken.length > 0) return;
  const [earlier] = (await manager.query('select fingerprint, answer from idempotency_key where scope = $1 and key = $2', [scope, idempotency.key])) as [
    { fingerprint: string; answer: { body?: unknown } | null },
  ];
  if (earlier.fingerprint !== idempotency.fingerprint) throw new BusinessError([R.keyReused()]);
  throw new EarlierAnswer(earlier.answer?.body);
}

async function keepAnswer(manager: EntityManager, { actor, act, idempotency }: Caller, body: unknown): Promise<void> {
  if (!idempotency) return;
  await manager.query('update idempotency_key set answer = $3 where scope = $1 and key = $2', [
    `${actor.accountId ?? 'public'}:${act}`,
    idempotency.key,
    JSON.stringify({ body }),
  ]);
}
