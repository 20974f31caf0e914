import { openTestDb, type TestDb } from '@test/setup/database';
import { deadLine } from '@test/setup/dead-line';
import { PATIENCE_MS } from '@test/setup/patience';
import { Pool, type PoolClient } from 'pg';
import { by, type Lane, LANES, widthOf } from '../lanes';
import { asBusinessError } from '../http/problem.filter';
import { Db } from './db';
import { QueuePool } from '../jobs/queue-pool';
import { laneWidths, listened } from './connections';

let pg: TestDb;
beforeAll(async () => {
  pg = await openTestDb();
});
afterAll(() => pg?.close());

const told = (error: unknown) => asBusinessError(error, { method: 'GET', url: '/', id: '1' }).refusals[0].code;
const on = <T>(lane: Lane, who: string, work: () => Promise<T>) => by({ lane, who }, work);
const names = Object.keys(LANES) as Lane[];

test.each([4, 5, 16, 200])('of %s connections each lane of requests has one at least, and all together not more', (pool) => {
  const widths = laneWidths(pool);
  const requests = names.filter((lane) => lane !== 'own').map((lane) => widths[lane]);
  expect(Math.min(...requests)).toBeGreaterThanOrEqual(1);
  expect(requests.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(pool);
  expect(widths.own).toBe(widthOf('own', 4));
});

/** Fills a lane with statements that wait until they are let go. */
async function held(lane: Lane, times: number): Promise<() => Promise<void>> {
  const key = Math.floor(Math.random() * 2 ** 31);
  const gate = pg.db.system('test.hold', async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [key]);
    await new Promise<void>((resolve) => (open = resolve));
  });
  let open = () => undefined as void;
  while (!(await pg.db.read('select 1 from pg_locks where locktype = $1 and objid = $2 and granted', ['advisory', key])).length);
  const stuck = Promise.all(Array.from({ length: times }, (_, i) => on(lane, `${i}`, () => pg.db.run(caller(lane), (tx) => tx.query('select pg_advisory_xact_lock($1)', [key])))));
  return async () => {
    open();
    await Promise.all([gate, stuck]);
  };
}
const caller = (lane: Lane) => ({ actor: { login: 'x', roles: [], permissions: new Set<string>() } as never, act: `test.${lane}`, ip: '', requestId: '1', language: 'zh' as const });

test.each(names)('while %s is full the other lanes go on', async (full) => {
  const release = await held(full, widthOf(full, 16) - (full === 'own' ? 1 : 0));
  for (const lane of names.filter((one) => one !== full))
    expect(await on(lane, 'a', () => pg.db.read<{ lane: string }>(`select current_setting('application_name') as lane`))).toEqual([{ lane: `tianping ${lane}` }]);
  await release();
});

test('negative control: one who waits for a full lane waits', async () => {
  const release = await held('slow', widthOf('slow', 16));
  let done = false;
  const waiting = on('slow', 'a', () => pg.db.read('select 1')).then(() => (done = true));
  await on('public', 'a', () => pg.db.read('select pg_sleep(0.2)'));
  expect(done).toBe(false);
  await release();
  await waiting;
});

test('each lane’s statements and waits for locks end', async () => {
  const settings = (lane: Lane) =>
    on(lane, 'a', () => pg.db.read<{ s: string; l: string }>(`select current_setting('statement_timeout') as s, current_setting('lock_timeout') as l, current_setting('timezone') as zone`));
  const seconds = (ms: number) => (ms % 60_000 === 0 ? `${ms / 60_000}min` : `${ms / 1000}s`);
  for (const lane of names) expect(await settings(lane)).toEqual([{ s: seconds(LANES[lane].statementMs), l: seconds(LANES[lane].lockMs), zone: 'UTC' }]);
  expect(Math.max(...names.filter((lane) => lane !== 'own').map((lane) => LANES[lane].statementMs))).toBeLessThanOrEqual(20_000);
});

test.each([
  [`set local statement_timeout = 50`, 'select pg_sleep(10)'],
  [`set local lock_timeout = 50`, 'lock table account in access exclusive mode'],
])('%s: what was ended is told as busy, and nothing of it is left', async (limit, statement) => {
  let free = () => undefined as void;
  let holder: Promise<void> | undefined;
  await new Promise<void>((locked) => {
    holder = pg.db.system('test.hold', async (tx) => {
      await tx.query('lock table account in access exclusive mode');
      locked(); // the attempt begins after this, or it might take the lock first
      await new Promise<void>((resolve) => (free = resolve));
    });
  });
  const attempt = pg.db.system('test.wait', async (tx) => {
    await tx.query(limit);
    await tx.query(statement);
  });
  expect(told(await attempt.catch((error: unknown) => error))).toBe('platform.try-again');
  free();
  await holder;
  expect(await pg.db.read('select 1 as one')).toEqual([{ one: 1 }]);
});

describe('a database that hangs', () => {
  test('keeps a request no longer than its lane allows, and tells it', async () => {
    const line = await deadLine(pg.url);
    const db = new Db({ options: { url: line.url }, isInitialized: false } as never);
    await on('public', 'a', () => db.read('select 1'));
    line.cut();
    const began = performance.now();
    const known = on('public', 'a', () => db.read('select 1')); // on a connection that stands
    const fresh = on('slow', 'a', () => db.read('select 1')); // on one that has to be made
    expect(told(await fresh.catch((error: unknown) => error))).toBe('http.unavailable');
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS);
    expect(told(await known.catch((error: unknown) => error))).toBe('http.unavailable');
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS);
    line.stop();
    await db.close();
  });
});

// negative control: with the listener taken off whatever became of the connection, the late error of a write ended the process
/** A connection as its pool hands it out, with its server's end gone before anybody works on it. */
async function lostOnTheWay(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const gone = client.listenerCount('error') > 0 ? new Promise<void>((resolve) => client.once('end', () => resolve())) : undefined;
  if (gone) await pg.owner.read('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await gone;
  return client;
}

test.each(['requests', 'the queue'])('somebody listens to a connection of %s from its first moment to after its end', async (whose) => {
  const config = { connectionString: pg.url };
  const pool = whose === 'requests' ? listened(new Pool(config)) : new QueuePool(config);
  const client = await lostOnTheWay(pool);
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect(client.emit('error', new Error('write EPIPE'))).toBe(true);
  await pool.end();
});

test('negative control: nobody listens to what a plain pool hands out', async () => {
  const pool = new Pool({ connectionString: pg.url });
  const client = await lostOnTheWay(pool);
  expect(client.listenerCount('error')).toBe(0);
  client.release();
  await pool.end();
});
