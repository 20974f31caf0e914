import { withoutEnd } from '@kernel';
import { compareBytes, concat, utf8 } from './bytes';

/** Universal tags (X.690 8.1.2) that X.509 and CMS use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One tag-length-value with the shortest length form (X.690 10.1). */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  return concat(Uint8Array.from([tag, ...lengthOctets(size)]), ...parts);
}

function lengthOctets(size: number): number[] {
  if (size < 0x80) return [size];
  const octets: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...parts: readonly Uint8Array[]) => der(TAG.sequence, ...parts);

/** SET OF: members sorted by their encodings (X.690 11.6). */
export const setOf = (...parts: readonly Uint8Array[]) => der(TAG.set, ...[...parts].sort(compareBytes));

/** `[n]` constructed: EXPLICIT, or IMPLICIT over a constructed type. */
export const context = (n: number, ...parts: readonly Uint8Array[]) => der(0xa0 | n, ...parts);

/** `[n]` IMPLICIT over a primitive type. */
export const contextPrimitive = (n: number, content: Uint8Array) => der(0x80 | n, content);

/** A non-negative INTEGER from its big-endian bytes: a zero goes before a set top bit, needless zeros go away. */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array {
  let at = 0;
  while (at < magnitude.length - 1 && magnitude[at] === 0) at += 1;
  const body = magnitude.subarray(at);
  return der(TAG.integer, (body[0] ?? 0) & 0x80 || body.length === 0 ? Uint8Array.of(0) : new Uint8Array(0), body);
}

export const smallInteger = (value: number) => unsignedInteger(Uint8Array.of(value >> 8, value & 0xff));
export const boolean = (value: boolean) => der(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
export const nothing = () => der(TAG.null);
export const octetString = (bytes: Uint8Array) => der(TAG.octetString, bytes);
export const bitString = (bytes: Uint8Array, unused = 0) => der(TAG.bitString, Uint8Array.of(unused), bytes);
export const utf8String = (text: string) => der(TAG.utf8, utf8(text));

export function printableString(text: string): Uint8Array {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError(`not a PrintableString: ${text}`);
  return der(TAG.printable, utf8(text));
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return octets;
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5, RFC 5652 11.3); whole seconds. */
export function time(at: Date): Uint8Array {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  const year = at.getUTCFullYear();
  if (year < 1950 || year > 9999) throw new RangeError(`year out of range for a certificate: ${year}`);
  return year < 2050 ? der(TAG.utcTime, utf8(digits.slice(2))) : der(TAG.generalizedTime, utf8(digits));
}

/** GeneralizedTime in UTC with the milliseconds, without needless zeros at their end (X.690 11.7, RFC 3161 2.4.2). */
export function generalizedTime(at: Date): Uint8Array {
  const [whole = '', fraction = ''] = at.toISOString().replace('Z', '').replace(/[-:T]/g, '').split('.');
  const digits = withoutEnd(fraction, '0');
  return der(TAG.generalizedTime, utf8(`${whole}${digits && `.${digits}`}Z`));
}
