import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { end, isRunning, makeBase, makeCheckout, type Run, sql, startRun } from './embedded.fixtures';
import { isAlive, markOf } from './process';

let base: string;
let checkout: string;
const runs: Run[] = [];

beforeEach(() => {
  base = makeBase();
  checkout = makeCheckout(join(base, 'checkout'), 'linked');
});
afterEach(async () => {
  for (const run of runs.splice(0)) {
    if (isRunning(run.child.pid!)) await end(run, 'SIGTERM');
    if (isRunning(run.server)) process.kill(run.server, 'SIGQUIT');
  }
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
});

async function start(kind: 'throwaway' | 'kept', dir = join(base, 'data'), from = checkout): Promise<Run> {
  const run = await startRun(from, base, kind, dir);
  runs.push(run);
  return run;
}

const CHINESE = `select show_trgm('市政道路改造') <> '{}' as trigrams, current_setting('server_encoding') as encoding`;

test('it starts, works in Chinese, stops, and keeps its data', async () => {
  const first = await start('kept');
  await sql(first.url, `create extension pg_trgm; create table kept as select '留下' as word`);
  expect(await sql(first.url, CHINESE)).toEqual([{ trigrams: true, encoding: 'UTF8' }]);
  await end(first, 'SIGTERM');
  expect(isRunning(first.server)).toBe(false);
  expect(await sql((await start('kept')).url, 'select word from kept')).toEqual([{ word: '留下' }]);
});

test('the orphan of a killed run is ended by the next one, and no committed row is lost', async () => {
  const killed = await start('kept');
  await sql(killed.url, 'create table kept as select generate_series(1, 1000) as n');
  await end(killed, 'SIGKILL');
  // negative control: nobody has ended PostgreSQL yet, it is really an orphan
  expect(isRunning(killed.server)).toBe(true);
  const next = await start('kept');
  expect([isRunning(killed.server), next.server === killed.server]).toEqual([false, false]);
  expect(await sql(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
});

test('when PostgreSQL was killed with its run, the next one recovers', async () => {
  const killed = await start('kept');
  await sql(killed.url, 'create table kept as select 1 as n');
  process.kill(killed.server, 'SIGKILL');
  await end(killed, 'SIGKILL');
  expect(await sql((await start('kept')).url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a lock file whose number is now that of another process is no lock', async () => {
  const first = await start('kept');
  await sql(first.url, 'create table kept as select 1 as n');
  const lock = join(base, 'data', 'postgres', 'postmaster.pid');
  const held = readFileSync(lock, 'utf8');
  await end(first, 'SIGTERM');
  writeFileSync(lock, held.replace(/^\d+/, String(process.pid)));
  expect(await sql((await start('kept')).url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a folder where another run works is left alone, and the message names it', async () => {
  const first = await start('kept');
  const refused = start('kept');
  await expect(refused).rejects.toThrow(new RegExp(`HomeInUse: .*${base}/data .*DATA_DIR`));
  await expect(refused).rejects.toThrow(`process ${first.child.pid}, ${first.url})`);
  expect(await sql(first.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a stranger that has got the number of a dead owner does not keep the folder', async () => {
  const mark = markOf(process.pid);
  expect([isAlive(mark), isAlive({ ...mark, started: '1' })]).toEqual([true, false]);
  mkdirSync(join(base, 'data'));
  writeFileSync(join(base, 'data', 'owner.json'), JSON.stringify({ pid: process.pid, started: '1' }));
  expect(await sql((await start('kept')).url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('what killed throwaway runs left is cleared; a living one is not touched', async () => {
  const [killed, living] = [await start('throwaway'), await start('throwaway')];
  await end(killed, 'SIGKILL');
  const next = await start('throwaway');
  expect([existsSync(killed.home), isRunning(killed.server)]).toEqual([false, false]);
  expect([existsSync(living.home), isRunning(living.server), next.home === living.home]).toEqual([true, true, false]);
  expect(await sql(living.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('two side by side have a port each, and the well-known port may be taken', async () => {
  const squatter: Server = createServer().on('error', () => undefined);
  await new Promise<void>((resolve) => squatter.listen(5432, '127.0.0.1', resolve).once('error', () => resolve()));
  const both = await Promise.all([start('kept', join(base, 'one')), start('kept', join(base, 'two'))]);
  expect(new Set(both.map((run) => run.url)).size).toBe(2);
  await Promise.all(both.map((run, i) => sql(run.url, `create table t${i} ()`)));
  squatter.close();
});

test('data below a folder that is closed to others', async () => {
  mkdirSync(join(base, 'closed'), { mode: 0o700 });
  expect(await sql((await start('kept', join(base, 'closed', 'data'))).url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a whole checkout below such a folder, install scripts skipped: the binaries are copied and linked', async () => {
  mkdirSync(join(base, 'home'), { mode: 0o700 });
  const closed = makeCheckout(join(base, 'home', 'checkout'), 'copied without links');
  const first = await start('kept', join(closed, 'var'), closed);
  expect(await sql(first.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await end(first, 'SIGTERM');
  chmodSync(join(base, 'home'), 0o755);
  expect(await sql((await start('kept', join(closed, 'var'), closed)).url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('install scripts skipped: the missing links are made', async () => {
  const skipped = makeCheckout(join(base, 'skipped'), 'copied without links');
  expect(await sql((await start('kept', join(base, 'data'), skipped)).url, 'select 1 as n')).toEqual([{ n: 1 }]);
});
