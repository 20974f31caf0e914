import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendSealed } from '../../apps/cli/src/kit/transfer';
import { Client } from '../../apps/cli/src/play/client';
import { chaosProxy } from '../setup/chaos-proxy';
import { type Bidder, closeConnections, type Published, publishedTender, Refused, startWorld, type World } from './world';

const MIB = 2 ** 20;
let world: World;
let tender: Published;
let bidder: Bidder;
let dir: string;
beforeAll(async () => {
  world = await startWorld();
  tender = await publishedTender(world);
  bidder = await world.bidder('断点续传');
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'kit-transfer-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Counts what is sent; ends the command after so many pieces, as a kill would. */
class Watched extends Client {
  readonly pieces: number[] = [];
  dies = Infinity;
  /** Pieces that are damaged on their way. */
  damages = 0;

  override put<T>(path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<T> {
    if (this.pieces.length >= this.dies) throw new Error('killed');
    this.pieces.push(body.length);
    const bytes = Buffer.from(body);
    if ((this.damages -= 1) >= 0) bytes[bytes.length - 1]! ^= 1;
    return super.put<T>(path, bytes, headers);
  }
}

const sealed = (size = 20 * MIB) => writeFileSync(join(dir, 'bid.sealed'), Buffer.concat([Buffer.of(40), randomBytes(size - 1)]));
async function send(client: Client): Promise<string[]> {
  const said: string[] = [];
  await sendSealed({ dir, tender: tender.tenderId, file: join(dir, 'bid.sealed'), client, say: (line) => void said.push(line), wait: () => 10 });
  return said;
}
const watched = (url = world.url) => new Watched(url, bidder.client.token);

test('a command that was killed and run again goes on where the platform stands; run once more it finds all done', async () => {
  sealed();
  const killed = Object.assign(watched(), { dies: 2 });
  await expect(send(killed)).rejects.toThrow('killed');
  expect(JSON.parse(readFileSync(join(dir, 'upload.json'), 'utf8'))).toMatchObject({ size: 20 * MIB, tender: tender.tenderId });
  const again = watched();
  expect((await send(again)).at(0)).toContain('继续上次');
  expect(again.pieces).toEqual([4 * MIB]);
  const third = watched();
  await send(third);
  expect(third.pieces).toEqual([]);
});

test('another sealed file in the folder begins anew', async () => {
  sealed();
  await expect(send(Object.assign(watched(), { dies: 2 }))).rejects.toThrow('killed');
  sealed();
  const again = watched();
  expect((await send(again)).at(0)).toContain('重新上传');
  expect(again.pieces).toEqual([8 * MIB, 8 * MIB, 4 * MIB]);
});

test('a piece that was damaged on its way is told and sent again', async () => {
  sealed(9 * MIB);
  const said = await send(Object.assign(watched(), { damages: 1 }));
  expect(said[0]).toMatch(/损坏.*1\/20/);
  expect(said.at(-1)).toContain('已上传 100%');
});

// negative control: a page that is no JSON ended the command at once, with the words of the parser
test('a proxy that answers for a platform that starts anew is waited for', async () => {
  sealed(9 * MIB);
  let away = 3;
  const proxy = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => void pieces.push(piece));
    const handOn = async () => {
      const { host: _, connection: _c, 'content-length': _l, ...headers } = request.headers;
      const answer = await fetch(world.url + request.url!, { method: request.method!, headers: headers as Record<string, string>, ...(pieces.length > 0 ? { body: Buffer.concat(pieces) } : {}) });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! }).end(Buffer.from(await answer.arrayBuffer()));
    };
    const refused = request.method === 'PUT' && (away -= 1) >= 0;
    request.on('end', () => (refused ? void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>') : void handOn()));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const said = await send(watched(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`));
  proxy.close();
  expect([said.filter((line) => line.includes('HTTP 502')).length, said.at(-1)]).toEqual([3, expect.stringContaining('已上传 100%')]);
});

test('a line that never holds is given up after twenty tries, told in plain words', async () => {
  sealed(MIB);
  const proxy = await chaosProxy(
    world.url,
    Array.from({ length: 1000 }, (_, i) => 2000 + i * 1000),
  );
  await expect(send(watched(proxy.url))).rejects.not.toBeInstanceOf(Refused);
  expect(proxy.cuts()).toBeGreaterThanOrEqual(20);
  proxy.stop();
  await new Promise((resolve) => setTimeout(resolve, 500)); // the server still writes down the last one
});
