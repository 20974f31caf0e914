import { ensure, fail } from './fault';

/** One element of DER (X.690): its place, and what stands inside. */
export interface Der {
  tag: number;
  /** The element with its header. */
  all: Uint8Array;
  content: Uint8Array;
  children: Der[];
}

export const TAG = {
  boolean: 1,
  integer: 2,
  bits: 3,
  octets: 4,
  null: 5,
  oid: 6,
  enumerated: 10,
  utf8: 12,
  printable: 19,
  ia5: 22,
  bmp: 30,
  utcTime: 23,
  time: 24,
  sequence: 0x30,
  set: 0x31,
} as const;

const MAX_DEPTH = 24;
const MAX_ELEMENTS = 400_000;

interface Reader {
  bytes: Uint8Array;
  /** Time stamps may come in BER: lengths that are not minimal or not stated, strings in pieces. */
  ber: boolean;
  left: number;
}

const broken = (): never => fail('DER 结构损坏', 'the DER structure is broken');

function lengthAt({ bytes, ber }: Reader, at: number, end: number): { length: number; from: number } {
  const first = at < end ? bytes[at]! : broken();
  if (first < 0x80) return { length: first, from: at + 1 };
  if (first === 0x80) return ber ? { length: -1, from: at + 1 } : broken();
  const size = first & 0x7f;
  if (size > 4 || at + size >= end) return broken();
  let length = 0;
  for (let i = 1; i <= size; i += 1) length = length * 256 + bytes[at + i]!;
  if (!ber && (length < 0x80 || bytes[at + 1] === 0)) return broken();
  return { length, from: at + 1 + size };
}

/** Elements up to `end`, or up to the end mark where the length was not stated. */
function listAt(reader: Reader, from: number, end: number, open: boolean, depth: number): { list: Der[]; next: number } {
  const list: Der[] = [];
  let at = from;
  while (at < end) {
    if (open && reader.bytes[at] === 0 && reader.bytes[at + 1] === 0) return { list, next: at + 2 };
    const { element, next } = elementAt(reader, at, end, depth);
    list.push(element);
    at = next;
  }
  return open ? broken() : { list, next: at };
}

function elementAt(reader: Reader, at: number, end: number, depth: number): { element: Der; next: number } {
  const { bytes } = reader;
  if (depth > MAX_DEPTH || (reader.left -= 1) < 0) broken();
  const tag = bytes[at]!;
  if ((tag & 0x1f) === 0x1f || tag === 0) broken();
  const { length, from } = lengthAt(reader, at + 1, end);
  const constructed = (tag & 0x20) !== 0;
  if (length >= 0 ? from + length > end : !constructed) broken();
  const { list, next } = constructed ? listAt(reader, from, length < 0 ? end : from + length, length < 0, depth + 1) : { list: [], next: from + length };
  const element: Der = { tag, all: bytes.subarray(at, next), content: bytes.subarray(from, length < 0 ? next - 2 : next), children: list };
  if (!reader.ber) assertDistinct(element);
  return { element, next };
}

/** Of each kind, whether this is the one spelling of what it says (X.690 8.2, 8.6, 8.8, 11.1, 11.2, 11.6), be it read or not. */
const DISTINCT: Readonly<Record<number, (element: Der) => boolean>> = {
  [TAG.boolean]: ({ content: [value], content }) => content.length === 1 && (value === 0 || value === 0xff),
  [TAG.bits]: ({ content }) => (content.length > 1 ? content[0]! < 8 && (content.at(-1)! & ((1 << content[0]!) - 1)) === 0 : content[0] === 0),
  [TAG.null]: ({ content }) => content.length === 0,
  [TAG.set]: ({ children }) => children.every(({ all }, i) => i === 0 || !before(all, children[i - 1]!.all)),
  0x10: () => false,
  0x11: () => false,
};

function assertDistinct(element: Der): void {
  const pieces = element.tag > 0x20 && element.tag < 0x40 && element.tag !== TAG.sequence && element.tag !== TAG.set;
  if (pieces || DISTINCT[element.tag]?.(element) === false) broken();
}

function before(one: Uint8Array, other: Uint8Array): boolean {
  const i = one.findIndex((byte, n) => byte !== other[n]);
  return i < 0 ? one.length < other.length : one[i]! < (other[i] ?? -1);
}

/** Reads exactly one element; anything behind it is refused. */
export function readDer(bytes: Uint8Array, { max = 65_536, ber = false } = {}): Der {
  ensure(bytes.length > 0 && bytes.length <= max, `大小须为 1 至 ${max} 字节`, `must have 1 to ${max} bytes`);
  const { element, next } = elementAt({ bytes, ber, left: MAX_ELEMENTS }, 0, bytes.length, 0);
  if (next !== bytes.length) broken();
  return element;
}

export const expectTag = (element: Der | undefined, tag: number): Der => (element?.tag === tag ? element : broken());

/** The children of a constructed element, at least `min` and at most `max`. */
export function childrenOf(element: Der | undefined, tag: number, min = 0, max = Infinity): Der[] {
  const { children } = expectTag(element, tag);
  return children.length >= min && children.length <= max ? children : broken();
}
