import type { FileHandle } from 'node:fs/promises';
import { flushing } from './flushing';

const BATCH = 2 ** 20;
const CHUNKS = 256;
/** After so much the disk begins to flush while more arrives: less is left to wait for at the end. */
const EARLY = 4 * BATCH;

/** Writes to a file while more arrives: one batch is under way, the next one gathers. */
export class Batches {
  #waiting: Buffer[] = [];
  #bytes = 0;
  #under = Promise.resolve();
  #unflushed = 0;
  #flushing = Promise.resolve();

  constructor(
    private readonly handle: FileHandle,
    private at: number,
    private readonly durable: boolean,
  ) {}

  async add(chunk: Buffer): Promise<void> {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= BATCH || this.#waiting.length >= CHUNKS) await this.#next();
  }

  /** Returns the place behind the last byte once all is written, and flushed where that is wanted. */
  async end(): Promise<number> {
    await this.#next();
    await this.#under;
    await this.#flushing;
    if (this.durable) await flushing(() => this.handle.datasync());
    return this.at;
  }

  async #next(): Promise<void> {
    await this.#under;
    if (this.#bytes === 0) return;
    const [batch, bytes, at] = [this.#waiting, this.#bytes, this.at];
    [this.#waiting, this.#bytes, this.at] = [[], 0, at + bytes];
    this.#under = this.#write(batch, bytes, at);
    this.#under.catch(() => undefined); // told at the next batch or at the end
  }

  async #write(batch: Buffer[], bytes: number, at: number): Promise<void> {
    const { bytesWritten } = await this.handle.writev(batch, at);
    if (bytesWritten < bytes) await this.#rest(Buffer.concat(batch).subarray(bytesWritten), at + bytesWritten);
    this.#unflushed += bytes;
    if (this.durable && this.#unflushed >= EARLY) this.#flush();
  }

  /** The last bytes for which a disk has room are written without a word; the next ones say that there is none. */
  async #rest(bytes: Buffer, at: number): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, from, bytes.length - from, at + from);
      if (bytesWritten === 0) throw new Error(`the disk took ${from} of ${bytes.length} bytes`);
      from += bytesWritten;
    }
  }

  #flush(): void {
    this.#unflushed = 0;
    this.#flushing = this.#flushing.then(() => flushing(() => this.handle.datasync()));
    this.#flushing.catch(() => undefined); // told at the end
  }
}
