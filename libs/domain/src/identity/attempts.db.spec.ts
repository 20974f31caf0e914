import { BusinessError } from '@kernel';
import { openTestDb, type TestDb } from '@test/setup/database';
import { Attempts, type Meter } from './attempts';

let pg: TestDb;
let attempts: Attempts;
let serial = 0;
beforeAll(async () => {
  pg = await openTestDb();
  attempts = new Attempts(pg.db);
});
afterAll(() => pg?.close());

const HOUR = 3_600_000;
/** Waits of hours: however slow this machine is, none ends within a test. */
const meterOf = (change: Partial<Meter> = {}): Meter => ({ key: `meter ${(serial += 1)}`, free: 3, firstMs: 2 * HOUR, mostMs: 8 * HOUR, forgiveMs: 1000 * HOUR, ...change });
/** Hours to wait; 0 where it was granted. */
const ask = async (...meters: Meter[]): Promise<number> => {
  try {
    await attempts.take(meters);
    return 0;
  } catch (error) {
    if (!(error instanceof BusinessError) || error.refusals[0].code !== 'identity.try-later') throw error;
    return Math.round(Number(error.refusals[0].params['seconds']) / 3600);
  }
};
/** As if so much time had passed since the last try. */
const pass = ({ key }: Meter, ms: number) =>
  pg.db.write(`update attempt_meter set free_at = free_at - make_interval(secs => $2), at = at - make_interval(secs => $2) where key = $1`, [key, ms / 1000]);

test('of 400 at once exactly the free ones are granted', async () => {
  const meter = meterOf({ free: 10 });
  const answers = await Promise.all(Array.from({ length: 400 }, () => ask(meter)));
  expect(answers.filter((wait) => wait === 0)).toHaveLength(10);
});

test('negative control: a count without the lock lets through more', async () => {
  const { key } = meterOf();
  const careless = async () => {
    const [row] = await pg.db.read<{ tries: number }>('select tries from attempt_meter where key = $1', [key]);
    if ((row?.tries ?? 0) >= 10) return false;
    await pg.db.write('insert into attempt_meter as m values ($1, 1, clock_timestamp(), clock_timestamp()) on conflict (key) do update set tries = m.tries + 1', [key]);
    return true;
  };
  const granted = await Promise.all(Array.from({ length: 400 }, careless));
  expect(granted.filter(Boolean).length).toBeGreaterThan(10);
});

test('the wait doubles to its limit and no further; nobody is shut out for good', async () => {
  const meter = meterOf();
  const waits: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const wait = await ask(meter);
    waits.push(wait);
    if (wait > 0) await pass(meter, wait * HOUR);
  }
  expect(waits).toEqual([0, 0, 0, 2, 0, 4, 0, 8]);
  expect([await ask(meter), await ask(meter)]).toEqual([0, 8]);
});

test('a refused try costs nothing: who keeps on asking waits no longer for it', async () => {
  const meter = meterOf();
  for (let i = 0; i < 3; i += 1) await ask(meter);
  for (let i = 0; i < 50; i += 1) expect(await ask(meter)).toBeGreaterThan(0);
  await pass(meter, 2 * HOUR);
  expect(await ask(meter)).toBe(0);
});

test('a mistake is forgiven after its time, one by one', async () => {
  const meter = meterOf();
  for (let i = 0; i < 3; i += 1) await ask(meter);
  await pass(meter, 2000 * HOUR);
  expect([await ask(meter), await ask(meter), await ask(meter)]).toEqual([0, 0, 2]);
});

test('several meters grant all or nothing', async () => {
  const [own, shared] = [meterOf({ free: 10 }), meterOf()];
  for (let i = 0; i < 3; i += 1) expect(await ask(own, shared)).toBe(0);
  expect(await ask(own, shared)).toBe(2);
  const rows = await pg.db.read<{ tries: number }>('select tries from attempt_meter where key = $1', [own.key]);
  expect(rows).toEqual([{ tries: 3 }]); // the fourth is not counted under the one that had room
  expect(await ask(own)).toBe(0);
});

test('the right one begins anew, and gives back what it shared', async () => {
  const [own, shared] = [meterOf(), meterOf({ free: 4 })];
  for (let i = 0; i < 3; i += 1) await ask(own, shared);
  await pg.db.system('test.right', async (tx) => attempts.right(tx, [own, shared]));
  expect(await pg.db.read('select key, tries from attempt_meter where key = any($1)', [[own.key, shared.key]])).toEqual([{ key: shared.key, tries: 2 }]);
});

// negative control: free "now" instead lies after the moment from which a try at the same time looks, and refuses somebody who guesses nothing
test('what is given back was free all the while', async () => {
  const [own, shared] = [meterOf(), meterOf({ free: 4 })];
  await ask(own, shared);
  await pg.db.system('test.right', async (tx) => attempts.right(tx, [own, shared]));
  expect(await pg.db.read('select free_at <= at as free from attempt_meter where key = $1', [shared.key])).toEqual([{ free: true }]);
});

test('meters in any order at once end, none waits for another in a circle', async () => {
  const all = Array.from({ length: 4 }, () => meterOf({ free: 10_000 }));
  const shuffled = () => [...all].sort(() => Math.random() - 0.5);
  expect(new Set(await Promise.all(Array.from({ length: 200 }, () => ask(...shuffled()))))).toEqual(new Set([0]));
});
