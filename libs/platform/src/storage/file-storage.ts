import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Batches } from './batches';
import { checked, meter } from './checked';
import { freeBytes } from './disk-space';
import { each } from './each';
import { flushing } from './flushing';
import { type Appended, assertHash, assertStaged, type Draft, type Look, type Lying, type Piece, type Range, Storage, type Stored } from './storage';

const flush = (path: string): Promise<void> =>
  flushing(async () => {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });

/** What a folder holds; one that is not there holds nothing. */
const here = (folder: string): Promise<string[]> => readdir(folder).catch((error: unknown) => (gone(error) ? [] : Promise.reject(error as Error)));

/** Nothing, when it went meanwhile. */
async function* sized(folder: string, name: string): AsyncGenerator<Lying> {
  const found = await stat(join(folder, name)).catch(() => undefined);
  if (found) yield { name, size: found.size };
}

const gone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files on disk. What arrives in pieces lies in `incoming` and is renamed when it is whole. */
export class FileStorage extends Storage {
  constructor(
    private readonly root: string,
    limitMb: number,
    private readonly durable: boolean,
  ) {
    super(limitMb);
  }

  async stage(name: string, source: Readable, { most, see }: Look = {}): Promise<Draft> {
    const { through, stored } = meter((size, chunk) => {
      this.assertFits(size, most);
      see?.(chunk);
    });
    const draft = this.#staged(name);
    const discard = () => rm(draft, { force: true });
    await mkdir(dirname(draft), { recursive: true });
    try {
      // the source stays open when the file is refused: it may be a request that still waits for its answer
      await pipeline(source.iterator({ destroyOnReturn: false }), through, createWriteStream(draft, { mode: 0o600 }));
    } catch (error) {
      await discard();
      throw error;
    }
    const taken = stored();
    return { ...taken, keep: () => this.#name(draft, taken.sha256), discard };
  }

  async append(name: string, source: Readable, piece: Piece): Promise<Appended> {
    const handle = await this.#open(name, piece.offset);
    try {
      await handle.truncate(piece.offset);
      const appended = await this.#write(handle, source, piece).catch(async (error: unknown) => {
        await handle.truncate(piece.offset); // what was refused, or found no room, takes none
        throw error;
      });
      // the folder's entry too: a piece that was acknowledged is found again after the power failed
      if (this.durable && piece.offset === 0) await flush(join(this.root, 'incoming'));
      return appended;
    } finally {
      await handle.close();
    }
  }

  async #open(name: string, offset: number): Promise<FileHandle> {
    const path = this.#staged(name);
    await mkdir(dirname(path), { recursive: true });
    return open(path, offset === 0 ? 'w' : 'r+', 0o600);
  }

  async #write(handle: FileHandle, source: Readable, { offset, most, see }: Piece): Promise<Appended> {
    const batches = new Batches(handle, offset, this.durable);
    let at = offset;
    const take = (chunk: Buffer) => {
      this.assertFits((at += chunk.length), most);
      see(chunk);
      return batches.add(chunk);
    };
    const cut = await each(source, take);
    return { end: await batches.end(), ...(cut ? { cut } : {}) };
  }

  async staged(name: string, start: number, size: number): Promise<Readable> {
    return createReadStream(this.#staged(name), { start, end: size - 1 });
  }

  async keep(name: string, { sha256 }: Stored): Promise<void> {
    try {
      await this.#name(this.#staged(name), sha256);
    } catch (error) {
      if (!gone(error) || !(await this.has(sha256))) throw error; // it may have got its name just before a crash
    }
  }

  async #name(draft: string, sha256: string): Promise<void> {
    const folder = dirname(this.#path(sha256));
    if (this.durable) await flush(draft);
    const made = await mkdir(folder, { recursive: true });
    await rename(draft, this.#path(sha256));
    // the name is durable only when its folder is
    if (this.durable) await flush(folder);
    if (this.durable && made) await flush(dirname(made));
  }

  async discard(name: string): Promise<void> {
    await rm(this.#staged(name), { force: true });
  }

  read(sha256: string, range?: Range): Readable {
    const source = createReadStream(this.#path(sha256), range);
    return range ? source : checked(sha256, source);
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

  async *names(start: string): AsyncGenerator<Lying> {
    const folders = await here(this.root);
    for (const folder of folders.filter((one) => one.length === 2 && (one.startsWith(start) || start.startsWith(one))))
      for (const name of await here(join(this.root, folder))) if (name.startsWith(start)) yield* sized(join(this.root, folder), name);
  }

  async *drafts(): AsyncGenerator<Lying> {
    for (const name of await here(join(this.root, 'incoming'))) yield* sized(join(this.root, 'incoming'), name);
  }

  async answers(): Promise<void> {
    await this.free();
  }

  async free(): Promise<number> {
    await mkdir(this.root, { recursive: true });
    return freeBytes(this.root);
  }

  #staged(name: string): string {
    return join(this.root, 'incoming', assertStaged(name));
  }

  #path(sha256: string): string {
    return join(this.root, assertHash(sha256).slice(0, 2), sha256);
  }
}
