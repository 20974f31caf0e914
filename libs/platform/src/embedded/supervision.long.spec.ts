import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { eventually } from '@test/setup/patience';
import { end, isRunning, makeBase, makeCheckout, type Run, serverOf, sql, startRun } from './embedded.fixtures';

let base: string;
let run: Run;

beforeEach(async () => {
  base = makeBase();
  run = await startRun(makeCheckout(join(base, 'checkout'), 'linked'), base, 'kept', join(base, 'data'));
});
afterEach(async () => {
  const { child } = run;
  if (child.exitCode === null && child.signalCode === null) await end(run, 'SIGTERM');
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
});

/** Ends the server that runs now, without a warning; false when there is none. */
function breakDown(): boolean {
  try {
    const server = serverOf(run.home);
    return isRunning(server) && process.kill(server, 'SIGKILL');
  } catch {
    return false;
  }
}

const answers = () => eventually(() => sql(run.url, 'select count(*)::int as n from kept'));

test('killed, it is started again on the same data at the same address, and a pool reconnects', async () => {
  await sql(run.url, 'create table kept as select generate_series(1, 1000) as n');
  const pool = new Pool({ connectionString: run.url, max: 2 });
  pool.on('error', () => undefined);
  try {
    await pool.query('select 1');
    const first = run.server;
    breakDown();
    expect(await answers()).toEqual([{ n: 1000 }]);
    expect(await eventually(async () => (await pool.query('select 1 as n')).rows)).toEqual([{ n: 1 }]);
    expect([isRunning(first), isRunning(serverOf(run.home)), serverOf(run.home) === first]).toEqual([false, true, false]);
    expect(run.said()).toMatch(/内置 PostgreSQL 中断.*SIGKILL/);
  } finally {
    await pool.end();
  }
});

test('a backend that hangs does not keep it from starting anew', async () => {
  await sql(run.url, 'create table kept as select 1 as n');
  const [stuck] = (await sql(run.url, `select pid from pg_stat_activity where backend_type = 'checkpointer'`)) as [{ pid: number }];
  process.kill(stuck.pid, 'SIGSTOP');
  breakDown();
  expect(await answers()).toEqual([{ n: 1 }]);
  expect(isRunning(stuck.pid)).toBe(false);
});

test('when it breaks down again and again the process ends, with a reason in both languages', async () => {
  const ended = once(run.child, 'exit');
  let going = true;
  void ended.then(() => (going = false));
  const killed = new Set<number>();
  while (going) {
    const server = await sql(run.url, 'select 1').then(
      () => serverOf(run.home),
      () => undefined,
    );
    if (server && breakDown()) killed.add(server);
    await sleep(20);
  }
  expect((await ended)[0]).toBe(3);
  expect(killed.size).toBe(6); // five are mended
  expect(run.said()).toMatch(/内置 PostgreSQL 接连中断 6 次，平台停止运行[^]*The built-in PostgreSQL broke down 6 times in a row; the platform ends/);
});

test('told to stop while it is being mended, it leaves no server behind', async () => {
  for (let count = 0; count < 4; ) {
    if (breakDown()) count += 1;
    await sleep(20);
  }
  await end(run, 'SIGTERM'); // within the pause, or while the server starts
  expect(run.child.exitCode).toBe(0);
  expect(breakDown()).toBe(false);
});
