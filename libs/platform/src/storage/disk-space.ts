import { mkdir, statfs } from 'node:fs/promises';

const MIB = 2 ** 20;

/** Bytes that this process may still write on the disk of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** `low`: nothing new is taken but sealed bids and what opens them. `full`: only the database still gets room. */
export type DiskState = 'ok' | 'low' | 'full';

/** The disk that holds DATA_DIR: files, and the built-in database. */
export class DiskSpace {
  constructor(
    private readonly folder: string,
    private readonly reserveMb: number,
  ) {}

  /** Bytes that stay free for sealed bids: everything else is refused before they are. */
  get reserve(): number {
    return this.reserveMb * MIB;
  }

  /** Bytes of the reserve that stay free for the database, which stops when it cannot write. */
  get last(): number {
    return this.reserve / 4;
  }

  async state(): Promise<DiskState> {
    await mkdir(this.folder, { recursive: true });
    const free = await freeBytes(this.folder);
    if (free < this.last) return 'full';
    return free < this.reserve ? 'low' : 'ok';
  }
}
