import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { signIn } from '../../apps/cli/src/play/people';
import { MOST_SESSIONS } from '../../libs/domain/src/identity/sessions.service';
import { Meters } from '../../libs/platform/src/http';
import { Realtime } from '../../libs/platform/src/realtime';
import { Frames, type Line } from '../../libs/platform/src/realtime/frames';
import { rows, until } from '../journeys/tools';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { closeAgent } from './surface';
import { PATIENCE_MS } from '../setup/patience';

/** What is sent below the messages of socket.io: openings of rooms that are none, pulses, thousands of packets in one request. */
let world: World;
beforeAll(async () => (world = await startWorld({ env: { LOG_LEVEL: 'silent' } })));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
  await closeAgent();
});

/** A websocket by hand: it can send what no library would. */
async function socketOf(url: URL): Promise<TcpSocket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: ${url.host}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${'A'.repeat(22)}==\r\n\r\n`,
  );
  await once(socket, 'data');
  return socket;
}
const masked = (opcode: number, text: string) => Buffer.concat([Buffer.of(0x80 | opcode, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text)]);
const [TEXT, PING] = [1, 9];

test.each([
  ['openings of a room that is none', masked(TEXT, '40/a,')],
  ['pulses of the protocol', masked(TEXT, '3')],
  ['pulses of the websocket', masked(PING, '')],
])('a stranger’s websocket that sends 2,000 %s is cut', async (_, frame) => {
  const socket = await socketOf(new URL(world.url));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  for (let i = 0; i < 2_000 && socket.writable; i += 1) socket.write(frame);
  await closed;
});

test('negative control: one that keeps to its pulse stays', async () => {
  const socket = await socketOf(new URL(world.url));
  socket.resume();
  for (let i = 0; i < 10; i += 1) socket.write(masked(TEXT, '3'));
  await sleep(1_000); // it would be cut in it
  expect(socket.closed).toBe(false);
  socket.destroy();
});

const polling = (sid = '') => `${world.url}/socket.io/?EIO=4&transport=polling${sid && `&sid=${sid}`}`;
async function openPolling(): Promise<string> {
  const opened = await (await fetch(polling())).text();
  return (JSON.parse(opened.slice(1)) as { sid: string }).sid;
}
const post = async (sid: string, body: string) => (await fetch(polling(sid), { method: 'POST', headers: { 'content-type': 'text/plain;charset=UTF-8' }, body })).status;

test('80,000 packets in one request end it, and nobody waits for them', async () => {
  const sid = await openPolling();
  await post(sid, Array(80_000).fill('40').join('\x1e'));
  expect(await post(sid, '3')).toBe(400); // there is no such connection any more
});

test('so do many requests', async () => {
  const sid = await openPolling();
  const answers: number[] = [];
  for (let i = 0; i < 200 && answers.at(-1) !== 400; i += 1) answers.push(await post(sid, '3'));
  expect(answers.at(-1)).toBe(400);
  expect(answers.length).toBeLessThan(60);
});

test.each([[['polling']], [['websocket']], [['polling', 'websocket']]])('a person by %j sends what a room needs', async (transports) => {
  const token = world.office.officer.token!;
  const socket = io(world.url, { auth: { token }, extraHeaders: { authorization: `Bearer ${token}` }, transports, forceNew: true, reconnection: false });
  await new Promise((resolve, reject) => socket.once('session.ready', resolve).once('connect_error', reject));
  const answers = await Promise.all(
    Array.from({ length: 150 }, () => socket.timeout(PATIENCE_MS).emitWithAck('room.enter', { roomId: '0190a000-0000-7000-8000-000000000000' }) as Promise<{ ok: boolean }>),
  );
  expect(answers.filter(({ ok }) => !ok)).toHaveLength(150); // no such room: each is told so
  expect(socket.connected).toBe(true);
  socket.disconnect();
});

describe('a connection’s number is no key to it', () => {
  const EVIL = { origin: 'http://evil.example' };
  /** What somebody hears who goes on with a person's polling connection, showing `headers`. */
  async function goesOn(opener: Record<string, string>, headers: Record<string, string>): Promise<number> {
    const { sid } = JSON.parse((await (await fetch(polling(), { headers: opener })).text()).slice(1)) as { sid: string };
    return (await fetch(polling(sid), { method: 'POST', headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' }, body: '40' })).status;
  }
  const shown = () => ({ authorization: `Bearer ${world.office.officer.token!}` });
  const cookie = () => ({ cookie: `tianping_session=${world.office.officer.token!}` });

  // negative control: without the comparison in engine-gate.ts each of them is let in with 200
  test.each([
    ['nothing', shown, () => EVIL],
    ['nothing, where a page opened it', cookie, () => EVIL],
    ['another session', shown, () => ({ authorization: `Bearer ${world.office.approver.token!}` })],
  ])('who shows %s is refused', async (_what, opener, other) => expect(await goesOn(opener(), other())).toBe(400));
  test.each([
    ['a program', shown],
    ['a page', cookie],
  ])('%s that shows its own goes on', async (_who, own) => expect(await goesOn(own(), own())).toBe(200));

  test('a program that polls and says its token in a packet alone is nobody', async () => {
    const socket = io(world.url, { auth: { token: world.office.officer.token! }, transports: ['polling'], forceNew: true, reconnection: false });
    await new Promise((resolve) => socket.once('disconnect', resolve));
    socket.disconnect();
  });
});

describe('connections that join nothing', () => {
  const lines = () => (world.running.app.get(Realtime).io.engine as unknown as { clients: Record<string, { close(discard: boolean): void }> }).clients;
  const endAll = () => Object.values(lines()).forEach((line) => line.close(true));
  beforeEach(endAll); // those of an address are counted together
  afterEach(endAll);
  const openAs = async (token?: string): Promise<boolean> => {
    const answer = await fetch(polling(), token ? { headers: { authorization: `Bearer ${token}` } } : {});
    const { sid } = JSON.parse((await answer.text()).slice(1)) as { sid: string };
    return sid in lines();
  };

  const stayOf = async (tokens: readonly (string | undefined)[]): Promise<number> => (await Promise.all(tokens.map(openAs))).filter(Boolean).length;
  const sessionsOf = async (many: number): Promise<string[]> => {
    const tokens: string[] = [];
    while (tokens.length < many) tokens.push((await signIn(world.url, 'sys.security.1', world.running.password!)).token!);
    return tokens;
  };

  // negative control: where the crowd goes by what is shown, 60 sessions of one account, 50 of which have ended, keep 6,000 for 45 s at 17 kB each
  test('are so many of one person, however many sessions he has or had, and keep nobody else out', async () => {
    const tokens = await sessionsOf(MOST_SESSIONS + 3);
    const [ended, live] = [tokens.slice(0, 3), tokens.slice(3)];
    expect(await stayOf(live.flatMap((token) => Array(30).fill(token) as string[]))).toBe(100);
    expect(await openAs(world.office.officer.token!)).toBe(true);
    expect(await stayOf(ended.flatMap((token) => Array(50).fill(token) as string[]))).toBe(100); // an address's
    expect(await stayOf([undefined, ...Array.from({ length: 20 }, (_, i) => `made-up-by-nobody-${i}`)])).toBe(0);
    expect(await openAs(world.office.officer.token!)).toBe(true);
  });
});

describe('what engine.io answers by itself', () => {
  const announce = async (head: string): Promise<{ swallowed: number; heard: string }> => {
    const { hostname, port } = new URL(world.url);
    const line = connect(Number(port), hostname);
    let [swallowed, heard] = [0, ''];
    line.on('error', () => undefined);
    line.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    const gone = new Promise((resolve) => line.once('close', resolve));
    line.write(`${head}\r\nhost: a\r\ncontent-length: 100000000000\r\n\r\n`);
    const chunk = Buffer.alloc(256 * 1024, 65);
    const more = () => {
      if (line.destroyed || swallowed > 200 * 2 ** 20) return line.destroy();
      swallowed += chunk.length;
      return line.write(chunk) ? void setImmediate(more) : void line.once('drain', more);
    };
    more();
    await gone;
    return { swallowed, heard };
  };
  const rowsOf = async () => (await rows<{ times: string }>(world, `select coalesce(sum(times), 0) as times from audit_entry where detail::text like '%socket%' and act = 'http.unknown'`))[0]!.times;

  // negative control: without the gate 200 MB are swallowed, and as many more as somebody sends
  test.each(['&sid=none', ''])('reads no body without end (%s)', async (sid) => {
    const { swallowed, heard } = await announce(`POST /socket.io/?EIO=4&transport=polling${sid} HTTP/1.1`);
    expect([heard.slice(0, 12), swallowed < 60 * 2 ** 20]).toEqual(['HTTP/1.1 400', true]);
  });

  // negative control: without `isOrderly` in engine-gate.ts the methods are answered 500 and the rest 200 or 400, as fast as somebody asks, counted by nobody
  test('what no page sends is counted on an open connection too, and leaves a trace where it would act', async () => {
    const sid = await openPolling();
    const counted = jest.spyOn(Meters.prototype, 'stranger');
    const before = Number(await rowsOf());
    const ask = async (method: string, query: string, body?: string) => {
      const answer = await fetch(`${polling(sid)}${query}`, { method, ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }) });
      await answer.arrayBuffer();
      return answer.status;
    };
    for (const method of ['PUT', 'DELETE', 'PATCH']) expect(await ask(method, '')).toBe(400);
    expect(await ask('POST', '&j=0', 'x=1')).toBe(400);
    expect((await fetch(`${polling()}&j=0`)).status).toBe(400);
    expect((await fetch(polling().replace('polling', 'websocket'))).status).toBe(400);
    expect(counted.mock.calls.filter(([door]) => door === 'unknown')).toHaveLength(6);
    counted.mockRestore();
    await until(async () => Number(await rowsOf()) >= before + 4);
    expect(await post(sid, '3')).toBe(200); // and who goes on as he should goes on
  });

  // negative control: without forgetting it in engine-gate.ts each of these is answered 400 by engine.io, uncounted
  test('a connection that asks what no page asks stands for nothing any more: what follows is counted', async () => {
    const socket = io(world.url, { transports: ['websocket'], forceNew: true, reconnection: false });
    await new Promise<void>((resolve, reject) => socket.once('connect', () => resolve()).once('connect_error', reject));
    const { id } = socket.io.engine as unknown as { id: string };
    const counted = jest.spyOn(Meters.prototype, 'stranger');
    for (let i = 0; i < 5; i += 1) expect((await fetch(polling(id))).status).toBe(400); // of a websocket nobody polls
    expect(counted.mock.calls.filter(([door]) => door === 'unknown')).toHaveLength(4); // all but the first
    counted.mockRestore();
    socket.disconnect();
  });

  const RISES = `sec-websocket-version: 13\r\nsec-websocket-key: ${'A'.repeat(22)}==`;
  /** The status of a request that asks to become a websocket, or only says so. */
  const rise = async (connection: string, sid = '', transport = 'websocket'): Promise<string> => {
    const { hostname, port } = new URL(world.url);
    const line = connect(Number(port), hostname);
    line.write(`GET /socket.io/?EIO=4&transport=${transport}${sid && `&sid=${sid}`} HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: ${connection}\r\n${RISES}\r\n\r\n`);
    const [heard] = (await once(line, 'data')) as [Buffer];
    line.destroy();
    return heard.toString('latin1').split(' ')[1]!;
  };
  const counting = async (work: () => Promise<void>): Promise<number> => {
    const counted = jest.spyOn(Meters.prototype, 'stranger');
    await work();
    const times = counted.mock.calls.filter(([door]) => door === 'unknown').length;
    counted.mockRestore();
    return times;
  };

  // negative control: where the head is believed engine.io answers 400, 1,700 a second, counted by nobody
  test('a head that speaks of a websocket and keeps to HTTP opens nothing, and is counted', async () => {
    const counted = await counting(async () => {
      for (let i = 0; i < 5; i += 1) expect(await rise('close')).toBe('400');
    });
    expect(counted).toBe(5);
  });

  // negative control: without `rose` in engine-gate.ts each of them is shaken hands with (101) and closed, 1,900 a second, counted by nobody
  test.each(['websocket', 'polling'])('a connection becomes a websocket once: what asks again, as %s, is counted', async (transport) => {
    const sid = await openPolling();
    const answers: string[] = [];
    const counted = await counting(async () => {
      for (let i = 0; i < 5; i += 1) answers.push(await rise('upgrade', sid, transport));
    });
    expect(answers.slice(1)).toEqual(Array(4).fill('400'));
    expect(counted).toBe(answers.filter((status) => status !== '101').length);
  });

  test('made-up numbers are counted and, where they would act, leave a trace', async () => {
    const asked = await Promise.all(Array.from({ length: 300 }, (_, i) => post(`made-up-${i}`, '40')));
    expect(new Set(asked)).toEqual(new Set([400]));
    await until(async () => Number(await rowsOf()) >= 300);
  });
});

describe('who reads no answers', () => {
  let heard: ((packet: { data?: string }) => void) | undefined;
  const line = { closed: false, writeBuffer: { length: 0 }, transport: { socket: { bufferedAmount: 0 } } };
  const watched = { ...line, on: (event: string, hear: never) => void (event === 'packet' && (heard = hear)), close: () => void (watched.closed = true) } as unknown as Line & typeof line;

  test.each([
    ['bytes', () => (watched.transport.socket.bufferedAmount = 5 * 2 ** 20)],
    ['answers', () => (watched.writeBuffer.length = 2_001)],
  ])('is cut when too many %s wait for him', (_, grow) => {
    Object.assign(watched, { closed: false, writeBuffer: { length: 0 }, transport: { socket: { bufferedAmount: 0 } } });
    const told: unknown[] = [];
    new Frames((cut) => told.push(cut)).watch(watched);
    heard!({ data: '2' });
    expect(watched.closed).toBe(false); // negative control
    grow();
    heard!({ data: '2' });
    expect([watched.closed, told]).toEqual([true, [watched]]);
  });
});
