import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { Db } from '@platform/db';
import { READY_LIMIT_MS, type Readiness } from '@platform/http/readiness';
import { startInstallation } from '../../apps/cli/src/launch';
import { signIn } from '../../apps/cli/src/play/people';
import type { Running } from '../../apps/cli/src/running';
import { closeConnections } from '../journeys/world';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { deadLine } from '../setup/dead-line';
import { tenTimes, until } from '../setup/patience';
import { processIn } from '../setup/pid';
import { type ServedProcess, serveInProcess } from '../setup/process';

/** A database that breaks down or hangs: the platform says so in time, and goes on when it is back. */
afterAll(() => closeConnections());

interface Asked {
  status: number;
  tookMs: number;
  told: Readiness;
}

async function ready(url: string): Promise<Asked> {
  const began = performance.now();
  const answer = await fetch(`${url}/health/ready`, { headers: { connection: 'close' } });
  const told = (await answer.json()) as Readiness;
  return { status: answer.status, tookMs: performance.now() - began, told };
}

/** Asks until the answer is such a one, and gives it. */
const untilMet = async <T>(ask: () => Promise<T>, met: (got: T) => boolean): Promise<T> =>
  (
    await until(async () => {
      const got = await ask();
      return met(got) && { got };
    })
  ).got;

const OUT = { status: 503, told: { status: 'unavailable', reason: 'database' } };

describe('the built-in one', () => {
  let dir: string;
  let server: ServedProcess;
  const data = () => join(dir, 'var', 'postgres');
  const postmaster = () => processIn(join(data(), 'postmaster.pid'));

  /** All its processes. */
  function processes(): number[] {
    const real = realpathSync(data());
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readlinkSync(`/proc/${pid}/cwd`) === real;
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'database-chaos-'));
    server = await serveInProcess({ DATA_DIR: join(dir, 'var'), DATABASE_URL: '', LOG_LEVEL: 'silent' });
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  async function query<T extends QueryResultRow>(sql: string): Promise<T[]> {
    const client = new Client({ connectionString: `postgres://tianping@localhost/tianping?host=${encodeURIComponent(data())}` });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }
  const lastRun = async () => (await query<{ at: Date | null }>(`select ended_at as at from job_run where name = 'statistics.count'`))[0]?.at?.getTime() ?? 0;

  test('killed: it is there again, people sign in, jobs run', async () => {
    expect(
      (
        await untilMet(
          () => ready(server.url),
          ({ told }) => told.checks.every(({ state }) => state === 'ok'),
        )
      ).status,
    ).toBe(200);
    await query('checkpoint'); // this one does not flush by itself
    process.kill(postmaster(), 'SIGKILL');
    const back = await untilMet(
      () => ready(server.url),
      ({ status }) => status === 200,
    );
    expect(back).toMatchObject({ status: 200, told: { status: 'ok' } });
    expect(
      (
        await untilMet(
          () => signIn(server.url, 'sys.security.1', server.password).catch(() => undefined),
          (client) => !!client,
        )
      )?.token,
    ).toBeTruthy();
    const before = await lastRun();
    expect(await untilMet(lastRun, (at) => at > before)).toBeGreaterThan(before);
  });

  test('stopped in the middle of everything: readiness answers in time and says why; let go, it serves again', async () => {
    expect((await ready(server.url)).status).toBe(200);
    const all = processes();
    expect(all.length).toBeGreaterThan(5);
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    // many ask at once, as proxies do: what hangs is waited for once, and nobody's answer is late
    for (let round = 0; round < 3; round += 1)
      for (const asked of await Promise.all(Array.from({ length: 20 }, () => ready(server.url)))) {
        expect(asked).toMatchObject(OUT);
        expect(asked.told.checks[0]!.detail).not.toBe('');
        expect(asked.tookMs).toBeLessThan(tenTimes(READY_LIMIT_MS));
      }
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    for (const pid of all) process.kill(pid, 'SIGCONT');
    expect(
      (
        await untilMet(
          () => ready(server.url),
          ({ status }) => status === 200,
        )
      ).status,
    ).toBe(200);
  });

  test('not to be kept running: the process ends with a reason and a code that is not 0', async () => {
    const ended = once(server.child, 'exit');
    let going = true;
    void ended.then(() => (going = false));
    while (going) {
      try {
        process.kill(postmaster(), 'SIGKILL');
      } catch {
        // between two
      }
      await sleep(50);
    }
    expect((await ended)[0]).toBe(1);
    expect(server.said()).toMatch(/平台停止运行[^]*the platform ends/);
  });
});

describe('behind a line that swallows everything', () => {
  let database: TestDatabase;
  let home: string;
  let running: Running;
  let line: Awaited<ReturnType<typeof deadLine>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    home = mkdtempSync(join(tmpdir(), 'database-chaos-'));
    line = await deadLine(database.url);
    const env = { DATA_DIR: home, ...demonstrationOn({ url: line.url, ownerUrl: database.ownerUrl }), PORT: '0', LOG_LEVEL: 'silent' };
    running = await startInstallation({ env, durable: false });
  });
  afterAll(async () => {
    line?.stop();
    await running?.stop();
    await database?.drop();
    rmSync(home, { recursive: true, force: true });
  });

  // negative control: without limits of its own, and without `#keepWorking`, the queue waited on its dead connections for ever, and nothing was closed or timed out again
  // it comes first: the line dies while the queue subscribes to what is told, just after the start
  test('the jobs go on, once what hung has come to its end', async () => {
    line.cut();
    await sleep(5_000); // each connection of the queue asks something within it
    line.mend();
    const owner = new Client({ connectionString: database.ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
    const asked = `select clock_timestamp() + interval '5 seconds' as at`; // later than what may have been under way
    const { at } = (await owner.query<{ at: Date }>(asked)).rows[0]!;
    const ran = async () => (await owner.query('select 1 from job_run where name = $1 and ended_at > $2', ['bidding.close', at])).rowCount === 1;
    // a minute without a run goes by before the queue is read anew: longer than a test waits for one thing
    const waited = () => until(ran).catch(() => false);
    expect((await waited()) || (await waited()) || (await waited())).toBe(true);
    await owner.end();
  }, 240_000);

  test('readiness answers in time, more often than the pool has connections; on a new line it is ready, though the old ones stay dead', async () => {
    expect((await ready(running.url)).status).toBe(200);
    line.cut();
    for (let round = 0; round < 4; round += 1) {
      const asked = await ready(running.url);
      expect(asked).toMatchObject(OUT);
      expect(asked.tookMs).toBeLessThan(tenTimes(READY_LIMIT_MS));
    }
    // negative control: a question without a limit of its own waits on
    const plain = running.app
      .get(Db)
      .read('select 1')
      .then(
        () => 'answered',
        () => 'refused',
      );
    expect(await Promise.race([plain, sleep(READY_LIMIT_MS + 1_000, 'waits')])).toBe('waits');
    line.mend();
    expect(
      (
        await untilMet(
          () => ready(running.url),
          ({ status }) => status === 200,
        )
      ).status,
    ).toBe(200);
  });
});
