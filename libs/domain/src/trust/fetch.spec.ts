import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchBytes } from './fetch';

/** An authority that sends elsewhere: inside, where nobody from outside comes. */
const asked: string[] = [];
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer(({ url: path = '' }, response) => {
    asked.push(path);
    const status = Number(path.slice(1)) || 200;
    if (status === 200) response.end('inside');
    else response.writeHead(status, { location: '/inside' }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server?.close());
beforeEach(() => asked.splice(0));

// negative control: with `fetch` of undici in place of `request` each is followed, and gives what is inside
test.each([301, 302, 303, 307, 308])('where an authority answers %i nobody goes on', async (status) => {
  await expect(fetchBytes(`${url}/${status}`, { limit: 100 })).rejects.toThrow(`HTTP ${status}`);
  expect(asked).toEqual([`/${status}`]);
});

test('negative control: what it sends to is there', async () => expect(String(await fetchBytes(`${url}/inside`, { limit: 100 }))).toBe('inside'));

test('more than was asked for is not taken', async () => expect(fetchBytes(`${url}/inside`, { limit: 5 })).rejects.toThrow('> 5 B'));
