import { Pool, type PoolConfig, type QueryResult } from 'pg';
import { again } from '../db/again';
import { onClient } from '../db/connections';

/** Held by whoever changes the queue, in whatever process. */
const QUEUE_LOCK = 7468973;
/** Milliseconds until PostgreSQL takes the lock from a process that stands still while it holds it. */
const STANDING_MS = 20_000;

/**
 * The queue's connections. BullMQ's functions lock many rows of one table, in the order in which each connection's plan happens to find them: two that finish
 * jobs at the same time wait for each other, PostgreSQL ends one of them, and a job that was done counts as failed. So each statement takes one lock
 * first, which all processes share, and statements follow one another; there are a few dozen a second.
 */
export class QueuePool extends Pool {
  constructor(config: PoolConfig) {
    super({ ...config, max: 6, keepAlive: true, options: `-c search_path=bullmq,public ${config.options ?? ''}`, idle_in_transaction_session_timeout: STANDING_MS });
    // BullMQ takes clients out without listening to them while it starts: a connection that is lost then would end this process, unexplained
    this.on('connect', (client) => client.on('error', () => undefined));
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
