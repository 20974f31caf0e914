import { openTestDb, type TestDb } from '@test/setup/database';
import { advanceClock } from './clock';
import { systemCaller } from './caller';
import { markInstallation } from './prepare';

let pg: TestDb;
beforeEach(async () => {
  pg = await openTestDb();
});
afterEach(() => pg?.close());

const now = async () => (await pg.db.read<{ now: Date }>('select tianping_now() as now'))[0]!.now;
const advance = (to: Date) => advanceClock(pg.db, systemCaller('clock.advance'), to);

test('a demonstration moves its clock forward, on the record, and time goes on from there', async () => {
  await markInstallation(pg.ownerUrl, 'demonstration');
  const to = new Date((await now()).getTime() + 30 * 86_400_000);
  await advance(to);
  const reached = await now();
  expect(reached.getTime() - to.getTime()).toBeGreaterThanOrEqual(0);
  expect(reached.getTime() - to.getTime()).toBeLessThan(60_000);
  expect(await pg.db.read(`select 1 from audit_entry where act = 'clock.advance'`)).toHaveLength(1);
});

test('never backwards', async () => {
  await markInstallation(pg.ownerUrl, 'demonstration');
  await expect(advance(new Date((await now()).getTime() - 1_000))).rejects.toThrow('platform.clock-only-forward');
});

test('never in production, and the database itself forbids an offset there', async () => {
  await markInstallation(pg.ownerUrl, 'production');
  await expect(advance(new Date((await now()).getTime() + 1_000))).rejects.toThrow('platform.clock-only-in-demonstration');
  await expect(pg.db.write(`update installation set clock_offset = interval '1 second'`)).rejects.toThrow('check constraint');
  await expect(pg.db.write(`update installation set kind = 'demonstration'`)).rejects.toThrow('permission denied');
});

test('a database is marked once; another mark is refused and says what to do', async () => {
  await markInstallation(pg.ownerUrl, 'production');
  await markInstallation(pg.ownerUrl, 'production');
  await expect(markInstallation(pg.ownerUrl, 'demonstration')).rejects.toThrow(/INSTALLATION=demonstration: .*this database belongs to a production installation/);
});

test('a demonstration may start at a given moment', async () => {
  const start = new Date('2026-03-02T01:00:00Z');
  await markInstallation(pg.ownerUrl, 'demonstration', start);
  expect((await now()).getTime() - start.getTime()).toBeLessThan(60_000);
});
