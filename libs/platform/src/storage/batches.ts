import type { FileHandle } from 'node:fs/promises';

const BATCH = 2 ** 20;
const CHUNKS = 256;

/** Writes to a file while more arrives: one batch is under way, the next one gathers. */
export class Batches {
  #waiting: Buffer[] = [];
  #bytes = 0;
  #under = Promise.resolve();

  constructor(
    private readonly handle: FileHandle,
    private at: number,
  ) {}

  async add(chunk: Buffer): Promise<void> {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= BATCH || this.#waiting.length >= CHUNKS) await this.#next();
  }

  /** Returns the place behind the last byte once all is written. */
  async end(): Promise<number> {
    await this.#next();
    await this.#under;
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
    if (bytesWritten !== bytes) throw new Error(`the disk took ${bytesWritten} of ${bytes} bytes`);
  }
}
