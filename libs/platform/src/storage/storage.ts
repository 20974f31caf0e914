import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BusinessError, defineRefusals } from '@kernel';

const R = defineRefusals('storage', {
  tooLarge: {
    status: 413,
    zh: '文件超过上限 {limit} MiB，没有保存。',
    en: 'The file exceeds the limit of {limit} MiB and was not stored.',
    next: { zh: '请压缩或拆分后重新上传。', en: 'Compress or split it and upload again.' },
  },
  empty: {
    status: 400,
    zh: '文件没有内容（0 字节），没有保存。',
    en: 'The file is empty (0 bytes) and was not stored.',
    next: { zh: '请检查文件后重新上传。', en: 'Check the file and upload it again.' },
  },
});

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface Stored {
  sha256: string;
  size: number;
}

/** Files on disk, named by their SHA-256: the same content is stored once and can be checked by anyone who holds its name. */
export class Storage {
  constructor(
    private readonly root: string,
    private readonly limitMb: number,
    private readonly durable: boolean,
  ) {}

  /** Streams to disk, hashing on the way; the file appears under its name only when it is whole and flushed. */
  async put(source: Readable): Promise<Stored> {
    const hash = createHash('sha256');
    let size = 0;
    const limit = this.limitMb * 2 ** 20;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        hash.update(chunk);
        done(size > limit ? new BusinessError([R.tooLarge({ limit: limit / 2 ** 20 })]) : null, chunk);
      },
    });
    const draft = join(this.root, 'incoming', randomUUID());
    await mkdir(dirname(draft), { recursive: true });
    try {
      // the source stays open when the file is refused: it may be a request that still waits for its answer
      await pipeline(source.iterator({ destroyOnReturn: false }), meter, createWriteStream(draft, { mode: 0o600 }));
      const sha256 = hash.digest('hex');
      await this.#keep(draft, sha256);
      return { sha256, size };
    } finally {
      source.resume();
      await rm(draft, { force: true });
    }
  }

  /** A file from outside: nothing at all is none. */
  async take(source: Readable): Promise<Stored> {
    const stored = await this.put(source);
    if (stored.size === 0) throw new BusinessError([R.empty()]);
    return stored;
  }

  async #keep(draft: string, sha256: string): Promise<void> {
    const folder = dirname(this.#path(sha256));
    const made = await mkdir(folder, { recursive: true });
    if (this.durable) await flush(draft);
    await rename(draft, this.#path(sha256));
    // the name is durable only when its folder is
    if (this.durable) await flush(folder);
    if (this.durable && made) await flush(dirname(made));
  }

  /**
   * Adds a piece to a file that arrives in pieces. `offset` is what is known to be whole: what a crash left behind it is cut off first.
   * Returns the new length; the piece is on disk when this returns. Throws storage.too-large beyond `most` bytes in all.
   */
  async append(name: string, offset: number, piece: Readable, most: number): Promise<number> {
    const path = this.#staged(name);
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, offset === 0 ? 'w' : 'r+', 0o600);
    try {
      await handle.truncate(offset);
      let at = offset;
      for await (const chunk of piece.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        if (at + chunk.length > most) throw new BusinessError([R.tooLarge({ limit: Math.floor(most / 2 ** 20) })]);
        await handle.write(chunk, 0, chunk.length, at);
        at += chunk.length;
      }
      if (this.durable) await handle.sync();
      return at;
    } finally {
      piece.resume();
      await handle.close();
    }
  }

  /** The first bytes of a file that is still arriving. */
  async begin(name: string, bytes: number): Promise<Buffer> {
    const handle = await open(this.#staged(name), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** A file that has arrived whole becomes one like any other, hashed while it is read once more. */
  async adopt(name: string, size: number): Promise<Stored> {
    const stored = await this.put(createReadStream(this.#staged(name), { end: size - 1 }));
    await this.discard(name);
    return stored;
  }

  async discard(name: string): Promise<void> {
    await rm(this.#staged(name), { force: true });
  }

  /** Whether a file of this size may be stored at all. Throws storage.too-large. */
  assertFits(size: number): void {
    if (size > this.limitMb * 2 ** 20) throw new BusinessError([R.tooLarge({ limit: this.limitMb })]);
  }

  #staged(name: string): string {
    if (!/^[0-9a-f-]{36}$/.test(name)) throw new Error(`not a name of a staged file: ${name}`);
    return join(this.root, 'incoming', name);
  }

  read(sha256: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.#path(sha256), range);
  }

  async has(sha256: string): Promise<boolean> {
    return stat(this.#path(sha256)).then(
      () => true,
      () => false,
    );
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.#path(sha256), { force: true });
  }

  #path(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`not a SHA-256: ${sha256}`);
    return join(this.root, sha256.slice(0, 2), sha256);
  }
}
