import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolConfig } from 'pg';
import { openTestDb, type TestDb } from '@test/setup/database';
import { deadLine } from '@test/setup/dead-line';
import { PATIENCE_MS } from '@test/setup/patience';
import { QueuePool } from './queue-pool';

const FINISHED = 1001;
const MIDDLE = 500;
/** What BullMQ does at the end of each run: it deletes the finished runs beyond those that are to be kept. */
const RETENTION = `select apply_retention('q', '', 'completed', 0, false, null, 0)`;
/** Plans differ by connection: kept ones cannot use an index of finished runs, new ones may, and each finds the rows in another order. */
const PLANS = ['-c enable_seqscan=off -c enable_bitmapscan=off', '-c enable_indexscan=off -c enable_bitmapscan=off'];

let pg: TestDb;
const open: Pool[] = [];
beforeEach(async () => {
  pg = await openTestDb();
  // the table's own order is the opposite of each index's
  await pg.owner.write(
    `insert into bullmq.job (queue, id, seq, name, state, data, opts, added_at_ms, finished_at_ms)
     select 'q', lpad(n::text, 9, '0'), n, 'x', 'completed', '{}', '{}', n, n from generate_series(${FINISHED}, 1, -1) n`,
  );
  await pg.owner.write('analyze bullmq.job');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.end()));
  await pg?.close();
});

const plain = (config: PoolConfig) => new Pool({ ...config, options: `-c search_path=bullmq,public ${config.options}` });
const alone = (config: PoolConfig) => new QueuePool(config);

const waiting = async () => (await pg.owner.read(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length;

/** Two that finish at the same time, both held up in the middle of the rows by a third until both have locked all that they can. */
async function bothFinish(make: (config: PoolConfig) => Pool): Promise<string[]> {
  const pools = PLANS.map((options) => make({ connectionString: pg.url, options }));
  const third = plain({ connectionString: pg.url, options: '' });
  open.push(...pools, third);
  const holder = await third.connect();
  await holder.query(`begin; select 1 from job where seq = ${MIDDLE} for update`);
  const ends = pools.map((pool) =>
    pool.query(RETENTION).then(
      () => 'done',
      (error: { code: string }) => error.code,
    ),
  );
  while ((await waiting()) < pools.length) await sleep(20);
  await holder.query('commit');
  holder.release();
  return (await Promise.all(ends)).sort();
}

const left = async () => (await pg.owner.read('select 1 from bullmq.job')).length;

test('of the queue’s statements one follows the other: no two wait for each other in a circle', async () => {
  expect([await bothFinish(alone), await left()]).toEqual([['done', 'done'], 0]);
});

test('negative control: with ordinary connections PostgreSQL ends one of the two', async () => {
  expect(await bothFinish(plain)).toEqual(['40P01', 'done']);
});

test('a statement that fails lets the next one in', async () => {
  const pool = alone({ connectionString: pg.url });
  open.push(pool);
  for (let i = 0; i < 20; i += 1) await expect(pool.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' });
  expect((await pool.query('select $1::int as n', [1])).rows).toEqual([{ n: 1 }]);
});

describe('on a line that dies without a word', () => {
  const ASKED = 12; // twice as many as there are connections
  /** What becomes of statements that are under way when it dies, and of one after it stands again. */
  async function afterCut(config: PoolConfig, patienceMs: number): Promise<string[]> {
    const line = await deadLine(pg.url);
    const pool = new QueuePool({ connectionString: line.url, ...config });
    await pool.query('select 1');
    line.cut();
    const hung = Array.from({ length: ASKED }, () => pool.query('select 1').catch(() => 'ended'));
    const ended = await Promise.race([Promise.all(hung), sleep(patienceMs, ['waits'], { ref: false })]);
    line.mend();
    const next = ended.includes('waits') ? 'waits' : await pool.query('select 1').then(() => 'answered');
    line.stop();
    await Promise.all(hung);
    await pool.end();
    return [...new Set([...(ended as string[]), next])];
  }
  test('each statement ends, and the next is answered on a new connection', async () => {
    expect(await afterCut({ query_timeout: 100, connectionTimeoutMillis: 200 }, PATIENCE_MS)).toEqual(['ended', 'answered']);
  });
  test('negative control: by the ends that the driver sets they wait', async () => {
    expect(await afterCut({ query_timeout: 0, connectionTimeoutMillis: 0 }, 2_000)).toEqual(['waits']);
  });
  test('the queue has such ends, later than another process may hold its lock', async () => {
    const { query_timeout, connectionTimeoutMillis, idle_in_transaction_session_timeout } = new QueuePool({ connectionString: pg.url }).options;
    expect(Math.min(Number(query_timeout), connectionTimeoutMillis!)).toBeGreaterThan(Number(idle_in_transaction_session_timeout));
  });

  /** Whether a connection that somebody keeps to himself is ended by a statement without an answer. */
  async function endsKept(make: (config: PoolConfig) => Pool, patienceMs: number): Promise<boolean> {
    const line = await deadLine(pg.url);
    const pool = make({ connectionString: line.url, query_timeout: 100 });
    const client = await pool.connect();
    const ended = new Promise<boolean>((resolve) => client.on('error', () => undefined).once('end', () => resolve(true)));
    line.cut();
    await expect(client.query('select 1')).rejects.toThrow('Query read timeout');
    const found = await Promise.race([ended, sleep(patienceMs, false, { ref: false })]);
    client.release(true);
    line.stop();
    await pool.end();
    return found;
  }
  // what is told on it would be waited for on it for ever: the queue takes another only after its end
  test('the connection that the queue is told on ends by a statement without an answer', async () => expect(await endsKept(alone, PATIENCE_MS)).toBe(true));
  test('negative control: one of a plain pool stays, and answers nothing', async () => expect(await endsKept((config) => new Pool(config), 1_000)).toBe(false));
});
