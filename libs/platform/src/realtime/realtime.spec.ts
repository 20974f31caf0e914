import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountId } from '@kernel';
import { openTestDb, type TestDb } from '@test/setup/database';
import { describeWithRedis, startRedis, type TestRedis } from '@test/setup/redis';
import Redis from 'ioredis';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { ActorSource } from '../auth/auth';
import { type Actor, PUBLIC_ACTOR } from '../db';
import { RefusalTrail } from '../audit';
import { loadConfig } from '../config';
import { addressReader } from '../http/address';
import { Meters } from '../http/meters';
import { type Way, wayNow } from '../lanes';
import { Realtime } from './realtime';
import { SharedCrowd } from './shared-crowd';
import { PATIENCE_MS, tenTimes, until } from '@test/setup/patience';

const TOKEN = 'token-of-zhang-0123456789';

/** One account; what it may do is changed by the tests while its socket is open. */
class OneActor extends ActorSource {
  permissions = new Set<string>();
  rights = new Set(['thing.say', 'thing.break']);
  ended = false;

  issued(token: string): boolean {
    return token === TOKEN;
  }

  /** By which way it was asked last who this is. */
  asked?: Way;

  async actorOf(token: string): Promise<Actor | undefined> {
    this.asked = wayNow();
    if (token !== TOKEN || this.ended) return undefined;
    return { ...PUBLIC_ACTOR, accountId: '00000000-0000-7000-8000-000000000001' as AccountId, login: 'zhang', sessionId: 'session-1', permissions: this.rights };
  }
}

let pg: TestDb;
let actors: OneActor;
const running: { realtime: Realtime; server: Server; trail: RefusalTrail; meters: Meters }[] = [];
const sockets: Socket[] = [];
const errors: unknown[] = [];

beforeAll(async () => {
  pg = await openTestDb();
});
afterAll(() => pg?.close());
beforeEach(() => {
  actors = new OneActor();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const { realtime, trail, meters } of running.splice(0)) {
    await realtime.stop();
    await trail.stop();
    meters.stop();
  }
  errors.splice(0);
});

const Say = z.strictObject({ text: z.string().max(5) });

async function start(redisUrl?: string): Promise<{ realtime: Realtime; url: string }> {
  const trail = new RefusalTrail(pg.db, (error) => errors.push(error));
  const meters = new Meters({ ...loadConfig({}), REDIS_URL: redisUrl }, PATIENCE_MS); // a busy machine is no Redis that is away
  await meters.ready();
  const realtime = new Realtime({ actors, trail, meters, addressOf: addressReader([]), redisUrl, reached: {}, onError: (error) => errors.push(error) });
  realtime.on('thing.say', Say, async (caller, { text }, socket) => {
    await socket.join('hall');
    return { by: caller.actor.login, text };
  });
  realtime.on('thing.break', z.strictObject({}), async () => {
    throw new Error('secret detail of the inside');
  });
  realtime.on('thing.key', z.strictObject({}), async (caller) => caller.idempotency?.key ?? null, 'thing.say');
  realtime.on('thing.way', z.strictObject({}), async () => wayNow(), 'thing.say');
  const server = createServer();
  realtime.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ realtime, server, trail, meters });
  return { realtime, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function connect(url: string, auth: Record<string, unknown> = { token: TOKEN }): Promise<Socket> {
  const socket = io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true });
  sockets.push(socket);
  await new Promise((resolve) => socket.once('connect', () => resolve(undefined)));
  return socket;
}

type Answer = { ok: boolean; data?: unknown; problem?: { status: number; code: string; detail: string; violations: { pointer?: string }[] } };
const ask = (socket: Socket, name: string, body: unknown): Promise<Answer> => socket.timeout(PATIENCE_MS).emitWithAck(name, body) as Promise<Answer>;
const gone = (socket: Socket) => new Promise<number>((resolve) => socket.once('disconnect', () => resolve(Date.now())));
const trail = (act: string) => pg.db.read<{ outcome: string; detail: { codes: string[]; path: string } }>('select outcome, detail from audit_entry where act = $1 order by seq desc', [act]);

test('a message of a known account is checked, answered and acknowledged', async () => {
  const socket = await connect((await start()).url);
  expect(await ask(socket, 'thing.say', { text: 'hello' })).toEqual({ ok: true, data: { by: 'zhang', text: 'hello' } });
});

test('a token that names nobody closes the socket', async () => {
  const { url } = await start();
  const socket = io(url, { auth: { token: 'nobody-0123456789-0123456789' }, transports: ['websocket'], reconnection: false, forceNew: true });
  sockets.push(socket);
  await gone(socket);
  expect(socket.connected).toBe(false);
});

test('without a token a socket may stay, and may do nothing', async () => {
  const socket = await connect((await start()).url, {});
  expect(await ask(socket, 'thing.say', { text: 'hello' })).toMatchObject({ ok: false, problem: { status: 401, code: 'auth.sign-in-needed' } });
});

test('a right that ended while the socket was open counts no more, and the attempt is on the record', async () => {
  const socket = await connect((await start()).url);
  actors.rights = new Set();
  expect(await ask(socket, 'thing.say', { text: 'hello' })).toMatchObject({ ok: false, problem: { status: 403, code: 'auth.not-allowed' } });
  expect((await trail('thing.say'))[0]).toMatchObject({ outcome: 'refused', detail: { codes: ['auth.not-allowed'], path: 'SOCKET thing.say' } });
  // negative control: with the right given back the same message is done
  actors.rights = new Set(['thing.say']);
  expect(await ask(socket, 'thing.say', { text: 'hello' })).toMatchObject({ ok: true });
});

test('so does a session that ended', async () => {
  const socket = await connect((await start()).url);
  actors.ended = true;
  expect(await ask(socket, 'thing.say', { text: 'hello' })).toMatchObject({ ok: false, problem: { status: 401 } });
});

const MALFORMED: [unknown, string][] = [
  [{ text: 'too long' }, '/text'],
  [{}, '/text'],
  [{ text: 'a', more: 1 }, '/more'],
  [null, '/text'],
  ['text', ''],
  [[1], ''],
  [{ text: 'a\u0000' }, '/text'],
];
test.each(MALFORMED)('%j is refused at %j', async (body, pointer) => {
  const socket = await connect((await start()).url);
  const { ok, problem } = await ask(socket, 'thing.say', body);
  expect([ok, problem?.status, problem?.code]).toEqual([false, 400, 'http.field']);
  expect(problem?.violations.map((violation) => violation.pointer)).toContain(pointer);
});

test('refusals speak the language that the client asked for', async () => {
  const { url } = await start();
  const [zh, en] = [await connect(url), await connect(url, { token: TOKEN, language: 'en' })];
  expect((await ask(zh, 'thing.say', {})).problem?.detail).toMatch(/[\u4e00-\u9fff]/);
  expect((await ask(en, 'thing.say', {})).problem?.detail).not.toMatch(/[\u4e00-\u9fff]/);
});

test.each(['thing.unknown', 'odd\u0000name', 'lone\ud800', 'x'.repeat(5_000)])('an unknown message %# is refused and leaves its trace', async (name) => {
  const before = (await trail('http.unknown')).length;
  const socket = await connect((await start()).url);
  expect(await ask(socket, name, {})).toMatchObject({ ok: false, problem: { status: 400, code: 'http.malformed' } });
  // negative control: while names went into the trail as they came, the one with U+0000 left no row
  expect(await trail('http.unknown')).toHaveLength(before + 1);
});

test('what breaks inside is told without its detail, and logged', async () => {
  const socket = await connect((await start()).url);
  const answer = await ask(socket, 'thing.break', {});
  expect(answer).toMatchObject({ ok: false, problem: { status: 500, code: 'http.unexpected' } });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(errors).toMatchObject([{ message: 'secret detail of the inside' }]);
});

// negative control: without `by` in realtime.ts both went by the platform's own lane, in which jobs stand before them
test('what is said goes by the lane of acts that do not wait, under the sender’s name, and so does the question who he is', async () => {
  const socket = await connect((await start()).url);
  expect((await until(() => actors.asked)).lane).toBe('reserved'); // when it comes
  const { data } = await ask(socket, 'thing.way', {});
  expect(data).toEqual({ lane: 'reserved', who: expect.any(String) as string });
  expect([(data as Way).who, actors.asked]).toEqual([actors.asked?.who, data]);
  expect((data as Way).who).not.toBe(wayNow().who); // a test runs as the platform does, by its own way
});

test('an idempotency key goes on to the handler, not to the schema', async () => {
  const socket = await connect((await start()).url);
  expect(await ask(socket, 'thing.key', { idempotencyKey: 'key-12345' })).toEqual({ ok: true, data: 'key-12345' });
});

test('drop closes the sockets of a session within a second, and no others', async () => {
  const { realtime, url } = await start();
  const [mine, stranger] = [await connect(url), await connect(url, {})];
  await ask(mine, 'thing.say', { text: 'x' });
  const [started, closed] = [Date.now(), gone(mine)];
  realtime.drop('session:session-1');
  expect((await closed) - started).toBeLessThan(tenTimes(1_000)); // unheard of, it would never close
  expect(stranger.connected).toBe(true);
});

test('two handlers for one message are refused', async () => {
  const { realtime } = await start();
  expect(() => realtime.on('thing.say', Say, async () => undefined)).toThrow('two handlers for the message thing.say');
});

describeWithRedis('two processes behind one Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  test('a push and a drop of one reach the sockets of the other', async () => {
    const [here, there] = [await start(redis.url), await start(redis.url)];
    const socket = await connect(there.url);
    await ask(socket, 'thing.say', { text: 'x' });
    const heard = new Promise((resolve) => socket.once('hall.event', resolve));
    // a hint is lost on a process that has not subscribed yet, as every hint may be: it is said until it is heard
    const saying = setInterval(() => here.realtime.push('hall', 'hall.event', { number: 1 }), 20);
    expect(await heard.finally(() => clearInterval(saying))).toEqual({ number: 1 });
    const [started, closed] = [Date.now(), gone(socket)];
    here.realtime.drop('session:session-1');
    expect((await closed) - started).toBeLessThan(tenTimes(1_000)); // unheard of, it would never close
  });

  // negative control: with `counts` left out of realtime.ts, each process lets as many in as all together may have
  test('a sender has no more sockets on both together than on one', async () => {
    const [here, there] = [await start(redis.url), await start(redis.url)];
    const most = 20; // rates.ts
    const ready = async (url: string) => {
      const socket = io(url, { auth: { token: TOKEN }, transports: ['websocket'], reconnection: false, forceNew: true });
      sockets.push(socket);
      return new Promise<boolean>((resolve) => {
        socket.once('session.ready', () => resolve(true));
        socket.once('disconnect', () => resolve(false));
      });
    };
    const many = async (url: string, n: number) => (await Promise.all(Array.from({ length: n }, () => ready(url)))).filter(Boolean).length;
    expect(await many(here.url, most - 5)).toBe(most - 5);
    expect(await many(there.url, most - 5)).toBe(5);
    const one = sockets.find(({ connected }) => connected)!;
    const left = new Promise((resolve) => one.once('disconnect', resolve));
    one.disconnect();
    await left;
    await until(() => ready(there.url)); // who leaves makes room
  });

  test('a Redis that came back empty learns who is there; one that is away keeps nobody out', async () => {
    const client = new Redis(redis.url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    await new Promise((resolve) => client.once('ready', resolve));
    const crowd = new SharedCrowd(client);
    try {
      expect([await crowd.enter('li', 'one', 2), await crowd.enter('li', 'two', 2), await crowd.enter('li', 'three', 2)]).toEqual([true, true, false]);
      await client.flushall();
      expect(await client.zcard('tianping:sockets:li')).toBe(0);
      await crowd.stay();
      expect(await client.zcard('tianping:sockets:li')).toBe(2);
      client.disconnect();
      expect(await crowd.enter('li', 'four', 2)).toBe(true);
    } finally {
      crowd.stop();
      client.disconnect();
    }
  });

  // negative control: with the name of its library, which a Redis before 7.2 does not take, each process told of four errors at every start
  test('a Redis that is well gives nothing to tell', async () => {
    errors.length = 0;
    const { realtime } = await start(redis.url);
    await realtime.io.of('/').adapter.fetchSockets({ rooms: new Set(), except: new Set() });
    await sleep(200); // what was refused beside it is heard in it
    expect(errors).toEqual([]);
  });

  test('negative control: without Redis they do not', async () => {
    const [here, there] = [await start(), await start()];
    const socket = await connect(there.url);
    await ask(socket, 'thing.say', { text: 'x' });
    let heard = false;
    socket.once('hall.event', () => (heard = true));
    here.realtime.push('hall', 'hall.event', { number: 1 });
    here.realtime.drop('session:session-1');
    await sleep(500); // neither comes in it
    expect([heard, socket.connected]).toEqual([false, true]);
  });
});
