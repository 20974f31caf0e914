import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Storage } from './storage';

let root: string;
let storage: Storage;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'storage-spec-'));
  storage = new Storage(root, 1, true);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MIB = 2 ** 20;
const put = (...chunks: Uint8Array[]) => storage.put(Readable.from(chunks));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** Whole files under their names, and drafts. */
const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

test('a file is named by its hash and read back byte for byte, or in part', async () => {
  const bytes = randomBytes(300_000);
  expect(await put(bytes.subarray(0, 7), bytes.subarray(7))).toEqual({ sha256: sha256(bytes), size: 300_000 });
  expect(await buffer(storage.read(sha256(bytes)))).toEqual(bytes);
  expect(await buffer(storage.read(sha256(bytes), { start: 10, end: 19 }))).toEqual(bytes.subarray(10, 20));
  expect(files()).toEqual([sha256(bytes)]);
});

test('the empty file is a file', async () => {
  expect(await put()).toEqual({ sha256: sha256(Buffer.alloc(0)), size: 0 });
});

test('the same content is stored once, also when it comes ten times at once', async () => {
  const bytes = randomBytes(100_000);
  await Promise.all(Array.from({ length: 10 }, () => put(bytes)));
  expect(files()).toEqual([sha256(bytes)]);
});

test('the limit: a whole MiB is kept, one byte more is refused and leaves nothing', async () => {
  await put(Buffer.alloc(MIB));
  await expect(put(Buffer.alloc(MIB), Buffer.alloc(1))).rejects.toMatchObject({ status: 413, refusals: [{ code: 'storage.too-large', params: { limit: 1 } }] });
  expect(files()).toEqual([sha256(Buffer.alloc(MIB))]);
});

test('an upload that breaks off leaves no half file', async () => {
  const broken = Readable.from(
    (function* () {
      yield randomBytes(1000);
      throw new Error('cut off');
    })(),
  );
  await expect(storage.put(broken)).rejects.toThrow('cut off');
  expect(files()).toEqual([]);
});

test('a file appears under its name only when it is whole', async () => {
  const half = new Readable({ read: () => undefined });
  half.push(Buffer.from('first '));
  const stored = storage.put(half);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await storage.has(sha256(Buffer.from('first ')))).toBe(false);
  expect(files().every((name) => name.length === 36)).toBe(true); // a draft, by its UUID
  half.push(Buffer.from('second'));
  half.push(null);
  expect(await storage.has((await stored).sha256)).toBe(true);
});

test('removing is by hash and may be repeated', async () => {
  const stored = await put(Buffer.from('x'));
  await storage.remove(stored.sha256);
  await storage.remove(stored.sha256);
  expect(await storage.has(stored.sha256)).toBe(false);
});

describe('path tricks', () => {
  const TRICKS = ['', '..', '../../etc/passwd', 'incoming/x', `${'a'.repeat(62)}/.`, `${'a'.repeat(64)}\u0000`, `${'a'.repeat(64)}\n`, 'A'.repeat(64), `..${'a'.repeat(62)}`, '０'.repeat(64)];
  test.each(TRICKS)('%j is no name', async (name) => {
    expect(() => storage.read(name)).toThrow('not a SHA-256');
    await expect(storage.has(name)).rejects.toThrow('not a SHA-256');
    await expect(storage.remove(name)).rejects.toThrow('not a SHA-256');
  });

  test('a link laid in the place of a file is replaced, not followed', async () => {
    const outside = join(root, 'outside.txt');
    writeFileSync(outside, 'untouched');
    const { sha256: name } = await put(Buffer.from('mine'));
    await storage.remove(name);
    symlinkSync(outside, join(root, name.slice(0, 2), name));
    await put(Buffer.from('mine'));
    expect([readFileSync(outside, 'utf8'), await buffer(storage.read(name))]).toEqual(['untouched', Buffer.from('mine')]);
  });
});

test('a request that is too large still gets its answer', async () => {
  const server: Server = createServer((request, response) => {
    storage.put(request).then(
      () => response.end('stored'),
      () => response.writeHead(413).end('too large'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answers = await Promise.all([8 * MIB, 10].map((size) => fetch(url, { method: 'PUT', body: Buffer.alloc(size) }).then((r) => r.status)));
  server.closeAllConnections();
  server.close();
  // negative control: while `put` destroyed its source, the first was "fetch failed" instead of 413
  expect(answers).toEqual([413, 200]);
});
