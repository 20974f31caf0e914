import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { closeConnections } from '../../apps/cli/src/play/client';
import { type World, startWorld } from '../journeys/world';
import { gone } from '../setup/sockets';

/** Where one request ends and the next begins, which methods there are, and whose page it is that opens a socket. */
let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** The statuses that come back on a bare line, until the server ends it. */
async function answersTo(port: number, sent: string): Promise<number[]> {
  const line = connect(port, '127.0.0.1');
  let came = '';
  line.on('data', (chunk: Buffer) => (came += chunk.toString('latin1')));
  line.write(sent);
  await gone(line);
  return [...came.matchAll(/HTTP\/1[.]1 (\d{3}) /g)].map(([, status]) => Number(status));
}
const portOf = () => Number(new URL(world.url).port);

const BEHIND = 'GET /api/clock HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
const post = (heads: string, body: string) => `POST /api/sessions/challenge HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${heads}\r\n\r\n${body}${BEHIND}`;
/** What is taken by itself: a refusal of the body would look like one of its form. */
const BODY = '{"login":"nobody.1"}';
const SIZE = `content-length: ${BODY.length}`;
const CHUNKS = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
const BOTH = post(`content-length: ${CHUNKS.length}\r\ntransfer-encoding: chunked`, CHUNKS);

/** What a proxy may end elsewhere than we do: then what one person sent becomes the head of another's request (ASVS 4.2.1). */
describe('a request that two readers may end in two places is refused, and nothing behind it is served', () => {
  test.each([
    ['a length and chunks', BOTH],
    ['chunks and a length', post(`transfer-encoding: chunked\r\n${SIZE}`, CHUNKS)],
    ['two lengths', post(`${SIZE}\r\ncontent-length: 5`, BODY)],
    ['a length with a sign', post(`content-length: +${BODY.length}`, BODY)],
    ['chunks of no known kind', post(`transfer-encoding: xchunked\r\n${SIZE}`, BODY)],
    ['a blank before the colon', post(`content-length : ${BODY.length}`, BODY)],
    ['lines without a carriage return', post(SIZE, BODY).replaceAll('\r\n', '\n')],
    ['a carriage return inside a line', BEHIND.replace('host: x', 'host: x\r\nx: a\rb: c')],
    ['the preface of HTTP/2', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${BEHIND}`],
  ])('%s', async (_what, sent) => expect(await answersTo(portOf(), sent)).toEqual([400]));

  test('negative control: what is told once is read, and so is what stands behind it', async () => expect(await answersTo(portOf(), post(SIZE, BODY))).toEqual([201, 200]));

  test('negative control: a server that reads leniently serves both', async () => {
    const lenient = createServer({ insecureHTTPParser: true }, (request, response) => void request.resume().on('end', () => response.end()));
    await once(lenient.listen(0, '127.0.0.1'), 'listening');
    try {
      expect(await answersTo((lenient.address() as AddressInfo).port, BOTH)).toEqual([200, 200]);
    } finally {
      lenient.close();
    }
  });
});

describe('methods', () => {
  const asked = (method: string, path: string, more = '') => answersTo(portOf(), `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${more}\r\n`);

  test.each(['TRACE', 'OPTIONS', 'PROPFIND', 'SEARCH', 'LINK', 'PATCH', 'PUT', 'DELETE'])('%s of what can only be read is not there', async (method) => {
    for (const path of ['/', '/api/clock']) expect(await asked(method, path, 'content-length: 0\r\n')).toEqual([404]);
  });

  test('a head that names another method changes nothing', async () => expect(await asked('GET', '/api/clock', 'x-http-method-override: DELETE\r\n')).toEqual([200]));

  test('negative control: it can be read', async () => {
    for (const method of ['GET', 'HEAD']) expect(await asked(method, '/api/clock')).toEqual([200]);
  });
});

describe('a socket that shows a person’s cookie', () => {
  /** How it is answered who asks for a room that is not there: 401 as nobody, 404 as a person. */
  async function answered(transport: string, said: Record<string, string>): Promise<number> {
    const extraHeaders = { cookie: `tianping_session=${world.office.officer.token!}`, ...said };
    const socket = io(world.url, { transports: [transport], extraHeaders, reconnection: false, forceNew: true });
    try {
      const answer = (await socket.emitWithAck('room.enter', { roomId: randomUUID(), since: 0 })) as { problem: { status: number } };
      return answer.problem.status;
    } finally {
      socket.disconnect();
    }
  }

  // negative control: without `fromOwnPage` in socket-door.ts each of them is the person
  test.each([
    ['another site’s', { origin: 'https://evil.example' }],
    ['a neighbouring host’s', { 'sec-fetch-site': 'same-site' }],
    ['a page’s that says nothing of itself', {}],
  ])('from %s is nobody’s', async (_whose, said) => {
    for (const transport of ['websocket', 'polling']) expect([transport, await answered(transport, said)]).toEqual([transport, 401]);
  });

  test('negative control: from our own page it is the person’s', async () => {
    for (const transport of ['websocket', 'polling']) expect(await answered(transport, { origin: world.url })).not.toBe(401);
  });
});
