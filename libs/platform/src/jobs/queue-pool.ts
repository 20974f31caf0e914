import type { Socket } from 'node:net';
import { Pool, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { again } from '../db/again';
import { HUNG, listened, onClient } from '../db/connections';

/** Held by whoever changes the queue, in whatever process. */
const QUEUE_LOCK = 7468973;
/** Milliseconds until PostgreSQL takes the lock from a process that stands still while it holds it. */
const STANDING_MS = 20_000;
/** Milliseconds after which a statement, or a connection that is to stand, has no answer any more: its line is dead. Longer than another may hold the lock. */
const HUNG_MS = STANDING_MS + 5_000;

/** The queue keeps one connection to be told on, and takes another only when that one ends: a statement without an answer ends it. */
function endsWhenHung(client: PoolClient): void {
  const { query, connection } = client as unknown as { query(...asked: unknown[]): Promise<unknown>; connection: { stream: Socket } };
  const asks = async (...asked: unknown[]) => {
    try {
      return await query.apply(client, asked);
    } catch (error) {
      if (error instanceof Error && error.message === HUNG) connection.stream.destroy();
      throw error;
    }
  };
  Object.assign(client, { query: asks });
}

/**
 * The queue's connections. BullMQ's functions lock many rows of one table, in the order in which each connection's plan happens to find them: two that finish
 * jobs at the same time wait for each other, PostgreSQL ends one of them, and a job that was done counts as failed. So each statement takes one lock
 * first, which all processes share, and statements follow one another; there are a few dozen a second.
 */
export class QueuePool extends Pool {
  constructor(config: PoolConfig, onError?: (error: Error) => unknown) {
    super({
      ...{ connectionTimeoutMillis: HUNG_MS, query_timeout: HUNG_MS, ...config },
      ...{ max: 6, keepAlive: true, options: `-c search_path=bullmq,public ${config.options ?? ''}`, idle_in_transaction_session_timeout: STANDING_MS },
    });
    listened(this, onError).on('connect', endsWhenHung);
    Object.assign(this, { query: (text: string, values?: unknown[]) => this.#alone(text, values) });
  }

  #alone(text: string, values?: unknown[]): Promise<QueryResult> {
    return again('the queue', () =>
      onClient(this, async (client) => {
        await client.query(`begin; select pg_advisory_xact_lock(${QUEUE_LOCK})`);
        const result = await client.query(text, values);
        await client.query('commit');
        return result;
      }),
    );
  }
}
