import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries, makeFolder, serverUser } from './binaries';
import { eventually } from '@test/setup/patience';
import { end, isRunning, makeBase, makeCheckout, type Run, serverOf, sql, startRun } from './embedded.fixtures';
import { asApplication } from './access';

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

async function start(dir = join(base, 'data')): Promise<Run> {
  const run = await startRun(checkout, base, 'kept', dir);
  runs.push(run);
  return run;
}

const RULES = `select type, user_name as users, auth_method as how from pg_hba_file_rules where error is null`;
const CLOSED = [{ type: 'local', users: ['tianping', 'tianping_app'], how: 'peer' }];

test('one way in, by the socket and by who one is; no port is open', async () => {
  const { url } = await start();
  expect(await sql(url, RULES)).toEqual(CLOSED);
  expect(await sql(url, `select setting from pg_settings where name = 'listen_addresses'`)).toEqual([{ setting: '' }]);
  await sql(url, 'create role tianping_app login');
  expect(await sql(asApplication(url), 'select current_user::text as who')).toEqual([{ who: 'tianping_app' }]);
});

/** Loads what it needs, becomes another user of the machine, and tries to come in: what it met is printed. */
const STRANGER = `const { Client } = require(process.argv[1]);
process.setgroups([]); process.setgid(65534); process.setuid(65534);
const client = new Client({ connectionString: process.argv[2] });
client.on('error', () => undefined);
client.connect().then(() => client.query('select current_user::text as who')).then(({ rows }) => console.log('in as ' + rows[0].who), ({ message }) => console.log(message)).then(() => process.exit());`;

const missing = process.getuid?.() === 0 ? '' : 'only root can act as another';
(missing ? describe.skip : describe)(`another user of the machine${missing && ` (skipped: ${missing})`}`, () => {
  const attempt = (url: string): string => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', STRANGER, require.resolve('pg'), url], { cwd: '/', encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    return stdout + stderr;
  };

  test('does not reach the socket, and is nobody there when he does', async () => {
    const { url, home } = await start();
    expect(attempt(url)).toMatch(/connect EACCES/);
    const data = join(home, 'postgres');
    for (const path of [home, data]) chmodSync(path, 0o755);
    chmodSync(join(data, '.s.PGSQL.5432'), 0o777);
    expect(attempt(url)).toMatch(/^Peer authentication failed for user/i);
    // negative control: with the rule of earlier versions he is a superuser
    writeFileSync(join(data, 'pg_hba.conf'), 'local all all trust\n');
    await sql(url, 'select pg_reload_conf()');
    await eventually(() => expect(attempt(url)).toBe('in as tianping\n'));
  });
});

/** A data folder as earlier versions made it: whoever comes is trusted. */
async function trustingFolder(dir: string): Promise<void> {
  const user = serverUser();
  const bin = join(findBinaries(user), 'bin');
  mkdirSync(dir, { recursive: true });
  const data = join(dir, 'postgres');
  makeFolder(data, user);
  const run = (program: string, words: string[]) => spawn(join(bin, program), words, { ...user, cwd: data, env: { LC_ALL: 'C', PATH: process.env['PATH'] }, stdio: 'ignore' });
  const initdb = run('initdb', ['-D', data, '--username=tianping', '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync']);
  await new Promise((resolve) => initdb.once('close', resolve));
  const server = run('postgres', ['-D', data, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${data}`, '-c', 'port=5432']);
  const url = `postgres://tianping@localhost/postgres?host=${encodeURIComponent(data)}`;
  await eventually(() => sql(url, `create table kept as select '留下' as word`));
  expect(await sql(url, RULES)).not.toEqual(CLOSED); // negative control: it was open
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('close', resolve));
}

test('a data folder of an earlier version, which trusted everybody, is closed and keeps its data', async () => {
  const dir = join(base, 'old');
  await trustingFolder(dir);
  const { url } = await start(dir);
  expect([await sql(url, RULES), await sql(url, 'select word from kept')]).toEqual([CLOSED, [{ word: '留下' }]]);
});

test('a link that lies where the rules are written is replaced, not followed', async () => {
  const first = await start();
  await end(first, 'SIGTERM');
  const [rules, victim] = [join(first.home, 'postgres', 'pg_hba.conf'), join(base, 'victim')];
  writeFileSync(victim, 'mine');
  for (const path of [rules, `${rules}.new`]) {
    rmSync(path, { force: true });
    symlinkSync(victim, path);
  }
  expect(await sql((await start()).url, RULES)).toEqual(CLOSED);
  expect([readFileSync(victim, 'utf8'), lstatSync(rules).isSymbolicLink()]).toEqual(['mine', false]);
});

test('a path longer than an address may be; other processes of the same user reach it too', async () => {
  const run = await start(join(base, 'x'.repeat(80), 'y'.repeat(80)));
  expect(run.url).toContain(encodeURIComponent(`/proc/${run.child.pid}/fd/`));
  expect(await sql(run.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  // and after a restart of the server, by the same address
  process.kill(serverOf(run.home), 'SIGKILL');
  expect(await eventually(() => sql(run.url, 'select 1 as n'))).toEqual([{ n: 1 }]);
});
