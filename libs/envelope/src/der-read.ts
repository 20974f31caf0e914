import { compareBytes } from './bytes';
import { TAG } from './der-write';

/** Bytes that are not DER. The layers above turn it into a refusal that names the document. */
export class DerError extends Error {}

/** One tag-length-value inside `bytes`: it spans [start, end), its content [body, end). */
export interface DerValue {
  readonly bytes: Uint8Array;
  readonly tag: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

export const contentOf = (value: DerValue): Uint8Array => value.bytes.subarray(value.body, value.end);
export const encodingOf = (value: DerValue): Uint8Array => value.bytes.subarray(value.start, value.end);

/** Definite and shortest lengths only (X.690 10.1); one-octet tags only: X.509 and CMS use no others. */
export function readValue(bytes: Uint8Array, start: number, limit: number): DerValue {
  if (start + 2 > limit) throw new DerError('data end inside a header');
  const tag = bytes[start]!;
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of several octets');
  const { body, size } = readLength(bytes, start + 1, limit);
  const end = body + size;
  if (end > limit) throw new DerError('a value is longer than what holds it');
  return { bytes, tag, start, body, end };
}

function readLength(bytes: Uint8Array, at: number, limit: number): { body: number; size: number } {
  const first = bytes[at]!;
  if (first < 0x80) return { body: at + 1, size: first };
  const count = first & 0x7f;
  if (count === 0) throw new DerError('indefinite length');
  if (count > 4 || at + 1 + count > limit) throw new DerError('length out of range');
  let size = 0;
  for (let i = 1; i <= count; i += 1) size = size * 256 + bytes[at + i]!;
  if (size < 0x80 || bytes[at + 1] === 0) throw new DerError('length is not in the shortest form');
  return { body: at + 1 + count, size };
}

/** Walks the members of a constructed value in order. */
export class DerReader {
  #at: number;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.#at = start;
  }

  get done(): boolean {
    return this.#at >= this.end;
  }

  /** Is the next member one with this tag? */
  at(tag: number): boolean {
    return !this.done && this.bytes[this.#at] === tag;
  }

  next(tag?: number): DerValue {
    const value = readValue(this.bytes, this.#at, this.end);
    if (tag !== undefined && value.tag !== tag) throw new DerError(`tag ${hex(value.tag)} where ${hex(tag)} belongs`);
    this.#at = value.end;
    return value;
  }

  optional(tag: number): DerValue | undefined {
    return this.at(tag) ? this.next(tag) : undefined;
  }

  enter(tag: number): DerReader {
    return inside(this.next(tag));
  }

  /** Nothing may follow: trailing bytes would be unsigned cargo. */
  finish(): void {
    if (!this.done) throw new DerError('bytes left over');
  }

  /** The rest, each member once. */
  *rest(tag?: number): Generator<DerValue> {
    while (!this.done) yield this.next(tag);
  }
}

const hex = (tag: number) => `0x${tag.toString(16).padStart(2, '0')}`;

export const inside = (value: DerValue): DerReader => new DerReader(value.bytes, value.body, value.end);

/** The only value in these bytes. */
export function readOnly(bytes: Uint8Array, tag: number): DerReader {
  const reader = new DerReader(bytes);
  const members = reader.enter(tag);
  reader.finish();
  return members;
}

export interface DerLimits {
  readonly maxSize: number;
  readonly maxDepth: number;
}

/** Checks that every value, also those no reader looks at, is DER: so that one meaning has one encoding. */
export function assertDer(bytes: Uint8Array, limits: DerLimits): void {
  if (bytes.length > limits.maxSize) throw new DerError('too large');
  const only = readValue(bytes, 0, bytes.length);
  if (only.end !== bytes.length) throw new DerError('bytes left over');
  assertValue(only, limits.maxDepth);
}

function assertValue(value: DerValue, depthLeft: number): void {
  if ((value.tag & 0x20) === 0) return assertPrimitive(value);
  // A string in pieces (X.690 8.7.3) is BER: in DER only sequences and sets are constructed, besides tagged types.
  if (value.tag < 0x40 && value.tag !== TAG.sequence && value.tag !== TAG.set) throw new DerError('a string in pieces');
  if (depthLeft === 0) throw new DerError('nested too deeply');
  let previous: DerValue | undefined;
  for (let at = value.body; at < value.end; ) {
    const member = readValue(value.bytes, at, value.end);
    assertValue(member, depthLeft - 1);
    if (value.tag === TAG.set && previous) assertOrder(previous, member);
    previous = member;
    at = member.end;
  }
}

/** SET OF members stand in the order of their encodings (X.690 11.6). */
export function assertOrder(previous: DerValue, next: DerValue): void {
  if (compareBytes(encodingOf(previous), encodingOf(next)) > 0) throw new DerError('a set is not sorted');
}

/** X.690 8.3.2, 8.8, 8.19, 11.1, 11.2. */
function assertPrimitive({ bytes, tag, body, end }: DerValue): void {
  const size = end - body;
  const first = bytes[body] ?? 0;
  if (tag === TAG.integer) assertInteger(size, first, bytes[body + 1] ?? 0);
  else if (tag === TAG.boolean && (size !== 1 || (first !== 0 && first !== 0xff))) throw new DerError('bad boolean');
  else if (tag === TAG.null && size !== 0) throw new DerError('bad null');
  else if (tag === TAG.oid) assertOid(bytes, body, end);
  else if (tag === TAG.bitString) assertBits(size, first, bytes[end - 1] ?? 0);
  else if (tag === 0x10 || tag === 0x11) throw new DerError('a primitive sequence');
}

function assertInteger(size: number, first: number, second: number): void {
  const padded = size > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (size === 0 || padded) throw new DerError('integer is not in the shortest form');
}

function assertBits(size: number, unused: number, last: number): void {
  const bad = size === 0 || unused > 7 || (size === 1 && unused > 0) || (size > 1 && (last & ((1 << unused) - 1)) !== 0);
  if (bad) throw new DerError('bad bit string');
}

function assertOid(bytes: Uint8Array, body: number, end: number): void {
  if (body === end || bytes[end - 1]! & 0x80) throw new DerError('bad object identifier');
  for (let at = body; at < end; at += 1) {
    const starts = at === body || (bytes[at - 1]! & 0x80) === 0;
    if (starts && bytes[at] === 0x80) throw new DerError('object identifier is not in the shortest form');
  }
}
