import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountId } from '@kernel';
import { openTestDb, type TestDb } from '@test/setup/database';
import { describeWithRedis, freePort, startRedis } from '@test/setup/redis';
import { Server as Sockets } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { RefusalTrail } from '../audit';
import { ActorSource } from '../auth/auth';
import { loadConfig } from '../config';
import { type Actor, PUBLIC_ACTOR } from '../db';
import { addressReader } from '../http/address';
import { Meters } from '../http/meters';
import { Realtime } from './realtime';
import { type Presence, Sweep } from './sweep';
import { PATIENCE_MS, until } from '@test/setup/patience';

const TOKENS = ['token-of-zhang-0123456789', 'token-of-li-0123456789012'] as const;

/** Two accounts; which sessions still live is changed by the tests. */
class TwoActors extends ActorSource {
  permissions = new Set<string>(['thing.say']);
  ended = new Set<string>();
  broken = false;
  questions = 0;
  used = new Set<string>();

  issued(token: string): boolean {
    return (TOKENS as readonly string[]).includes(token);
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    const n = TOKENS.indexOf(token as (typeof TOKENS)[number]);
    if (n < 0 || this.ended.has(token)) return undefined;
    return { ...PUBLIC_ACTOR, accountId: `00000000-0000-7000-8000-00000000000${n}` as AccountId, login: `person-${n}`, sessionId: `session-${n}`, permissions: this.permissions };
  }

  override seen(tokens: readonly string[]): void {
    for (const token of tokens) this.used.add(token);
  }

  override async actorsOf(tokens: readonly string[]) {
    this.questions += 1;
    if (this.broken) throw new Error('the database is away');
    return super.actorsOf(tokens);
  }
}

let pg: TestDb;
let actors: TwoActors;
const errors: unknown[] = [];
const running: { realtime: Realtime; server: Server; trail: RefusalTrail; meters: Meters }[] = [];
const sockets: Socket[] = [];
beforeAll(async () => (pg = await openTestDb()));
afterAll(() => pg?.close());
beforeEach(() => (actors = new TwoActors()));
async function stop(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (const { realtime, trail, meters } of running.splice(0)) {
    await realtime.stop();
    await trail.stop();
    meters.stop();
  }
  errors.splice(0);
}
afterEach(stop);

async function start(redisUrl?: string) {
  const trail = new RefusalTrail(pg.db, (error) => errors.push(error));
  const meters = new Meters({ ...loadConfig({}), REDIS_URL: redisUrl }, PATIENCE_MS);
  const realtime = new Realtime({ actors, trail, meters, addressOf: addressReader([]), redisUrl, reached: {}, onError: (error) => errors.push(error) });
  realtime.on('thing.say', z.strictObject({ room: z.string() }), async (_caller, { room }, socket) => {
    await socket.join(room);
  });
  const server = createServer();
  realtime.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({ realtime, server, trail, meters });
  return { realtime, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function connect(url: string, token?: string): Promise<Socket> {
  const socket = io(url, { auth: token ? { token } : {}, transports: ['websocket'], reconnection: false, forceNew: true });
  sockets.push(socket);
  await new Promise((resolve) => socket.once(token ? 'session.ready' : 'connect', () => resolve(undefined)));
  return socket;
}

const enter = (socket: Socket, room: string) => socket.timeout(PATIENCE_MS).emitWithAck('thing.say', { room });
const gone = (socket: Socket) => new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
/** What a push to the room reaches. */
async function hears(realtime: Realtime, socket: Socket, room: string): Promise<boolean> {
  let heard = false;
  socket.once('probe', () => (heard = true));
  realtime.push(room, 'probe', {});
  await socket.timeout(PATIENCE_MS).emitWithAck('thing.say', { room: 'nowhere' }); // behind the push on the same connection
  socket.off('probe');
  return heard;
}

// negative control: with `seen` called for all sockets, li is in use too
test('who sits in a room uses his session; an open page alone does not', async () => {
  const { realtime, url } = await start();
  realtime.keepRoomsBy(async (present) => present.map(() => true));
  const [zhang] = [await connect(url, TOKENS[0]), await connect(url, TOKENS[1])];
  await enter(zhang, 'room:hall');
  await until(() => actors.used.size > 0);
  const rounds = actors.questions + 2;
  await until(() => actors.questions > rounds);
  expect([...actors.used]).toEqual([TOKENS[0]]);
});

// negative control: with all that a person may do read of every socket, the second count grows too
test('of who sits in no room it is asked whether his session stands, and nothing else', async () => {
  const { realtime, url } = await start();
  realtime.keepRoomsBy(async (present) => present.map(() => true));
  jest.spyOn(actors, 'standing').mockImplementation(async (tokens) => (rounds.push(tokens), new Set(tokens)));
  const rounds: (readonly string[])[] = [];
  const [zhang] = [await connect(url, TOKENS[0]), await connect(url, TOKENS[1])];
  await until(() => rounds.filter((tokens) => tokens.length === 2).length > 2);
  expect(actors.questions).toBe(0);
  await enter(zhang, 'room:hall');
  await until(() => actors.questions > 0);
});

test('a session that ended without anybody saying so loses its sockets; the others stay', async () => {
  const { url } = await start();
  const [zhang, li, guest] = [await connect(url, TOKENS[0]), await connect(url, TOKENS[1]), await connect(url)];
  actors.ended.add(TOKENS[0]);
  await gone(zhang);
  expect([li.connected, guest.connected]).toEqual([true, true]);
});

test('a room is left when its keeper says so, and no other; one question for all', async () => {
  const { realtime, url } = await start();
  const asked: string[][] = [];
  const closed = new Set<string>();
  realtime.keepRoomsBy(async (present: readonly Presence[]) => {
    asked.push(present.map(({ room, actor }) => `${actor.login} ${room}`).sort());
    return present.map(({ room, actor }) => !closed.has(`${actor.login} ${room}`));
  });
  const [zhang, li] = [await connect(url, TOKENS[0]), await connect(url, TOKENS[1])];
  for (const socket of [zhang, li]) for (const room of ['room:a', 'room:b']) await enter(socket, room);
  closed.add('person-0 room:a');
  await until(async () => !(await hears(realtime, zhang, 'room:a')));
  expect([await hears(realtime, zhang, 'room:b'), await hears(realtime, li, 'room:a'), await hears(realtime, li, 'room:b')]).toEqual([true, true, true]);
  expect(asked).toContainEqual(['person-0 room:a', 'person-0 room:b', 'person-1 room:a', 'person-1 room:b']);
});

test('many sockets are one question, and none is asked where nobody is', async () => {
  const { url } = await start();
  await sleep(1200); // two rounds, in which nobody is asked about
  expect(actors.questions).toBe(0);
  for (let i = 0; i < 20; i += 1) await connect(url, TOKENS[i % 2]);
  const before = actors.questions;
  await until(() => actors.questions >= before + 2);
  expect(actors.questions - before).toBeLessThan(10);
});

test('what cannot be asked for long is not held: the sockets end; a short outage ends none', async () => {
  const { realtime, url } = await start();
  const socket = await connect(url, TOKENS[0]);
  const other = new Sweep(realtime.io, actors, (error) => errors.push(error), 1500); // beside the real one, which waits longer
  other.start();
  actors.broken = true;
  await until(() => errors.length > 0);
  expect(socket.connected).toBe(true);
  await gone(socket);
  other.stop();
});

/** By the clock of the process alone, so that it holds on any machine. Negative control: with SWEEP_MS at 30 s nothing else failed. */
test('whatever ends is met within a second of it', async () => {
  jest.useFakeTimers();
  try {
    let cut = 0;
    const socket = { data: { token: TOKENS[0] }, rooms: new Set<string>(), disconnect: () => (cut += 1) };
    const sweep = new Sweep({ sockets: { sockets: new Map([['one', socket]]) } } as unknown as Sockets, actors, (error) => errors.push(error));
    sweep.start();
    await jest.advanceTimersByTimeAsync(12_345);
    expect([cut, errors]).toEqual([0, []]);
    actors.ended.add(TOKENS[0]);
    await jest.advanceTimersByTimeAsync(1_000);
    sweep.stop();
    expect(cut).toBeGreaterThan(0);
  } finally {
    jest.useRealTimers();
  }
});

test('negative control: without the sweep the socket stays', async () => {
  const server = createServer();
  const bare = new Sockets(server, { serveClient: false });
  bare.on('connection', (socket) => {
    (socket.data as { token?: string }).token = TOKENS[0];
    socket.emit('session.ready');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = await connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, TOKENS[0]);
  actors.ended.add(TOKENS[0]);
  await sleep(1200); // longer than two rounds of a sweep
  expect(socket.connected).toBe(true);
  const ended = gone(socket);
  await new Sweep(bare, actors, (error) => errors.push(error)).once();
  await ended;
  await bare.close();
});

// negative control: with its commands left to themselves, the subscriptions that never came about were rejections that nobody caught, which end the process
test('a process that never reached its Redis stops without a fault', async () => {
  const faults: unknown[] = [];
  const note = (fault: unknown) => void faults.push(fault);
  process.on('unhandledRejection', note);
  await start(`redis://127.0.0.1:${await freePort()}`);
  await stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('unhandledRejection', note);
  expect(faults).toEqual([]);
});

describeWithRedis('while Redis is away', () => {
  test('a session that ends here, or anywhere, loses its sockets all the same', async () => {
    const redis = await startRedis();
    try {
      const [here, there] = [await start(redis.url), await start(redis.url)];
      const [mine, far] = [await connect(here.url, TOKENS[0]), await connect(there.url, TOKENS[0])];
      await redis.stop();
      actors.ended.add(TOKENS[0]);
      const ended = Promise.all([gone(mine), gone(far)]);
      here.realtime.drop('session:session-0');
      await ended;
    } finally {
      await redis.stop();
    }
  });
});
