import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { loadConfig } from '../config';
import { openStorage } from './open-storage';
import { s3Address } from './s3-address';
import { S3Bucket } from './s3-bucket';
import { S3Server } from './s3-server.fixtures';
import type { Storage } from './storage';

const MIB = 2 ** 20;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function allOf<T>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}

interface Place {
  storage: Storage;
  /** Names of whole files and of drafts. */
  files(): string[];
  /** Changes a file behind the storage's back. */
  spoil(name: string): void;
  end(): void;
}

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'storage-spec-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function onDisk(limit = 1): Promise<Place> {
  const storage = await openStorage(loadConfig({ DATA_DIR: root, UPLOAD_LIMIT_MB: String(limit) }), true);
  const folder = join(root, 'files');
  const files = () => (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : []).map((entry) => entry.name);
  return { storage, files, spoil: (name) => writeFileSync(join(folder, name.slice(0, 2), name), 'spoilt'), end: () => undefined };
}

const server = new S3Server();
let s3: string;
beforeAll(async () => void (s3 = await server.start()));
afterAll(() => server.stop());

async function inBucket(limit = 1): Promise<Place> {
  const [STORAGE_URL, keys] = [`s3://bids/some/prefix?endpoint=${s3}&region=cn-north-1`, { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'drawn-4f1c9a' }];
  const storage = await openStorage(loadConfig({ STORAGE_URL, UPLOAD_LIMIT_MB: String(limit), ...keys }), true);
  const files = () => [...server.objects.keys(), ...[...server.uploads.values()].map(({ key }) => key)].map((key) => key.replace('bids/some/prefix/', '').replace('incoming/', ''));
  const end = () => (server.objects.clear(), server.uploads.clear());
  return { storage, files, spoil: (name) => void server.objects.set(`bids/some/prefix/${name}`, Buffer.from('spoilt')), end };
}

describe.each([
  ['files on disk', onDisk],
  ['objects in S3', inBucket],
])('%s', (_where, open) => {
  let place: Place;
  let storage: Storage;
  beforeEach(async () => ({ storage } = place = await open()));
  afterEach(() => place?.end());
  const files = () => place.files();
  const put = (...chunks: Uint8Array[]) => storage.put(Readable.from(chunks));

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

  test('a draft has no name yet: kept, it gets one; discarded, it leaves nothing', async () => {
    const [small, large] = [randomBytes(1000), randomBytes(MIB)];
    for (const bytes of [small, large]) {
      const draft = await storage.stage(randomUUID(), Readable.from([bytes]));
      expect([draft.sha256, draft.size, await storage.has(draft.sha256)]).toEqual([sha256(bytes), bytes.length, false]);
      await draft.discard();
      expect(files()).toEqual([]);
      const kept = await storage.stage(randomUUID(), Readable.from([bytes]));
      await kept.keep();
      await kept.discard();
      expect(await storage.has(kept.sha256)).toBe(true);
      await storage.remove(kept.sha256);
    }
    expect(files()).toEqual([]);
  });

  test('what is looked at may be refused at its first bytes, and its sender may say how much comes at most', async () => {
    const refusing = () => {
      throw new Error('not this');
    };
    await expect(storage.put(Readable.from([randomBytes(10)]), { see: refusing })).rejects.toThrow('not this');
    await expect(storage.put(Readable.from([randomBytes(10)]), { most: 9 })).rejects.toMatchObject({ status: 413 });
    expect(files()).toEqual([]);
  });

  test('it says itself what lies in it: names by their beginning, on every page, and drafts', async () => {
    const stored = [];
    for (let i = 0; i < 8; i += 1) stored.push(await put(randomBytes(100 + i)));
    const draft = randomUUID();
    await storage.append(draft, Readable.from([randomBytes(6 * MIB)]), { offset: 0, most: 6 * MIB, see: () => undefined });
    const listed = async (start: string) => (await allOf(storage.names(start))).map(({ name, size }) => `${name} ${size}`);
    const all = stored.map((one) => `${one.sha256} ${one.size}`);
    const starts = [...'0123456789abcdef'];
    expect((await Promise.all(starts.map(listed))).flat().sort()).toEqual([...all].sort());
    expect(await listed(stored[0]!.sha256.slice(0, 5))).toEqual([all[0]]);
    expect([...new Set((await allOf(storage.drafts())).map(({ name }) => name))]).toEqual([draft]);
    await storage.discard(draft);
    expect(await allOf(storage.drafts())).toEqual([]);
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
  });

  test('what is read whole is checked against its name; the last chunk comes only when it holds', async () => {
    const { sha256: name } = await put(randomBytes(200_000));
    place.spoil(name);
    await expect(buffer(storage.read(name))).rejects.toThrow('has changed');
    expect((await buffer(storage.read(name, { start: 0, end: 2 }))).toString()).toBe('spo');
  });

  describe('a file in pieces', () => {
    const append = (name: string, offset: number, bytes: Uint8Array, most = 64 * MIB) => storage.append(name, Readable.from([bytes]), { offset, most, see: () => undefined });
    let name: string;
    beforeEach(() => (name = randomUUID()));

    test.each([
      ['pieces of 8 MiB', [8, 8, 8, 3]],
      ['pieces that fill no part', [1, 2, 3, 4, 5, 6, 1]],
      ['one small piece', [0.001]],
      ['parts on more than one page', [5, 5, 5, 5, 5, 5, 5, 5]],
    ])('%s: read back as staged, then under its name, and nothing else is left', async (_what, sizes) => {
      const whole = randomBytes(sizes.reduce((sum, size) => sum + Math.round(size * MIB), 0));
      let at = 0;
      for (const size of sizes) at = (await append(name, at, whole.subarray(at, at + Math.round(size * MIB)))).end;
      const from = Math.floor(whole.length / 3);
      expect((await buffer(await storage.staged(name, from, whole.length))).equals(whole.subarray(from))).toBe(true);
      const stored = { sha256: sha256(whole), size: whole.length };
      await storage.keep(name, stored);
      await storage.keep(name, stored); // a crash may have come just after the first
      expect((await buffer(storage.read(stored.sha256))).equals(whole)).toBe(true);
      expect(files()).toEqual([stored.sha256]);
    });

    test('what a crash left behind the place that counts is written over', async () => {
      const whole = randomBytes(12 * MIB);
      await append(name, 0, whole.subarray(0, 2 * MIB));
      await append(name, 2 * MIB, randomBytes(8 * MIB)); // stored, but the row never counted it
      await append(name, 2 * MIB, whole.subarray(2 * MIB, 9 * MIB));
      await append(name, 9 * MIB, whole.subarray(9 * MIB));
      await storage.keep(name, { sha256: sha256(whole), size: whole.length });
      expect((await buffer(storage.read(sha256(whole)))).equals(whole)).toBe(true);
    });

    test('a source that breaks off: what it gave before is stored, and the error is told', async () => {
      const whole = randomBytes(3000);
      const seen: Buffer[] = [];
      const source = Readable.from(
        (function* () {
          yield whole.subarray(0, 1000);
          throw new Error('cut off');
        })(),
      );
      const { end, cut } = await storage.append(name, source, { offset: 0, most: 3000, see: (chunk) => void seen.push(chunk) });
      expect([end, cut?.message, Buffer.concat(seen).length]).toEqual([1000, 'cut off', 1000]);
      await append(name, 1000, whole.subarray(1000));
      await storage.keep(name, { sha256: sha256(whole), size: 3000 });
      expect((await buffer(storage.read(sha256(whole)))).equals(whole)).toBe(true);
    });

    test('more than was announced is refused; what is discarded leaves nothing', async () => {
      await append(name, 0, randomBytes(6 * MIB));
      await expect(append(name, 6 * MIB, randomBytes(MIB + 1), 7 * MIB)).rejects.toMatchObject({ status: 413 });
      await append(name, 6 * MIB, randomBytes(100));
      await storage.discard(name);
      await storage.discard(name);
      expect(files()).toEqual([]);
    });
  });

  test('a large file goes in parts and leaves one file', async () => {
    const large = (await open(64)).storage;
    const bytes = randomBytes(20 * MIB);
    expect(await large.put(Readable.from([bytes.subarray(0, 9 * MIB), bytes.subarray(9 * MIB)]))).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect((await buffer(large.read(sha256(bytes), { start: 10 * MIB, end: 11 * MIB }))).equals(bytes.subarray(10 * MIB, 11 * MIB + 1))).toBe(true);
    expect(files()).toEqual([sha256(bytes)]);
  });
});

describe('on disk', () => {
  let place: Place;
  beforeEach(async () => (place = await onDisk()));
  const put = (...chunks: Uint8Array[]) => place.storage.put(Readable.from(chunks));

  test('a file appears under its name only when it is whole', async () => {
    const half = new Readable({ read: () => undefined });
    half.push(Buffer.from('first '));
    const stored = place.storage.put(half);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await place.storage.has(sha256(Buffer.from('first ')))).toBe(false);
    expect(place.files().every((name) => name.length === 36)).toBe(true); // a draft, by its UUID
    half.push(Buffer.from('second'));
    half.push(null);
    expect(await place.storage.has((await stored).sha256)).toBe(true);
  });

  test('a link laid in the place of a file is replaced, not followed', async () => {
    const outside = join(root, 'outside.txt');
    writeFileSync(outside, 'untouched');
    const { sha256: name } = await put(Buffer.from('mine'));
    await place.storage.remove(name);
    symlinkSync(outside, join(root, 'files', name.slice(0, 2), name));
    await put(Buffer.from('mine'));
    expect([readFileSync(outside, 'utf8'), await buffer(place.storage.read(name))]).toEqual(['untouched', Buffer.from('mine')]);
  });
});

describe('S3', () => {
  test('a small file is one request; pieces of 5 MiB and more are parts, copied to their name by the server', async () => {
    const place = await inBucket(64);
    server.log.length = 0;
    await place.storage.put(Readable.from([Buffer.from('small')]));
    expect(server.log).toEqual(['PUT ']);
    const name = randomUUID();
    const bytes = randomBytes(8 * MIB);
    server.log.length = 0;
    await place.storage.append(name, Readable.from([bytes]), { offset: 0, most: 8 * MIB, see: () => undefined });
    await place.storage.keep(name, { sha256: sha256(bytes), size: bytes.length });
    expect(server.log.filter((line) => line.startsWith('GET ') && !/uploads|list-type|uploadId/.test(line))).toEqual([]); // nothing is read again
    place.end();
  });

  test('beyond what one copy takes, the server copies in parts', async () => {
    const bucket = new S3Bucket(s3Address(`s3://bids?endpoint=${s3}`), { accessKeyId: 'KEY', secretAccessKey: 'secret' });
    const bytes = randomBytes(13 * MIB);
    await bucket.put('from', bytes);
    await bucket.copy('from', 'to', bytes.length, 10 * MIB, 6 * MIB);
    expect(server.objects.get('bids/to')!.equals(bytes)).toBe(true);
    expect(server.uploads.size).toBe(0);
  });

  test('a key that the server does not know is told, not taken for a file that is missing', async () => {
    const storage = await openStorage(loadConfig({ STORAGE_URL: `s3://bids?endpoint=${s3}`, AWS_ACCESS_KEY_ID: 'OTHER', AWS_SECRET_ACCESS_KEY: 'drawn-4f1c9a' }), true);
    await expect(storage.has('a'.repeat(64))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test('its address: bucket, prefix, endpoint, region, and nothing else', async () => {
    expect(s3Address('s3://bids/a/b/?endpoint=http://minio:9000&region=cn-north-1')).toEqual({ bucket: 'bids', prefix: 'a/b/', endpoint: 'http://minio:9000', region: 'cn-north-1' });
    expect(s3Address('s3://bids')).toEqual({ bucket: 'bids', prefix: '', region: 'us-east-1' });
    for (const wrong of ['s3://', 's3://bids?endpoint=minio', 's3://key:secret@bids', 's3://bids?acl=public']) expect(() => s3Address(wrong)).toThrow('STORAGE_URL');
    await expect(openStorage(loadConfig({ STORAGE_URL: 's3://bids' }), true)).rejects.toThrow('AWS_ACCESS_KEY_ID');
  });
});

test('a request that is too large still gets its answer', async () => {
  const { storage } = await onDisk();
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

test('a bucket says that it is there as long as it is, whatever its own lines are busy with', async () => {
  const own = new S3Server();
  const at = await own.start();
  const keys = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'drawn-4f1c9a' };
  const storage = await openStorage(loadConfig({ STORAGE_URL: `s3://bids/some/prefix?endpoint=${at}&region=cn-north-1`, ...keys }), true);
  await storage.answers();
  own.stop();
  await expect(storage.answers()).rejects.toThrow();
});

test('one that says nothing is given up', async () => {
  const over = new AbortController();
  const silent = createServer(() => over.abort()).listen(0, '127.0.0.1'); // takes what comes, and the time that was left for it is over
  await once(silent, 'listening');
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(over.signal);
  const keys = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'drawn-4f1c9a' };
  const storage = await openStorage(loadConfig({ STORAGE_URL: `s3://bids/p?endpoint=http://127.0.0.1:${(silent.address() as AddressInfo).port}&region=cn-north-1`, ...keys }), true);
  await expect(storage.answers()).rejects.toThrow('abort');
  jest.restoreAllMocks();
  silent.closeAllConnections();
  silent.close();
});
