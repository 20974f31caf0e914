import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitBody, HEAD_MS } from '../../libs/platform/src/http/connections';
import { rows } from '../journeys/tools';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { gone } from '../setup/sockets';
import { until } from '../setup/patience';

/** Strangers who open connections and say little or nothing. All of 127.0.0.0/8 is this machine: each has an address of his own. */
const MOST = 40;
const PROXY = '127.0.0.9';

let world: World;
const opened: Socket[] = [];
beforeAll(async () => (world = await startWorld({ env: { CONNECTIONS_PER_ADDRESS: String(MOST), TRUSTED_PROXIES: PROXY } })));
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const portOf = (url: string) => Number(new URL(url).port);

async function open(port: number, localAddress: string, says = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  opened.push(socket);
  await once(socket, 'connect');
  if (says) socket.write(says);
  return socket;
}
const many = (n: number, from: string) => Promise.all(Array.from({ length: n }, () => open(portOf(world.url), from)));
const standing = (sockets: readonly Socket[]) => sockets.filter((socket) => !socket.closed).length;

/** How many stand once the server has had time to see them all: as long as it takes on a slow machine, and then a moment more. */
async function settled(sockets: readonly Socket[], expected: number): Promise<number> {
  await until(() => standing(sockets) === expected).catch(() => undefined); // what stands then is told
  await sleep(300);
  return standing(sockets);
}
const isServed = async () => (await fetch(`${world.url}/api/tenders`)).status;

test('one address has so many connections and no more; others come in, and so does it when some have gone', async () => {
  const sockets = await many(2 * MOST, '127.0.0.5');
  for (const socket of sockets) socket.resume();
  expect(await settled(sockets, MOST)).toBe(MOST);
  expect(await isServed()).toBe(200);
  for (const socket of sockets) socket.destroy();
  // the server hears a little later that they have gone
  let again = 0;
  for (let tries = 0; again < MOST && tries < 20; tries += 1) {
    const others = await many(MOST, '127.0.0.5');
    for (const socket of others) socket.resume();
    again = await settled(others, MOST);
    for (const socket of others) socket.destroy();
  }
  expect(again).toBe(MOST);
});

test('negative control: a named proxy speaks for many', async () => {
  const sockets = await many(2 * MOST, PROXY);
  for (const socket of sockets) socket.resume();
  expect(await settled(sockets, 2 * MOST)).toBe(2 * MOST);
});

test(
  'who says nothing, or never ends what he says, is cut; who has been answered may wait',
  async () => {
    const port = portOf(world.url);
    const [silent, slow, answered] = [await open(port, '127.0.0.6'), await open(port, '127.0.0.6'), await open(port, '127.0.0.6', 'GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n')];
    for (const socket of [silent, slow, answered]) socket.resume();
    slow.write('GET / HTTP/1.1\r\n');
    const dribble = setInterval(() => slow.write('x-a: b\r\n'), 500);
    try {
      await Promise.all([silent, slow].map(gone));
    } finally {
      clearInterval(dribble);
    }
    expect(answered.closed).toBe(false);
  },
  4 * HEAD_MS,
);

describe('a body that does not come', () => {
  let server: Server;
  afterEach(() => server?.close());
  const serving = async (patience?: number): Promise<number> => {
    server = createServer((request, response) => {
      if (patience !== undefined) awaitBody(request, patience);
      request.on('error', () => undefined).on('end', () => response.end('heard'));
      request.resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const HEAD = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n';

  test('ends the request; one that came is answered long after', async () => {
    const port = await serving(500);
    const [slow, quick] = [await open(port, '127.0.0.1', HEAD), await open(port, '127.0.0.1', HEAD + 'x'.repeat(1000))];
    quick.resume();
    slow.resume();
    const dribble = setInterval(() => slow.write('x'), 100);
    await gone(slow);
    clearInterval(dribble);
    await sleep(700); // longer than the deadline, which is not its own any more
    expect(quick.closed).toBe(false);
  });

  test('negative control: without the deadline it goes on', async () => {
    const slow = await open(await serving(), '127.0.0.1', HEAD);
    slow.resume();
    await sleep(1_500); // three deadlines
    expect(slow.closed).toBe(false);
  });
});

test('an act whose body breaks off leaves its trace', async () => {
  const socket = await open(portOf(world.url), '127.0.0.7', 'POST /api/sessions HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{');
  await sleep(300);
  socket.destroy();
  const traces = () => rows(world, `select outcome from audit_entry where ip = '127.0.0.7'`);
  await until(async () => (await traces()).length > 0);
  expect(await traces()).toEqual([{ outcome: 'refused' }]);
});
