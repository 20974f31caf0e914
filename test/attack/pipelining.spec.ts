import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { rows, until } from '../journeys/tools';
import { gone } from '../setup/sockets';

/** Requests sent in a row, and bodies of which nobody says the length: what costs their sender a byte must not cost the platform a file or a second. */
let world: World;
const sockets: Socket[] = [];
beforeAll(async () => (world = await startWorld()));
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

async function line(says: string): Promise<Socket> {
  const socket = connect({ port: Number(new URL(world.url).port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(says);
  return socket;
}
const files = () => readdirSync('/proc/self/fd').length;
const request = (method: string, path: string, more = '') => `${method} ${path} HTTP/1.1\r\nhost: a\r\n${more}\r\n`;

test('files asked for in a row by who reads none of them are opened one at a time, and closed when he goes', async () => {
  const before = files();
  const greedy = await Promise.all(Array.from({ length: 10 }, () => line(request('GET', '/assets/mark.svg').repeat(2_000))));
  for (const socket of greedy) socket.pause();
  await sleep(300);
  expect(files() - before).toBeLessThan(60); // a connection has two ends here, and one file
  for (const socket of greedy) socket.destroy();
  await until(async () => files() <= before + 5);
});

test.each([
  ['an act', 'POST', '/api/projects'],
  ['a sign-in', 'POST', '/api/sessions'],
  ['an upload', 'PUT', '/api/files?name=a.pdf'],
  ['a socket that polls', 'POST', '/socket.io/?EIO=4&transport=polling'],
])('%s without a length is refused, traced, and its connection ends', async (_what, method, path) => {
  const traced = async () => Number((await rows<{ n: string }>(world, `select coalesce(sum(times), 0) as n from audit_entry where outcome = 'refused' and act = 'http.unknown'`))[0]!.n);
  const before = await traced();
  const socket = await line(`${request(method, path, 'transfer-encoding: chunked\r\ncontent-type: application/json\r\n')}${'1\r\nA\r\n'.repeat(5_000)}`);
  let told = '';
  socket.on('data', (chunk: Buffer) => (told += chunk.toString()));
  await gone(socket);
  expect(told).toMatch(/^HTTP\/1\.1 411 /);
  expect(JSON.parse(told.slice(told.indexOf('\r\n\r\n')))).toMatchObject({ status: 411, code: 'http.length-required' });
  await until(async () => (await traced()) > before);
});

// negative control: handed to the router each went past every hook, and the fault of telling that nobody waited for ended the process
test.each(['*', 'http://a', 'https://a?b', 'http://a?b/', 'http://a#/', 'http:///', 'a:b', 'http:/a', 'ftp://a/', '?', '#/'])(
  'what names no path (%s) is refused by every method, and the next is served',
  async (target) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const socket = await line(request(method, target, 'content-length: 0\r\n'));
      let told = '';
      socket.on('data', (chunk: Buffer) => (told += chunk.toString()));
      await gone(socket);
      expect(told.slice(0, 12)).toBe('HTTP/1.1 400');
    }
    expect((await fetch(`${world.url}/api/tenders`)).status).toBe(200);
  },
);

test.each(['http://a/api/tenders', 'HTTP://a/', '/', '//', '/*'])('negative control: what names one (%s) comes to a route', async (target) => {
  const socket = await line(request('GET', target, 'connection: close\r\n'));
  let told = '';
  socket.on('data', (chunk: Buffer) => (told += chunk.toString()));
  await gone(socket);
  expect(told).toMatch(/^HTTP\/1\.1 (200|404) [^]*x-request-id/);
});

test.each([
  ['who expects what nobody knows', 'expect: foo\r\n', /^HTTP\/1\.1 401 /],
  ['who offers another protocol', 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n', /^HTTP\/1\.1 401 /],
])('%s is answered, and traced, as anybody', async (_what, more, answered) => {
  const traced = async () => Number((await rows<{ n: string }>(world, `select coalesce(sum(times), 0) as n from audit_entry where outcome = 'refused'`))[0]!.n);
  const before = await traced();
  const socket = await line(`${request('POST', '/api/projects', `${more}content-type: application/json\r\ncontent-length: 2\r\n`)}{}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(answered);
  await until(async () => (await traced()) > before);
});

test('negative control: the same with its length is read', async () => {
  const socket = await line(`${request('POST', '/api/sessions', 'content-type: application/json\r\ncontent-length: 2\r\n')}{}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
});
