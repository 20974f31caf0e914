import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checked } from './checked';
import { each } from './each';
import { s3Address } from './s3-address';
import { Assembly } from './s3-assembly';
import { S3Bucket } from './s3-bucket';
import { type Appended, assertHash, assertStaged, type Draft, type Look, type Lying, type Piece, type Range, Storage, type Stored } from './storage';

/** S3 takes 10 000 parts of at least 5 MiB. */
const LIMIT_MB = 50_000;

export function openS3(url: string, credentials: ConstructorParameters<typeof S3Bucket>[1], limitMb: number): Storage {
  const bucket = () => new S3Bucket(s3Address(url), credentials);
  return new S3Storage(bucket(), bucket(), limitMb);
}

const PATIENCE_MS = 10_000;
/** Content that nobody brought. */
const NOTHING = '0'.repeat(64);

/** Files in a bucket: each at its hash; what arrives in pieces below `incoming/`, copied by the server to its name when it is whole. */
class S3Storage extends Storage {
  constructor(
    private readonly bucket: S3Bucket,
    /** The same by lines of its own: a bucket whose lines are all busy is there. */
    private readonly door: S3Bucket,
    limitMb: number,
  ) {
    super(Math.min(limitMb, LIMIT_MB));
  }

  async stage(name: string, source: Readable, { most = this.most, see }: Look = {}): Promise<Draft> {
    const hash = createHash('sha256');
    const assembly = Assembly.fresh(this.bucket, staged(name));
    const discard = async () => void (assembly.small ?? (await this.discard(name)));
    try {
      const { end: size, cut } = await this.#take(assembly, source, { offset: 0, most, see: (chunk) => void (see?.(chunk), hash.update(chunk)) });
      if (cut) throw cut;
      if (!assembly.small) await assembly.finish();
      const sha256 = hash.digest('hex');
      return { sha256, size, keep: () => (assembly.small ? this.bucket.put(sha256, assembly.small) : this.bucket.copy(staged(name), sha256, size)), discard };
    } catch (error) {
      await discard();
      throw error;
    }
  }

  async append(name: string, source: Readable, piece: Piece): Promise<Appended> {
    const assembly = await Assembly.at(this.bucket, staged(name), piece.offset);
    const appended = await this.#take(assembly, source, piece);
    await assembly.rest();
    return appended;
  }

  async #take(assembly: Assembly, source: Readable, { offset, most, see }: Piece): Promise<Appended> {
    let end = offset;
    const cut = await each(source, (chunk) => {
      this.assertFits((end += chunk.length), most);
      see(chunk);
      return assembly.add(chunk);
    });
    return { end, ...(cut ? { cut } : {}) };
  }

  async staged(name: string, start: number, size: number): Promise<Readable> {
    await this.#finish(name, size);
    return this.bucket.get(staged(name), { start, end: size - 1 });
  }

  async keep(name: string, { sha256, size }: Stored): Promise<void> {
    assertHash(sha256);
    // it may have got its name just before a crash
    if ((await this.bucket.size(staged(name))) === undefined && (await this.bucket.unfinished(staged(name))).length === 0 && (await this.has(sha256))) return;
    await this.#finish(name, size);
    await this.bucket.copy(staged(name), sha256, size);
    await this.discard(name);
  }

  async #finish(name: string, size: number): Promise<void> {
    if ((await this.bucket.size(staged(name))) === size) return;
    await (await Assembly.at(this.bucket, staged(name), size)).finish();
  }

  async discard(name: string): Promise<void> {
    for (const upload of await this.bucket.unfinished(staged(name))) await this.bucket.abort(staged(name), upload);
    for await (const { name: key } of this.bucket.list(staged(name))) await this.bucket.remove(key);
  }

  read(sha256: string, range?: Range): Readable {
    assertHash(sha256);
    const bytes = async function* (bucket: S3Bucket) {
      yield* (await bucket.get(sha256, range)) as AsyncIterable<Buffer>;
    };
    const source = Readable.from(bytes(this.bucket), { objectMode: false });
    return range ? source : checked(sha256, source);
  }

  async has(sha256: string): Promise<boolean> {
    return (await this.bucket.size(assertHash(sha256))) !== undefined;
  }

  async remove(sha256: string): Promise<void> {
    await this.bucket.remove(assertHash(sha256));
  }

  names(start: string): AsyncIterable<Lying> {
    return this.bucket.list(start);
  }

  async *drafts(): AsyncGenerator<Lying> {
    for await (const { name, size } of this.bucket.list(FOLDER)) yield { name: name.slice(FOLDER.length, FOLDER.length + UUID), size };
    for (const key of await this.bucket.begun(FOLDER)) yield { name: key.slice(FOLDER.length), size: 0 };
  }

  async answers(): Promise<void> {
    await this.door.size(NOTHING, AbortSignal.timeout(PATIENCE_MS)); // one that says nothing keeps no line of it
  }

  /** A bucket does not say. */
  free(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

const UUID = 36;
const FOLDER = 'incoming/';
const staged = (name: string) => `${FOLDER}${assertStaged(name)}`;
