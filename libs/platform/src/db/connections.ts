import { Pool, type PoolClient } from 'pg';
import { type Lane, LANES, Line, wayNow, widthOf } from '../lanes';

const NAMES = Object.keys(LANES) as Lane[];

/** How many connections each lane has out of `pool`. */
export const laneWidths = (pool = 16): Record<Lane, number> => Object.fromEntries(NAMES.map((lane) => [lane, widthOf(lane, pool)])) as Record<Lane, number>;

/** Milliseconds until a connection has to stand. */
const CONNECT_MS = 5_000;
/** A statement that the server should have ended long ago: it hangs, and so does its connection. */
const GRACE_MS = 5_000;
export const HUNG = 'Query read timeout';

/** Nobody has more than half of a lane to himself, as far as it has two halves. */
const lineOf = (lane: Lane, width: number) => new Line({ ...LANES[lane], width, each: lane === 'own' ? width : Math.ceil(width / 2) });

function poolOf(url: string, lane: Lane, max: number): Pool {
  const { statementMs, lockMs } = LANES[lane];
  const pool = new Pool({
    connectionString: url,
    max,
    options: '-c timezone=UTC',
    application_name: `tianping ${lane}`,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    query_timeout: statementMs + GRACE_MS,
    idle_in_transaction_session_timeout: statementMs + GRACE_MS,
  });
  return listened(pool);
}

/**
 * A connection cut by a restart is a fact of life, not a reason to die: the pool replaces it, and whoever asked on it hears so. Somebody listens to each of them as
 * long as it is there, also while it is on its way from the pool to who works on it, or written to after its end: an error that nobody hears ends the process.
 */
export function listened<P extends Pool>(pool: P, heard: (error: Error) => unknown = () => undefined): P {
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool.on('error', heard) as P;
}

/** The connections to PostgreSQL: each lane has its own, and a line before them that ends. */
export class Connections {
  readonly #lanes: Record<Lane, { pool: Pool; line: Line }>;

  constructor(url: string, widths: Record<Lane, number>) {
    const lanes = NAMES.map((lane) => [lane, { pool: poolOf(url, lane, widths[lane]), line: lineOf(lane, widths[lane]) }] as const);
    this.#lanes = Object.fromEntries(lanes) as Record<Lane, { pool: Pool; line: Line }>;
  }

  /** The same on a connection of the present lane. */
  use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const { lane, who } = wayNow();
    const { pool, line } = this.#lanes[lane];
    return line.run(who, () => onClient(pool, work));
  }

  async close(): Promise<void> {
    await Promise.all(NAMES.map((lane) => this.#lanes[lane].pool.end()));
  }
}

/** Works on one connection of the pool; after a fault nothing of a transaction is left on it. */
export async function onClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => {
    broken = error; // a connection that is lost, hangs, or cannot even roll back, is not given to anybody else
  };
  client.on('error', lost);
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof Error && error.message === HUNG) lost(error);
    else if (client.getTransactionStatus() !== 'I') await client.query('rollback').catch(lost);
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}
