import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolConfig } from 'pg';
import { openTestDb, type TestDb } from '@test/setup/database';
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

/** A connection that is lost while somebody has it and is not listening, as BullMQ does while it starts. */
async function lostInHand(make: (config: PoolConfig) => Pool): Promise<unknown> {
  const pool = make({ connectionString: pg.url, options: '' });
  open.push(pool);
  const client = await pool.connect();
  try {
    client.emit('error', new Error('terminating connection'));
    return 'lives';
  } catch (error) {
    return (error as Error).message;
  } finally {
    client.release(true);
  }
}

test('a connection that is lost in the hands of somebody who does not listen ends no process', async () => {
  expect(await lostInHand(alone)).toBe('lives');
  expect(await lostInHand(plain)).toContain('terminating connection'); // negative control: thrown where nobody can catch it
});
