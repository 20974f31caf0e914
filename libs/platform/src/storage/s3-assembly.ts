import { buffer } from 'node:stream/consumers';
import type { Part, S3Bucket } from './s3-bucket';

/** A part that is not the last has at least 5 MiB in S3; ours have as much as a piece. */
const PART = 8 * 2 ** 20;
const LEAST = 5 * 2 ** 20;

/**
 * A file that is put together from parts in S3. Pieces may have any size and parts may not: what does not fill a part yet lies in an object
 * beside it, named by the place where it begins, so that it outlives this process too.
 */
export class Assembly {
  readonly #part = Buffer.allocUnsafe(PART);
  #filled = 0;

  private constructor(
    private readonly bucket: S3Bucket,
    private readonly key: string,
    private upload: string | undefined,
    private readonly parts: Part[],
  ) {}

  /** One that nobody began before. */
  static fresh = (bucket: S3Bucket, key: string) => new Assembly(bucket, key, undefined, []);

  /** Takes up what stands at `offset`; parts behind it were sent by a process that died before they counted, and are written over. */
  static async at(bucket: S3Bucket, key: string, offset: number): Promise<Assembly> {
    const [upload] = await bucket.unfinished(key);
    const parts = offset > 0 && upload ? upTo(await bucket.parts(key, upload), offset) : [];
    const assembly = new Assembly(bucket, key, upload, parts);
    if (assembly.#begun < offset) await assembly.#takeUp(offset);
    return assembly;
  }

  /** Bytes that lie in parts. */
  get #begun(): number {
    return this.parts.reduce((sum, { size }) => sum + size, 0);
  }

  #restKey = () => `${this.key}.${this.#begun}`;

  async #takeUp(offset: number): Promise<void> {
    const rest = await buffer(await this.bucket.get(this.#restKey(), { start: 0, end: offset - this.#begun - 1 }));
    if (rest.length !== offset - this.#begun) throw new Error(`storage: ${this.key} holds less than ${offset} bytes`);
    await this.add(rest);
  }

  async add(chunk: Buffer): Promise<void> {
    for (let from = 0; from < chunk.length; ) {
      const taken = chunk.copy(this.#part, this.#filled, from);
      from += taken;
      this.#filled += taken;
      if (this.#filled === PART) await this.#send();
    }
  }

  /** Everything is stored when this returns: as a part, or as the rest that waits for more. */
  async rest(): Promise<void> {
    if (this.#filled >= LEAST) await this.#send();
    else if (this.#filled > 0) await this.bucket.put(this.#restKey(), this.#part.subarray(0, this.#filled));
  }

  /** All of it, while no part was sent: small files go as one object. */
  get small(): Buffer | undefined {
    return this.parts.length === 0 ? this.#part.subarray(0, this.#filled) : undefined;
  }

  /** No more follows: the parts become one object. */
  async finish(): Promise<void> {
    if (this.#filled > 0) await this.#send();
    await this.bucket.finish(this.key, this.upload!, this.parts);
  }

  async #send(): Promise<void> {
    this.upload ??= await this.bucket.begin(this.key);
    this.parts.push(await this.bucket.part(this.key, this.upload, this.parts.length + 1, this.#part.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}

/** The parts from the first on that lie wholly before `offset`. */
function upTo(parts: readonly Part[], offset: number): Part[] {
  let end = 0;
  const behind = parts.findIndex(({ size }) => (end += size) > offset);
  return behind < 0 ? [...parts] : parts.slice(0, behind);
}
