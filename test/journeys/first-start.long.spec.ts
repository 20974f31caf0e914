import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../setup/patience';
import { startBuilt } from '../setup/process';

/** What the first start of a production installation says is typed into a shell as it stands, by somebody who knows nothing else. */
const SETUP = join(__dirname, '..', 'setup', 'typescript.cjs');
const MAIN = join(__dirname, '..', '..', 'apps', 'cli', 'src', 'main.ts');
// "npx tianping …" and "npm start", from the sources as they stand
const WORDS = `npx() { shift; '${process.execPath}' -r '${SETUP}' '${MAIN}' "$@"; }; npm() { npx tianping start; }`;
/** A machine of production: nothing of it is set but this and a free port. */
const ENV = { PATH: process.env['PATH'], HOME: '/', NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'error' };

let dir: string;
let server: ChildProcess | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'first-start-'));
});
afterEach(async () => {
  const running = server;
  if (running?.exitCode === null) {
    const ended = once(running, 'exit');
    process.kill(-running.pid!, 'SIGTERM');
    await ended;
  }
  server = undefined;
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

function type(script: string): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', `${WORDS}\n${script}`], { cwd: dir, env: ENV, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const typed = (guide: string) =>
  guide
    .split('\n')
    .filter((line) => line.startsWith('     '))
    .map((line) => line.trim());

test('it refuses, names all that is missing in order, and touches nothing', () => {
  const { code, said } = type('npm start');
  expect(code).toBe(1);
  expect(said).toContain('NODE_ENV=production');
  expect(said).not.toMatch(/ at .*\.ts:\d+/);
  const titles = said.split('\n').filter((line) => /^\d\. /.test(line));
  expect(titles.map((line) => [line[0], line.includes('missing')])).toEqual([
    ['1', false],
    ['2', true],
    ['3', true],
    ['4', false],
    ['5', true],
    ['6', false],
  ]);
  expect(readdirSync(dir)).toEqual([]);
});

test('half of it done, the rest is named; a file that is not there is said to be missing', () => {
  const lines = typed(type('npm start').said);
  const [rehearsal] = lines.slice(-1);
  const keys = lines.filter((line) => /^(export|mkdir)/.test(line));
  const own = lines.find((line) => line.includes('kit key'));
  const { code, said } = type([keys[1], own, rehearsal, ...keys, 'npm start'].join('\n'));
  expect([code, /2\. 【已有/.test(said), /3\. 【已有/.test(said), /5\. 【缺/.test(said)]).toEqual([1, true, true, true]);
  expect(type([...keys, 'export TRUSTED_CA_FILE=keys/nowhere.pem', 'npm start'].join('\n')).said).toContain('TRUSTED_CA_FILE=keys/nowhere.pem: ');
});

test('done as it says, it serves: production, its administrator signs in, nothing of a demonstration is there', async () => {
  const lines = typed(type('npm start').said);
  const rehearsal = lines.pop()!;
  // where the authority's answer is waited for, the stand-in that the text itself offers answers
  const first = lines.findIndex((line) => line.includes('platform.csr'));
  lines.splice(first, 1, rehearsal);
  server = spawn('sh', ['-ec', `${WORDS}\n${lines.join('\n')}`], { cwd: dir, env: ENV, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(server, 'exit').then(() => 'ended');
  while (!said.includes('Ctrl+C') && (await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))])) !== 'ended');
  expect(said).toMatch(/Tianping is running/);
  const url = /running: (\S+)/.exec(said)![1]!;
  const password = /shown once: (\S+)/.exec(said)![1]!;

  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  expect(await (await fetch(url)).text()).not.toContain('demo-band');
  expect((await fetch(`${url}/api/demonstration`)).status).toBe(404);
  const signedIn = await fetch(`${url}/api/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'security.1', password }) });
  expect(signedIn.status).toBe(201);
  const me = (await (await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${((await signedIn.json()) as { token: string }).token}` } })).json()) as {
    installation?: string;
    lacks?: string;
  };
  expect(me).toMatchObject({ installation: 'production', lacks: 'own-password' });
  for (const name of ['demo-password', 'demo-ca']) expect(existsSync(join(dir, 'var', name))).toBe(false);
});

// negative control: with the library filled before signals are heard the first ends with 143; without the flush the second folder stays empty
test('who stops a demonstration as soon as it says how ends it in order; what was compiled is written while it runs, for whoever starts after a kill', async () => {
  const start = (cache: string) => startBuilt({ DATA_DIR: join(dir, 'home'), NODE_ENV: '', PORT: '0', LOG_LEVEL: 'error', NODE_COMPILE_CACHE: join(dir, cache) });
  const first = await start('one');
  await first.stop();
  expect([first.child.exitCode, first.child.signalCode]).toEqual([0, null]);
  const second = await start('two');
  await until(() => readdirSync(join(dir, 'two'), { recursive: true }).length > 500);
  await second.stop();
});
