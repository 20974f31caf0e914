import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { actsOf } from '@domain/identity/roles';
import { MOST_BYTES, Realtime } from '@platform/realtime';
import { io, type Socket } from 'socket.io-client';
import { signIn } from '../../apps/cli/src/play/people';
import { type Asked, confirm, startWorld, type World } from '../journeys/world';
import { closeAgent, openPg, send, tokensOf } from './surface';
import { PATIENCE_MS, until } from '../setup/patience';

interface Refusal {
  ok: boolean;
  problem: { status: number; code: string; title: string; violations: { pointer?: string }[] };
}

let world: World;
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;
const messages = new Map<string, string>();
const open: Socket[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  const on = jest.spyOn(Realtime.prototype, 'on');
  world = await startWorld({ experts: 1, env: { LOG_LEVEL: 'silent' } });
  for (const [name, , , act = name] of on.mock.calls) messages.set(name, act);
  [tokens, pg] = [await tokensOf(world), await openPg(world)];
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
  process.off('unhandledRejection', note);
});

/** A socket of this account; `auth` may be anything at all. */
async function connected(auth: Record<string, unknown> = {}): Promise<Socket> {
  const socket = io(world.url, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once(typeof auth['token'] === 'string' ? 'session.ready' : 'connect', () => resolve());
    socket.once('connect_error', reject);
    socket.once('disconnect', () => reject(new Error('disconnected')));
  });
  return socket;
}

const asked = (socket: Socket, name: unknown, ...body: unknown[]) => (socket.timeout(PATIENCE_MS) as unknown as { emitWithAck(...args: unknown[]): Promise<Refusal> }).emitWithAck(name, ...body);
const deep = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
const untouched = () => expect(unhandled).toEqual([]);

test('every message is refused without a session, and to every role that has no right to it', async () => {
  const rolesOf = (name: string) => (name === 'bidder' ? ['bidder-officer', 'bidder-signatory', 'organisation-head'] : [name]);
  const guest = await connected();
  for (const name of messages.keys()) expect([name, (await asked(guest, name, {})).problem]).toMatchObject([name, { status: 401, code: 'auth.sign-in-needed' }]);
  for (const [role, token] of Object.entries(tokens)) {
    const socket = await connected({ token });
    for (const [name, act] of messages) {
      const { problem } = await asked(socket, name, {});
      // with the right an empty body is looked at, and is not right
      const expected = actsOf(rolesOf(role)).has(act) ? [400, 'http.field'] : [403, 'auth.not-allowed'];
      expect([role, name, problem.status, problem.code]).toEqual([role, name, ...expected]);
    }
  }
});

/** What a handler of any message gets to read. */
const BODIES: [string, unknown[]][] = [
  ['nothing', []],
  ['null', [null]],
  ['a text', ['x'.repeat(100_000)]],
  ['a number', [7]],
  ['an array', [[1, 2, 3]]],
  ['bytes', [Buffer.alloc(1000)]],
  ['bytes inside', [{ evaluationId: Buffer.alloc(10) }]],
  ['an unknown field', [{ admin: true }]],
  ['a prototype', [JSON.parse('{"__proto__":{"a":1},"constructor":1}')]],
  ['500 levels', [{ a: deep(500) }]],
  ['U+0000 as a key', [{ idempotencyKey: '\u0000'.repeat(10) }]],
  ['a short key', [{ idempotencyKey: 'x' }]],
  ['a number as a key', [{ idempotencyKey: 12345678 }]],
  ['three bodies', [{}, {}, {}]],
];

// negative control: before the caller was made inside the try, deep bodies and odd languages ended in an unhandled rejection, which ends the process
test('no body breaks a message: each is answered 400, with a trace', async () => {
  const socket = await connected({ token: tokens['expert'] });
  const before = await pg.refused();
  let sent = 0;
  for (const name of messages.keys()) {
    if (!actsOf(['expert']).has(messages.get(name)!)) continue;
    for (const [what, body] of BODIES) {
      const { ok, problem } = what === 'three bodies' ? { ok: false, problem: { status: 400 } } : await asked(socket, name, ...body);
      expect([name, what, ok, problem.status]).toEqual([name, what, false, 400]);
      sent += what === 'three bodies' ? 0 : 1;
    }
  }
  expect((await pg.refused()) - before).toBe(sent);
  untouched();
});

// negative control: with the fingerprint made before the check, this was a stack overflow outside any try: the process ended
test('100,000 levels with an idempotency key are refused', async () => {
  const socket = await connected({ token: tokens['expert'] }); // a stranger's would be cut for its size
  const before = await pg.refused();
  // socket.io-client itself cannot say this: the packet is written as it is
  for (const key of ['', '"idempotencyKey":"12345678",']) socket.io.engine.write(`2["room.enter",{${key}"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`);
  expect((await asked(socket, 'room.enter', {})).problem.status).toBe(400);
  expect(await refusedSince(before, 3)).toBe(3);
  untouched();
});

/** How many refusals are on the record when all that are expected are; one too many would come while it is looked a second time. */
async function refusedSince(before: number, expected: number): Promise<number> {
  const since = async () => (await pg.refused()) - before;
  await until(async () => (await since()) >= expected);
  return since();
}

/** Asked until it is heard: strangers of one address talk in turn, and the tests before have had theirs. */
async function heard(socket: Socket, name: unknown, body: unknown): Promise<Refusal> {
  for (;;) {
    const answer = await asked(socket, name as string, body);
    if (answer.problem.status !== 429) return answer;
    await sleep(200);
  }
}

test('what is no message at all is refused', async () => {
  const socket = await connected();
  for (const name of ['nothing', 'x'.repeat(10_000), '__proto__', 'constructor', '\u0000', '\ud83d', '', 5]) {
    const answer = await heard(socket, name, {});
    expect([String(name).slice(0, 20), answer.ok, answer.problem.status]).toEqual([String(name).slice(0, 20), false, 400]);
  }
  untouched();
});

test('odd handshakes end or stay harmless', async () => {
  for (const token of ['garbage', '', 'x'.repeat(10_000), '\u0000', 7, {}, [], true, null]) await connected({ token, language: 'en' }).catch(() => undefined);
  const odd = await connected({ language: { toString: 1, valueOf: 1 } });
  expect((await heard(odd, 'room.enter', {})).problem.status).toBe(401);
  const list = await connected({ language: [] });
  expect((await heard(list, 'room.enter', {})).problem.status).toBe(401);
  untouched();
});

test('a message without an acknowledgement is taken like any other', async () => {
  const socket = await connected();
  const before = await pg.refused();
  for (const body of [[], [{}], ['x', 'y'], [null, null]]) socket.emit('room.enter', ...body);
  await asked(socket, 'room.enter', {});
  expect(await refusedSince(before, 5)).toBe(5);
  untouched();
});

test('more than any message may have ends the socket; the others stay', async () => {
  const [loud, quiet] = [await connected({ token: tokens['expert'] }), await connected({ token: tokens['hall-operator'] })];
  const ended = new Promise((resolve) => loud.once('disconnect', resolve));
  loud.emit('room.enter', { a: 'x'.repeat(MOST_BYTES) });
  await ended;
  expect((await asked(quiet, 'room.enter', {})).problem.status).toBe(400);
  untouched();
});

// negative control: with a crowd that forgets who leaves the second wave of the same session is heard whole; counted by session, that of the other is
test('who comes again, or with another session, is one person and talks as fast as one', async () => {
  const login = 'sb.officer.1';
  const wave = async (socket: Socket) => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => asked(socket, 'room.since', {}))); // no body that fits: cheap, and heard all the same
    socket.disconnect();
    return answers.filter(({ problem }) => problem.status !== 429).length;
  };
  const [one, other] = [await signIn(world.url, login, world.running.password!), await signIn(world.url, login, world.running.password!)];
  const began = performance.now();
  const heard = [await wave(await connected({ token: one.token! })), await wave(await connected({ token: one.token! })), await wave(await connected({ token: other.token! }))];
  const allowed = 200 + 20 * ((performance.now() - began) / 1000 + 1);
  expect(heard[0]).toBeGreaterThanOrEqual(200);
  expect(heard.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(allowed);
});

test('a flood of 1,000 messages is answered, and nobody else waits long for it', async () => {
  const [socket, token] = [await connected({ token: tokens['expert'] }), tokens['agency-officer']];
  const flood = Promise.all(Array.from({ length: 1000 }, () => asked(socket, 'room.enter', { roomId: randomUUID() })));
  const started = Date.now();
  expect((await send(world.url, 'GET', '/api/me', { token })).status).toBe(200);
  const answeredAt = Date.now();
  // as fast as a room needs it, and not faster: the others are told so
  expect(new Set((await flood).map((answer) => answer.problem.status))).toEqual(new Set([404, 429]));
  expect(answeredAt).toBeLessThan(Math.max(Date.now(), started + 500)); // before the flood's end, however fast or slow the machine
  untouched();
});

test.each(['suspension', 'sign-out'])('%s ends the open sockets, and the next request is a 401', async (how) => {
  const bidder = await world.bidder(`将被停用-${how}`);
  const { token } = bidder.client;
  const socket = await connected({ token });
  const { accountId } = JSON.parse((await send(world.url, 'GET', '/api/me', { token })).text) as { accountId: string };
  const [session] = JSON.parse((await send(world.url, 'GET', '/api/sessions', { token })).text) as { id: string }[];
  if (how === 'suspension') {
    const [one, two] = await Promise.all(['sys.security.1', 'sys.security.2'].map((login) => signIn(world.url, login, world.running.password!)));
    await confirm(two!, await one!.post<Asked>(`/api/accounts/${accountId}/suspend`, { reason: '试验' }));
  } else expect((await send(world.url, 'DELETE', `/api/sessions/${session!.id}`, { token })).status).toBe(200);
  await until(() => socket.disconnected); // within a second by the platform's own clocks; this machine may be slower
  expect((await send(world.url, 'GET', '/api/me', { token })).status).toBe(401);
  await expect(connected({ token })).rejects.toThrow('disconnected');
});
