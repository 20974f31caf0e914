import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gone } from '@test/setup/sockets';
import { serveInTurn } from './in-turn';
import { until } from '@test/setup/patience';

let server: Server;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

interface Handled {
  begun: number;
  ended: number;
  refused: number;
}

/** A server that works `work` for each request; counts what it began and what it heard the end of. */
async function serving(guarded: boolean, work: (response: ServerResponse, path: string) => void): Promise<Handled> {
  const handled = { begun: 0, ended: 0, refused: 0 };
  server = createServer({ requireHostHeader: false }, (request, response) => {
    handled.begun += 1;
    response.once('close', () => (handled.ended += 1));
    work(response, request.url!);
  });
  if (guarded)
    serveInTurn(server, (flaw, _request, response) => {
      handled.refused += 1;
      response.writeHead(flaw === 'no-length' ? 411 : 400, { connection: 'close' }).end();
    });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return handled;
}

async function sending(text: string): Promise<{ socket: Socket; read: () => string }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return { socket, read: () => heard };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;
const inRow = (n: number) => Array.from({ length: n }, (_, i) => get(`/${i}`)).join('');

test('what comes in a row is answered in its order, one after the other', async () => {
  let under = 0;
  let most = 0;
  const handled = await serving(true, (response, path) => {
    most = Math.max(most, (under += 1));
    setTimeout(() => {
      under -= 1;
      response.end(path);
    }, 5);
  });
  const { read } = await sending(inRow(9));
  const order = () => [...read().matchAll(/^\/(\d)/gm)].map(([, n]) => n).join('');
  await until(() => handled.ended === 9 && order().length === 9);
  expect(order()).toBe('012345678');
  expect(most).toBe(1);
});

test('who sends too many in a row is cut, and few of them were begun', async () => {
  const handled = await serving(true, (response) => void setTimeout(() => response.end('x'), 20));
  const { socket } = await sending(inRow(1_000));
  await gone(socket);
  expect(handled.begun).toBeLessThan(10);
});

describe('a connection that goes while its answers wait', () => {
  const hanging = (response: ServerResponse) => void response.write('x'.repeat(100));
  async function left(guarded: boolean): Promise<Handled> {
    const handled = await serving(guarded, hanging);
    const { socket, read } = await sending(inRow(5));
    await until(() => read() !== '' && (guarded || handled.begun === 5));
    socket.destroy();
    await until(() => handled.ended > 0);
    await sleep(50);
    return handled;
  }
  test('had one begun, which heard of it', async () => expect(await left(true)).toMatchObject({ begun: 1, ended: 1 }));
  test('negative control: without turns all of them were', async () => expect(await left(false)).toMatchObject({ begun: 5 }));
});

test('a body of unknown length is refused before its chunks are looked at, on the paths of every listener', async () => {
  const handled = await serving(true, (response) => response.end());
  const { socket, read } = await sending(`POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${'1\r\nA\r\n'.repeat(1000)}`);
  await gone(socket);
  expect(read()).toMatch(/^HTTP\/1.1 411 /);
  expect(handled).toMatchObject({ begun: 0, refused: 1 });
});

// negative control: without IDLE_BODY the answer comes and the server reads on for as long as somebody sends
test.each(['GET', 'HEAD', 'TRACE', 'OPTIONS'])('%s with a body without end is refused, and nothing of it is read', async (method) => {
  const handled = await serving(true, (response) => response.end('x'));
  const { socket, read } = await sending(`${method} / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000000\r\n\r\n`);
  let sent = 0;
  const more = () => void (!socket.destroyed && sent < 200 * 2 ** 20 && (sent += 2 ** 18) && socket.write(Buffer.alloc(2 ** 18), () => setImmediate(more)));
  more();
  await gone(socket);
  expect([read().slice(0, 12), handled.begun, handled.refused, sent < 20 * 2 ** 20]).toEqual(['HTTP/1.1 400', 0, 1, true]);
});

test.each([
  ['a refusal', 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 0],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 0],
  ['two hosts', 'GET / HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n', 0],
  ['a last request', 'GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 1],
])('after %s nothing is served that was sent behind it', async (_what, first, begun) => {
  const handled = await serving(true, (response) => void setTimeout(() => response.end(), 5));
  const { socket } = await sending(`${first}${get('/act')}`);
  await gone(socket);
  expect(handled.begun).toBe(begun);
});

test('negative control: behind one that goes on it is', async () => {
  const handled = await serving(true, (response) => response.end());
  await sending(`${get('/')}${get('/act')}`);
  await until(() => handled.begun === 2);
  expect(handled.begun).toBe(2);
});

test('who expects what is not known here is served in turn as well', async () => {
  const handled = await serving(true, (response) => void setTimeout(() => response.end('x'), 20));
  const { socket } = await sending('GET / HTTP/1.1\r\nhost: a\r\nexpect: foo\r\n\r\n'.repeat(1_000));
  await gone(socket);
  expect(handled.begun).toBeLessThan(10);
});

test('a refusal is read by who goes on sending', async () => {
  await serving(true, (response) => response.end());
  for (let i = 0; i < 20; i += 1) {
    const { socket, read } = await sending('POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n');
    for (let sent = 0; sent < 20; sent += 1) socket.write('1000\r\n' + 'A'.repeat(4096) + '\r\n');
    await gone(socket);
    expect(read()).toMatch(/^HTTP\/1.1 411 /);
  }
});

/** As a Node without `shouldUpgradeCallback` does it: whatever offers another protocol is handed over, and its connection with it. */
describe('where every offer of another protocol leaves HTTP', () => {
  const offer = (method: string, path: string, more = '') =>
    `${method} ${path} HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: ${path.startsWith('/socket.io/') ? 'websocket' : 'h2c'}\r\n${more}\r\n`;
  /** What the websocket's listener heard of, and the rest as `serving` counts it. */
  async function offered(guarded: boolean, sent: string): Promise<Handled & { changed: number; heard: string; closed: boolean }> {
    const handled = await serving(false, (response, path) => void setTimeout(() => response.end(`answer ${path}`), 20));
    let changed = 0;
    server.on('upgrade', (_request, socket: Socket) => {
      changed += 1;
      if (!guarded) socket.end();
      else socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    if (guarded)
      serveInTurn(server, (_flaw, _request, response) => {
        handled.refused += 1;
        response.writeHead(400, { connection: 'close' }).end();
      });
    const { socket, read } = await sending(sent);
    await Promise.race([gone(socket), sleep(5_000)]);
    return { ...handled, changed, heard: read(), closed: socket.closed };
  }

  test('one that is not known here is answered in HTTP/1.1, and its connection ends', async () => {
    const { changed, heard, closed, ...handled } = await offered(true, offer('GET', '/a'));
    expect([changed, closed, handled]).toEqual([0, true, { begun: 1, ended: 1, refused: 0 }]);
    expect(heard).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*answer \/a/i);
  });

  test('with a body, which nobody reads any more, it is refused', async () => {
    const { heard, begun, refused } = await offered(true, `${offer('POST', '/act', 'content-length: 2\r\n')}{}`);
    expect([begun, refused, heard.slice(0, 12)]).toEqual([0, 1, 'HTTP/1.1 400']);
  });

  test('behind another request it waits for its turn, a websocket too', async () => {
    for (const path of ['/b', '/socket.io/?EIO=4']) {
      const { changed, heard, begun } = await offered(true, get('/a') + offer('GET', path));
      expect([changed, begun, [...heard.matchAll(/answer (\S+?)(?=HTTP|$|\r|0)/g)].map(([, one]) => one)]).toEqual([
        0,
        2,
        ['/a', path].map((one) => expect.stringContaining(one.slice(0, 10)) as string),
      ]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await serving(true, (response) => response.end());
  });

  test('a websocket that comes first changes what is spoken', async () => expect((await offered(true, offer('GET', '/socket.io/?EIO=4'))).changed).toBe(1));

  test('negative control: without turns the other protocol’s listener has it, and nobody answers', async () => {
    expect(await offered(false, offer('GET', '/a'))).toMatchObject({ changed: 1, begun: 0, heard: '' });
  });
});
