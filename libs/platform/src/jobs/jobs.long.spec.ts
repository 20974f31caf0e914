import { setTimeout as sleep } from 'node:timers/promises';
import { openTestDb, type TestDb } from '@test/setup/database';
import { until } from '@test/setup/patience';
import { describeWithRedis, startRedis, type TestRedis } from '@test/setup/redis';
import { Jobs } from './jobs';

let database: TestDb;
const open: Jobs[] = [];
const errors: unknown[] = [];

beforeEach(async () => {
  database = await openTestDb();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((jobs) => jobs.stop()));
  await database?.close();
  errors.splice(0);
});

function jobsOn(redisUrl: string | undefined, work = true): Jobs {
  const jobs = new Jobs({ db: database.db, databaseUrl: database.url, redisUrl, work, onError: (error) => errors.push(error) });
  open.push(jobs);
  return jobs;
}

const HOUR = 3_600_000;

/** Holds on both backends; `redis` is asked when the tests run. */
function suite(redis: () => string | undefined): void {
  test('a job runs by itself, again and again', async () => {
    let runs = 0;
    const jobs = jobsOn(redis());
    jobs.define({ name: 'sweep', everyMs: 200, run: async () => (runs += 1) });
    await jobs.start();
    await until(() => runs >= 3);
    expect(errors).toEqual([]);
  });

  test('asked by a process that does not work jobs off, it runs at once where they are worked off', async () => {
    let runs = 0;
    const worker = jobsOn(redis());
    worker.define({ name: 'sum', everyMs: HOUR, run: async () => (runs += 1) });
    await worker.start();
    await until(() => runs === 1); // the schedule's first
    const asker = jobsOn(redis(), false);
    await asker.start();
    await asker.ask('sum');
    await until(() => runs === 2);
  });

  test('many asks before it starts are one run', async () => {
    let runs = 0;
    const asker = jobsOn(redis(), false);
    await asker.start();
    for (let i = 0; i < 20; i += 1) await asker.ask('sum');
    const worker = jobsOn(redis());
    worker.define({ name: 'sum', everyMs: HOUR, run: async () => (runs += 1) });
    await worker.start();
    await until(() => runs >= 2);
    await sleep(500); // a run more would come now
    expect(runs).toBe(2); // the asks', and the schedule's first
  });

  test('asks while it runs are one run more, not lost: what it has read already may be old', async () => {
    let runs = 0;
    let gate = Promise.resolve();
    let openGate = () => undefined as void;
    const jobs = jobsOn(redis());
    jobs.define({ name: 'sum', everyMs: HOUR, run: () => ((runs += 1), gate) });
    await jobs.start();
    await until(() => runs === 1);
    gate = new Promise((resolve) => (openGate = resolve));
    await jobs.ask('sum');
    await until(() => runs === 2);
    for (let i = 0; i < 20; i += 1) await jobs.ask('sum');
    await sleep(300); // one too many would come now
    expect(runs).toBe(2);
    openGate();
    // negative control: with plain deduplication (no keepLastIfActive) it stayed at two
    await until(() => runs === 3);
    await sleep(300); // one too many would come now
    expect(runs).toBe(3);
  });

  // negative control: three stood side by side, and nothing else ran until one of them was over
  test('a run that lasts stands alone, and what came for it meanwhile is one run more', async () => {
    let [runs, others, together, most] = [0, 0, 0, 0];
    let end = () => undefined as void;
    const long = new Promise<void>((resolve) => (end = resolve));
    const jobs = jobsOn(redis());
    jobs.define({
      name: 'long',
      everyMs: 200,
      run: async () => {
        runs += 1;
        most = Math.max(most, (together += 1));
        await long;
        together -= 1;
      },
    });
    jobs.define({ name: 'other', everyMs: 200, run: async () => (others += 1) });
    await jobs.start();
    await until(() => others >= 8);
    expect([runs, most]).toEqual([1, 1]);
    end();
    await until(() => runs >= 2);
    expect(most).toBe(1);
    expect(errors).toEqual([]);
  });

  test('a run that fails is told, and does not stop the next', async () => {
    let runs = 0;
    const jobs = jobsOn(redis());
    jobs.define({
      name: 'shaky',
      everyMs: 200,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('shaken');
      },
    });
    await jobs.start();
    await until(() => runs >= 2 && errors.length > 0); // a run that is over is told a moment later
    expect(errors).toMatchObject([{ message: 'shaken' }]);
  });

  test('two processes that work jobs off do not double a schedule', async () => {
    let runs = 0;
    const both = [jobsOn(redis()), jobsOn(redis())];
    for (const jobs of both) {
      jobs.define({ name: 'sweep', everyMs: 1_000, run: async () => (runs += 1) });
      await jobs.start();
    }
    const began = performance.now();
    await until(() => runs >= 6);
    expect(runs).toBeLessThanOrEqual(2 + (performance.now() - began) / 1_000); // two a second come to six in three
  });

  test('what was asked while no worker ran is done by the next one', async () => {
    let runs = 0;
    const asker = jobsOn(redis(), false);
    await asker.start();
    await asker.ask('late');
    await asker.stop();
    open.splice(open.indexOf(asker), 1);
    const worker = jobsOn(redis());
    worker.define({ name: 'late', everyMs: HOUR, run: async () => (runs += 1) });
    await worker.start();
    await until(() => runs >= 1);
  });
}

describe('on PostgreSQL', () => {
  suite(() => undefined);

  test('queue and jobs lie in their own schema of the same database', async () => {
    const jobs = jobsOn(undefined, false);
    await jobs.start();
    await jobs.ask('anything');
    const other = jobsOn(undefined);
    await other.start();
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([{ message: 'no handler for the job anything' }]);
  });
});

describeWithRedis('on Redis', () => {
  let redis: TestRedis;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((jobs) => jobs.stop()));
    await redis?.stop();
  });
  suite(() => redis.url);

  /** A worker, and a process that only serves and answers for the health of the whole. */
  async function workerAndServer(onRun: () => unknown) {
    const both = [jobsOn(redis.url), jobsOn(redis.url, false)] as const;
    for (const jobs of both) {
      jobs.define({ name: 'sweep', everyMs: 200, run: async () => onRun() });
      jobs.define({ name: 'daily', everyMs: 24 * HOUR, run: async () => undefined });
      await jobs.start();
    }
    return both;
  }

  test.each(['flush', 'restart'] as const)('that comes back empty (%s): what is due is known to be late at once, and runs again soon', async (how) => {
    let runs = 0;
    const [, server] = await workerAndServer(() => (runs += 1));
    await until(() => runs >= 3);
    expect([...(await server.late())]).toEqual([]);
    await redis[how]();
    expect([...(await server.late())]).toEqual(['sweep', 'daily']);
    const before = runs;
    await until(() => runs >= before + 3);
    await until(async () => (await server.late()).size === 0);
    expect((await server.states()).map(({ name, late }) => ({ name, late }))).toEqual([
      { name: 'sweep', late: false },
      { name: 'daily', late: false },
    ]);
  });

  test('negative control: where nobody works jobs off, nothing comes back, and health goes on saying so', async () => {
    const [worker, server] = await workerAndServer(() => undefined);
    await worker.stop();
    open.splice(open.indexOf(worker), 1);
    await redis.flush();
    await sleep(6_000); // it would be back within five seconds where somebody worked
    expect([...(await server.late())]).toEqual(['sweep', 'daily']);
  });
});

test('when a job last ran is kept apart from the queue; one that hangs, and one that nobody runs, is late by the database’s clock', async () => {
  const jobs = jobsOn(undefined);
  let letGo = () => undefined as void;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  jobs.define({ name: 'sound', everyMs: 200, run: async () => undefined });
  jobs.define({ name: 'hangs', everyMs: HOUR, run: () => held });
  await jobs.start();
  const ran = async () => (await jobs.states()).find(({ name }) => name === 'sound')!.lastRunAt;
  const began = Date.now();
  const at = Date.parse((await until(ran))!);
  expect([at >= began - 60_000, at <= Date.now() + 60_000]).toEqual([true, true]); // the database's clock, which may be another machine's
  expect([...(await jobs.late())]).toEqual([]);
  // as though two hours had gone by
  await database.db.write(`update job_run set known_at = known_at - interval '2 hours', ended_at = ended_at - interval '2 hours' where name = 'hangs'`);
  expect([...(await jobs.late())]).toEqual(['hangs']);
  letGo();
  await until(async () => (await jobs.late()).size === 0);
});

test('two handlers for one job are refused', () => {
  const jobs = jobsOn(undefined);
  jobs.define({ name: 'one', everyMs: HOUR, run: async () => undefined });
  expect(() => jobs.define({ name: 'one', everyMs: HOUR, run: async () => undefined })).toThrow('two handlers for the job one');
});
