import type { Db } from '../db';
import type { Jobs } from '../jobs';
import type { DiskSpace } from '../storage';
import { readinessOf } from './readiness';

const SECRET = 'password authentication failed for user "tianping_app" at 10.1.2.3';

function asked(probe: () => Promise<void>) {
  return readinessOf({ probe, full: false } as unknown as Db, { late: async () => [] } as unknown as Jobs, { state: async () => 'ok' } as unknown as DiskSpace);
}

let written: string[];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

// negative control: with `detail: error.message` the first look fails
test('strangers are told that a part is down, and the log why, once for as long as it lasts', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }); // twice within ten seconds, it is told at their end (log.ts)
  let broken = true;
  const ready = asked(async () => {
    if (broken) throw new Error(SECRET);
  });
  const told = await ready();
  expect(told).toMatchObject({ status: 'unavailable', reason: 'database' });
  expect(told.checks[0]).toEqual({ name: 'database', state: 'down', detail: expect.stringContaining('the log of the platform says why') });
  expect(JSON.stringify(told)).not.toMatch(/tianping_app|10\.1\.2\.3/);
  jest.advanceTimersByTime(11_000);
  await ready();
  expect(written.filter((line) => line.includes(SECRET))).toHaveLength(1);
  broken = false;
  expect((await ready()).status).toBe('ok');
  broken = true;
  await ready();
  jest.advanceTimersByTime(10_000);
  expect(written.filter((line) => line.includes(SECRET))).toHaveLength(2);
});
