import { connect } from 'node:net';
import { bareHeaders } from '@platform/http/headers';
import { type World, startWorld } from '../journeys/world';
import { WORKSPACES } from '../../apps/web/src/app/menus';
import { closeConnections } from '../../apps/cli/src/play/client';
import { gone } from '../setup/sockets';

/** Whatever door an answer comes through, browsers are told to keep to the same; and a session's cookie cannot be planted by a neighbour. */
const PUBLIC_URL = 'https://trade.example.org';
const NAMES = Object.keys(bareHeaders({ PUBLIC_URL }));

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { PUBLIC_URL, INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' } });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** What comes back on a bare line. */
async function answerTo(sent: string): Promise<Headers> {
  const { hostname, port } = new URL(world.url);
  const line = connect(Number(port), hostname);
  let came = '';
  line.on('data', (chunk: Buffer) => (came += chunk.toString('latin1')));
  line.write(sent);
  await gone(line);
  const [, ...lines] = came.split('\r\n\r\n')[0]!.split('\r\n');
  return new Headers(lines.map((one): [string, string] => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1).trim()]));
}

const DOORS: [string, number | undefined, string][] = [
  ['a page', 200, '/'],
  ['a shell', 200, '/login'],
  ['an answer', 200, '/api/clock'],
  ['readiness', 200, '/health/ready'],
  ['no such address', 404, '/api/nothing'],
  ['a refusal', 401, '/api/me'],
  ['an address that cannot be read', 400, '/api/%zz'],
  ['a polling socket', 200, '/socket.io/?EIO=4&transport=polling'],
  ['a polling socket of nobody', 400, '/socket.io/?EIO=4&transport=polling&sid=none'],
  ['an unknown transport', 400, '/socket.io/?EIO=4&transport=pigeon'],
];

/** Negative control: with `organisation` taken out of SHELL in web.ts (the type forbids it) the two of the head of a firm fail. */
test.each([...new Set(WORKSPACES.flatMap(({ entries }) => entries.map(({ to }) => to)))])('%s of a menu can be opened by its address, or loaded anew', async (path) => {
  const answer = await fetch(world.url + path, { headers: { accept: 'text/html' } });
  expect([answer.status, (await answer.text()).includes('<div id="root">')]).toEqual([200, true]);
});

const missing = (headers: Headers) => NAMES.filter((name) => !headers.get(name));

// negative control: without `engine.use` in realtime.ts the three of sockets fail; with the headers taken out of edge.ts the unreadable ones do
test.each(DOORS)('%s (%s) tells browsers what to keep to', async (_what, status, path) => {
  const answer = await fetch(world.url + path);
  await answer.arrayBuffer();
  expect([answer.status, missing(answer.headers)]).toEqual([status, []]);
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`],
])('%s too', async (_what, sent) => {
  const headers = await answerTo(sent);
  expect(missing(headers)).toEqual([]);
});

test('negative control: an answer without them is told', () => {
  expect(missing(new Headers({ 'x-content-type-options': 'nosniff' })).length).toBe(NAMES.length - 1);
});

test('a session’s cookie is Secure and of this host alone; under the plain name nobody is signed in', async () => {
  const body = JSON.stringify({ login: 'sys.audit.1', password: world.running.password, keep: 'cookie' });
  const signedIn = await fetch(`${world.url}/api/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const set = signedIn.headers.get('set-cookie')!;
  expect(set).toMatch(/^__Host-tianping_session=[\w-]{65}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/);
  const [cookie] = set.split(';') as [string];
  const me = async (sent: string) => (await fetch(`${world.url}/api/me`, { headers: { cookie: sent } })).status;
  expect([await me(cookie), await me(cookie.replace('__Host-', ''))]).toEqual([200, 401]);
});
