import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { BusinessError } from '@kernel';
import { R } from './storage.refusals';

export interface Stored {
  sha256: string;
  size: number;
}

/** What a stream is looked at with while it comes. */
export interface Look {
  /** Bytes that may come; the storage's own limit where nothing is said. */
  most?: number | undefined;
  /** Sees every byte in its order before it is stored; may throw. */
  see?: ((chunk: Buffer) => void) | undefined;
}

/** Content that has come whole and has no name yet. */
export interface Draft extends Stored {
  /** Gives it its name. */
  keep(): Promise<void>;
  /** Leaves nothing of what has no name; after `keep` there is nothing to leave. */
  discard(): Promise<void>;
}

/** What lies in the storage, as the storage itself says. */
export interface Lying {
  name: string;
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

  /** Takes in a stream as the draft `name` and hashes it on the way. A refused or broken one leaves nothing. */
  abstract stage(name: string, source: Readable, look?: Look): Promise<Draft>;
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
  /** The names that begin with these hex digits, at least one. */
  abstract names(start: string): AsyncIterable<Lying>;
  /** Drafts and files in pieces, by the name that they were given; one may come several times. */
  abstract drafts(): AsyncIterable<Lying>;
  /** Throws where it is not there; waits for nobody's bytes. */
  abstract answers(): Promise<void>;
  /** Bytes that there is room for; undefined where the storage does not say. */
  abstract free(): Promise<number | undefined>;

  /** Stores a stream; the file appears under its name only when it is whole. */
  async put(source: Readable, look?: Look): Promise<Stored> {
    const draft = await this.stage(randomUUID(), source, look);
    try {
      await draft.keep();
      return { sha256: draft.sha256, size: draft.size };
    } finally {
      await draft.discard();
    }
  }

  /** Bytes of a file at most. */
  get most(): number {
    return this.limitMb * MIB;
  }

  /** Whether a file of this size may be stored at all. Throws storage.too-large. */
  assertFits(size: number, most = this.most): void {
    if (size > most) throw new BusinessError([R.tooLarge({ limit: Math.floor(most / MIB) })]);
  }
}

/** A file from outside: nothing at all is none. */
export function assertNotEmpty({ size }: Stored): void {
  if (size === 0) throw new BusinessError([R.empty()]);
}

export const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
export const isStaged = (name: string): boolean => /^[0-9a-f-]{36}$/.test(name);

/** A name that is a path, a link or anything else but a hash reaches no storage. */
export function assertHash(sha256: string): string {
  if (!isHash(sha256)) throw new Error(`not a SHA-256: ${sha256}`);
  return sha256;
}

export function assertStaged(name: string): string {
  if (!isStaged(name)) throw new Error(`not a name of a staged file: ${name}`);
  return name;
}
