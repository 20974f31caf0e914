import { once } from 'node:events';
import { connect, type Socket as TcpSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { Frames, type Line } from '../../libs/platform/src/realtime/frames';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { closeAgent } from './surface';

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
  await sleep(1_000);
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
  const socket = io(world.url, { auth: { token: world.office.officer.token }, transports, forceNew: true, reconnection: false });
  await new Promise((resolve, reject) => socket.once('session.ready', resolve).once('connect_error', reject));
  const answers = await Promise.all(
    Array.from({ length: 150 }, () => socket.timeout(20_000).emitWithAck('room.enter', { roomId: '0190a000-0000-7000-8000-000000000000' }) as Promise<{ ok: boolean }>),
  );
  expect(answers.filter(({ ok }) => !ok)).toHaveLength(150); // no such room: each is told so
  expect(socket.connected).toBe(true);
  socket.disconnect();
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
