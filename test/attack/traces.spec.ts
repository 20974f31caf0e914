import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { startWorld, type World } from '../journeys/world';
import { closeAgent, eachOf, openPg, send, tokensOf } from './surface';
import { sizeOf } from '@test/setup/sizes';
import { PATIENCE_MS, until } from '../setup/patience';

/** How many refusals are sent. */
const TRACES = sizeOf('TRACES');

let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
let tokens: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
  [pg, tokens] = [await openPg(world), await tokensOf(world)];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

const port = () => Number(new URL(world.url).port);

/** Sends these bytes and resets the connection after `ms`: no answer is waited for. */
function sendAndReset(bytes: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port(), '127.0.0.1', () => socket.write(bytes, () => void sleep(ms).then(() => socket.resetAndDestroy())));
    socket.on('error', () => undefined).on('close', () => resolve());
  });
}

const head = (method: string, path: string, more: string[]) => [`${method} ${path} HTTP/1.1`, 'host: tianping', ...more, '', ''].join('\r\n');
const json = (path: string, body: string, token?: string, method = 'POST') =>
  head(method, path, ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, ...(token ? [`authorization: Bearer ${token}`] : [])]) + body;

/** Every way in which an act is refused, as the bytes of one request. */
const WAYS: [string, () => string][] = [
  ['an address that nothing answers', () => json('/nowhere', '{}')],
  ['an act without a session', () => json(`/api/tenders/${randomUUID()}/publish`, '{}')],
  ['an act of another role', () => json(`/api/tenders/${randomUUID()}/publish`, '{}', tokens['expert'] ?? tokens['bidder'])],
  ['an object that is not there', () => json(`/api/tenders/${randomUUID()}/bids/withdraw`, '{}', tokens['bidder'])],
  ['a wrong password', () => json('/api/sessions', JSON.stringify({ login: 'nobody', password: 'wrong-password' }))],
  ['a made-up session', () => json(`/api/tenders/${randomUUID()}/publish`, '{}', 'a'.repeat(65))],
  ['broken JSON', () => json('/api/projects', '{"a":', tokens['agency-officer'])],
  ['a body too large', () => json('/api/projects', 'x'.repeat(1_100_000), tokens['agency-officer'])],
  ['half a body', () => json('/api/projects', `{"a":"${'x'.repeat(100)}"}`, tokens['agency-officer']).slice(0, -50)],
  ['a form', () => head('POST', '/api/sessions', ['content-type: application/x-www-form-urlencoded', 'content-length: 3']) + 'a=b'],
  ['half an upload', () => head('PUT', '/api/files?name=a.pdf', ['content-type: application/pdf', 'content-length: 100000', `authorization: Bearer ${tokens['agency-officer']}`]) + 'x'.repeat(1_000)],
  ['an address that cannot be read', () => json('/api/%zz', '{}')],
  ['a broken chunk', () => head('POST', '/api/projects', ['content-type: application/json', 'transfer-encoding: chunked', `authorization: Bearer ${tokens['agency-officer']}`]) + 'zz\r\n'],
  ['no HTTP at all', () => 'what is this?\r\n\r\n'],
];

test('14 ways are tried', () => expect(WAYS).toHaveLength(14)); // docs/threats.md says so

/** Waits until so many refusals are on the record; how many there are then, or in the end where they never come. */
async function refusedSince(before: number, expected: number): Promise<number> {
  const since = async () => (await pg.refused()) - before;
  await until(async () => (await since()) >= expected).catch(() => undefined);
  await sleep(50); // one too many would come now
  return since();
}

// negative control: with the address read from the connection when the row is written, 4 of 300 such rows were refused by the database and lost
test.each(WAYS)('%s, its sender gone: each leaves its trace', async (_what, bytes) => {
  const before = await pg.refused();
  const times = 40;
  await eachOf(
    Array.from({ length: times }, (_, i) => i),
    (i) => sendAndReset(bytes(), i % 5),
  );
  expect(await refusedSince(before, times)).toBe(times);
});

/** Messages on one socket, all answered. */
async function talk(token: string, messages: number): Promise<number> {
  const socket = io(world.url, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise((resolve) => socket.once('session.ready', resolve));
  const answers = await Promise.all(Array.from({ length: messages }, () => socket.timeout(PATIENCE_MS).emitWithAck('room.enter', { roomId: randomUUID() }) as Promise<{ ok: boolean }>));
  socket.disconnect();
  return answers.filter(({ ok }) => !ok).length;
}

test('the address of a connection that was reset is known', async () => {
  const path = `/reset-${randomUUID()}`;
  await new Promise<void>((resolve) => {
    const socket = connect(port(), '127.0.0.1', () => socket.write(json('/first', '{}')));
    socket.once('data', () => socket.write(json(path, '{}'), () => socket.resetAndDestroy())).on('close', () => resolve());
  });
  const told = async () => {
    await pg.refused();
    return pg.query('select ip, times from audit_entry where object_id = $1', [`POST ${path}`]);
  };
  await until(async () => (await told()).length > 0);
  expect(await told()).toEqual([{ ip: '127.0.0.1', times: 1 }]);
});

test('who is signed in has a name in the trail, however early he is refused', async () => {
  const early = WAYS.filter(([what]) => /JSON|too large|half|form/.test(what)).map(([, bytes]) => bytes());
  const { login } = JSON.parse((await send(world.url, 'GET', '/api/me', { token: tokens['agency-officer'] })).text) as { login: string };
  const before = Number((await pg.query<{ n: string }>('select coalesce(max(seq), 0) as n from audit_entry'))[0]!.n);
  for (const bytes of early) await sendAndReset(bytes.replace('content-type: application/x-www-form-urlencoded', `authorization: Bearer ${tokens['agency-officer']}\r\n$&`), 5);
  const told = async () => {
    await pg.refused();
    return pg.query<{ login: string }>('select actor_login as login from audit_entry where seq > $1', [before]);
  };
  await until(async () => (await told()).length >= early.length);
  const named = await told();
  expect(named.map((row) => row.login)).toEqual(early.map(() => login));
});

const readsOf = async (since: number) =>
  pg.query<{ login: string; act: string; outcome: string; times: string }>(
    'select actor_login as login, act, outcome, sum(times) as times from audit_entry where seq > $1 group by 1, 2, 3 order by act',
    [since],
  );

// negative control: with only acts noted, as it was, both of the first two rows are missing
test('reads that a right refuses to somebody who is signed in leave theirs; a stranger’s, and unknown addresses, none', async () => {
  await pg.refused();
  const since = Number((await pg.query<{ n: string }>('select coalesce(max(seq), 0) as n from audit_entry'))[0]!.n);
  const token = tokens['bidder'];
  const { login } = JSON.parse((await send(world.url, 'GET', '/api/me', { token })).text) as { login: string };
  const asked: [path: string, token: string | undefined, status: number][] = [
    ['/api/accounts', token, 403],
    [`/api/projects/${randomUUID()}`, token, 404],
    ['/api/nowhere', token, 404],
    ['/api/tenders?limit=x', token, 400],
    ['/api/accounts', undefined, 401],
    [`/api/tenders/${randomUUID()}`, undefined, 404],
    ['/api/nowhere', undefined, 404],
  ];
  for (const [path, by, status] of asked) expect([path, (await send(world.url, 'GET', path, { token: by })).status]).toEqual([path, status]);
  await pg.refused();
  expect(await readsOf(since)).toEqual([
    { login, act: 'account.read', outcome: 'refused', times: '1' },
    { login, act: 'session.read', outcome: 'refused', times: '1' },
  ]);
});

test('a flood of refused reads is counted: few rows, none lost', async () => {
  await pg.refused();
  const since = Number((await pg.query<{ n: string }>('select coalesce(max(seq), 0) as n from audit_entry'))[0]!.n);
  await eachOf(
    Array.from({ length: 600 }, (_, i) => i),
    async () => void (await send(world.url, 'GET', '/api/accounts', { token: tokens['bidder'] })),
    16,
  );
  await pg.refused();
  const told = await pg.query<{ rows: number; times: number }>('select count(*)::int as rows, sum(times)::int as times from audit_entry where seq > $1', [since]);
  expect(told[0]!.times).toBe(600);
  expect(told[0]!.rows).toBeLessThan(400);
});

test(`of ${TRACES} refusals by request, message and reset each is on the record`, async () => {
  const before = await pg.refused();
  const resets = Math.floor(TRACES / 20);
  let spoken = 0;
  for (const token of Object.values(tokens).slice(0, 5)) spoken += await talk(token, Math.min(800, resets));
  const asked = TRACES - resets - spoken;
  const kinds = [{ path: '/nowhere' }, { path: `/api/tenders/${randomUUID()}/publish` }, { path: `/api/tenders/${randomUUID()}/bids/withdraw`, token: tokens['bidder'] }];
  const asking = eachOf(
    Array.from({ length: asked }, (_, i) => kinds[i % kinds.length]!),
    async ({ path, token }) => expect((await send(world.url, 'POST', path, { body: '{}', token })).status).toBeGreaterThanOrEqual(400),
    16,
  );
  const resetting = eachOf(
    Array.from({ length: resets }, (_, i) => i),
    (i) => sendAndReset(WAYS[i % WAYS.length]![1](), i % 5),
  );
  await Promise.all([asking, resetting]);
  expect(await refusedSince(before, TRACES)).toBe(TRACES);
}, 600_000);
