import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { canMount, mountSmall, onSmallDisk, type SmallDisk } from '@test/setup/small-disk';
import { asBusinessError } from '../http/problem.filter';
import { DiskSpace } from './disk-space';
import { FileStorage } from './file-storage';

const MIB = 2 ** 20;
const asked = { method: 'PUT', url: '/api/files', id: 'r' };

(canMount ? describe : describe.skip)(`a full disk, ${onSmallDisk}`, () => {
  let disk: SmallDisk;
  let storage: FileStorage;
  beforeEach(() => {
    disk = mountSmall(16);
    storage = new FileStorage(join(disk.folder, 'files'), 64, true);
  });
  afterEach(() => disk?.remove());

  const files = () => readdirSync(join(disk.folder, 'files'), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const chunks = (mib: number) => Readable.from(Array.from({ length: mib }, () => randomBytes(MIB)));
  const refusedAs = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      (error: unknown) => asBusinessError(error, asked).refusals[0].code,
    );

  test('what does not fit is refused for that, leaves nothing, and the next that fits is taken', async () => {
    expect(await refusedAs(storage.put(chunks(20)))).toBe('http.no-room');
    expect(files()).toEqual([]);
    await storage.put(chunks(10));
    expect(files()).toHaveLength(1);
  });

  test('a piece that does not fit takes no room; what came before it stays whole, and the file goes on once there is room', async () => {
    const name = randomUUID();
    const bytes = randomBytes(12 * MIB);
    const append = (from: number, to: number) => storage.append(name, Readable.from([bytes.subarray(from, to)]), { offset: from, most: 64 * MIB, see: () => undefined });
    await append(0, 6 * MIB);
    writeFileSync(join(disk.folder, 'other'), Buffer.alloc(8 * MIB));
    expect(await refusedAs(append(6 * MIB, 12 * MIB))).toBe('http.no-room');
    expect(await storage.free()).toBeGreaterThan(MIB); // negative control: without the `truncate` in FileStorage.append nothing is left
    writeFileSync(join(disk.folder, 'other'), '');
    await append(6 * MIB, 12 * MIB);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await storage.keep(name, { sha256, size: bytes.length });
    expect((await buffer(storage.read(sha256))).equals(bytes)).toBe(true);
  });

  test('it is told in steps: low when only bids get room, full when only the database does', async () => {
    const space = new DiskSpace(disk.folder, 8);
    const fill = (mib: number) => writeFileSync(join(disk.folder, 'other'), Buffer.alloc(mib * MIB));
    const states = [];
    for (const mib of [0, 7, 9, 13, 15]) {
      fill(mib);
      states.push(await space.state());
    }
    expect(states).toEqual(['ok', 'ok', 'low', 'low', 'full']);
  });
});
