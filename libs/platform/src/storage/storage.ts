import type { Readable } from 'node:stream';
import { BusinessError } from '@kernel';
import { R } from './storage.refusals';

export interface Stored {
  sha256: string;
  size: number;
}

export interface Range {
  start: number;
  end: number;
}

/** A piece of a file that arrives in pieces. */
export interface Piece {
  /** What is known to be whole: whatever a crash left behind it does not count. */
  offset: number;
  /** Bytes that the file may have after this piece. */
  most: number;
  /** Sees every byte in its order before it is stored; may throw. */
  see(chunk: Buffer): void;
}

export interface Appended {
  /** The length now: what was seen is stored up to here, and stays stored. */
  end: number;
  /** Why the source broke off, when it did. */
  cut?: Error;
}

const MIB = 2 ** 20;

/** Files named by their SHA-256: the same content is stored once and can be checked by anyone who holds its name. */
export abstract class Storage {
  constructor(protected readonly limitMb: number) {}

  /** Stores a stream and hashes it on the way; the file appears under its name only when it is whole. */
  abstract put(source: Readable): Promise<Stored>;
  /** Adds a piece to a file that arrives in pieces. It is safely stored when this returns. Throws storage.too-large beyond `most`. */
  abstract append(name: string, source: Readable, piece: Piece): Promise<Appended>;
  /** What lies in a file that has arrived whole, from `start` on. No piece may follow. */
  abstract staged(name: string, start: number, size: number): Promise<Readable>;
  /** A file that has arrived whole gets its name; nothing is read again. May be repeated. */
  abstract keep(name: string, stored: Stored): Promise<void>;
  abstract discard(name: string): Promise<void>;
  abstract read(sha256: string, range?: Range): Readable;
  abstract has(sha256: string): Promise<boolean>;
  abstract remove(sha256: string): Promise<void>;

  /** A file from outside: nothing at all is none. */
  async take(source: Readable): Promise<Stored> {
    const stored = await this.put(source);
    if (stored.size === 0) throw new BusinessError([R.empty()]);
    return stored;
  }

  /** Whether a file of this size may be stored at all. Throws storage.too-large. */
  assertFits(size: number, most = this.limitMb * MIB): void {
    if (size > most) throw new BusinessError([R.tooLarge({ limit: Math.floor(most / MIB) })]);
  }
}

/** A name that is a path, a link or anything else but a hash reaches no storage. */
export function assertHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`not a SHA-256: ${sha256}`);
  return sha256;
}

export function assertStaged(name: string): string {
  if (!/^[0-9a-f-]{36}$/.test(name)) throw new Error(`not a name of a staged file: ${name}`);
  return name;
}
