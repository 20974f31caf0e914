import type { Db } from '../db';
import type { Jobs } from '../jobs';
import type { DiskSpace } from '../storage';
import { readinessOf } from './readiness';

const SECRET = 'password authentication failed for user "tianping_app" at 10.1.2.3';

const asked = (probe: () => Promise<void>, freshMs = 0) =>
  readinessOf({ probe, full: false } as unknown as Db, { late: async () => [] } as unknown as Jobs, { state: async () => 'ok' } as unknown as DiskSpace, freshMs);

let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => jest.restoreAllMocks());

// negative control: with `detail: error.message` the first look fails
test('strangers are told that a part is down, and the log why, once for as long as it lasts', async () => {
  let broken = true;
  const ready = asked(async () => {
    if (broken) throw new Error(SECRET);
  });
  const told = await ready();
  expect(told).toMatchObject({ status: 'unavailable', reason: 'database' });
  expect(told.checks[0]).toEqual({ name: 'database', state: 'down', detail: expect.stringContaining('the log of the platform says why') });
  expect(JSON.stringify(told)).not.toMatch(/tianping_app|10\.1\.2\.3/);
  await ready();
  expect(written.filter((line) => line.includes(SECRET))).toHaveLength(1);
  broken = false;
  expect((await ready()).status).toBe('ok');
  broken = true;
  await ready();
  expect(written.filter((line) => line.includes(SECRET))).toHaveLength(2);
});

// negative control: with an answer of its own for each, a hundred who ask in a row cost a hundred
test('whoever asks soon after another is told the same, and nothing is asked for it', async () => {
  let [broken, times] = [false, 0];
  const probe = async () => {
    times += 1;
    if (broken) throw new Error(SECRET);
  };
  const hasty = asked(probe, 60_000);
  for (let i = 0; i < 100; i += 1) await hasty();
  expect(times).toBe(1);
  const fresh = asked(probe);
  for (let i = 0; i < 100; i += 1) await fresh();
  expect(times).toBe(101);
  broken = true;
  expect([(await hasty()).status, (await fresh()).status]).toEqual(['ok', 'unavailable']);
});
