import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone } from '@test/setup/sockets';
import { limitConnections } from './connections';
import { until } from '@test/setup/patience';

/** Beyond so many connections it is a crowd; here each newcomer is looked at. */
const MOST = 20;
const LARGE = 30_000_000;

const opened: Socket[] = [];
const held: ServerResponse[] = [];
let server: Server;
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
  held.splice(0);
  server?.closeAllConnections();
  server?.close();
});

async function serve(limit: (server: Server) => void): Promise<void> {
  server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    request.resume();
    if (request.url === '/slow') held.push(response);
    else if (request.url === '/large') response.end(Buffer.alloc(LARGE, 'x'));
    else response.end('here');
  });
  limit(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}
const crowded = () => serve((one) => limitConnections(one, 1_000, () => false, { most: MOST, lookMs: 0 }));

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;

async function open(says: string): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  opened.push(socket);
  await once(socket, 'connect');
  socket.write(says);
  return socket;
}
/** Answered, and waiting for its next request. */
async function answered(): Promise<Socket> {
  const socket = await open(get('/'));
  await once(socket, 'data');
  return socket.resume();
}
const crowd = async () => {
  const idle: Socket[] = [];
  while (idle.length < MOST) idle.push(await answered());
  return idle;
};
const closed = (sockets: readonly Socket[]) => sockets.filter((socket) => socket.closed).length;

test('in a crowd those that wait for their next request go, and whoever comes is served', async () => {
  await crowded();
  const idle = await crowd();
  await sleep(100); // nobody is sent away in it
  expect(closed(idle)).toBe(0); // negative control: so many are no crowd yet
  const newcomers = await Promise.all(Array.from({ length: MOST }, answered));
  await until(() => closed(idle) === MOST);
  expect(newcomers.every((socket) => socket.bytesRead > 0)).toBe(true);
});

test('negative control: without the limit all stay', async () => {
  await serve(() => undefined);
  const idle = await crowd();
  await answered();
  await sleep(300); // nobody is sent away in it
  expect(closed(idle)).toBe(0);
});

test('who has a request under way stays: being sent, being answered, or with its answer on the way', async () => {
  await crowded();
  const sending = await answered();
  sending.write('GET / HT');
  const answering = await open(get('/slow'));
  const loading = (await open(get('/large'))).pause();
  const second = await answered();
  second.write(get('/slow') + get('/'));
  await until(() => held.length === 2);
  const idle = [...(await crowd()), ...(await crowd())];
  await until(() => closed(idle) >= MOST);
  for (const socket of [sending, answering, second]) expect(socket.closed).toBe(false);
  sending.write('TP/1.1\r\nhost: a\r\n\r\n');
  for (const response of held) response.end('late');
  await until(() => [sending, answering, second].every((socket) => socket.bytesRead > 0));
  loading.resume();
  await until(() => loading.bytesRead > LARGE);
});

test('negative control: what Node itself takes for idle includes an answer on its way', async () => {
  await serve(() => undefined);
  const loading = (await open(get('/large'))).pause();
  await sleep(300);
  server.closeIdleConnections();
  loading.resume();
  await gone(loading);
  expect(loading.bytesRead).toBeLessThan(LARGE);
});
