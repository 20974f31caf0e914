import { fromUtf8 } from './bytes';
import { contentOf, DerError, type DerValue } from './der-read';
import { TAG } from './der-write';

/** Typed readings of primitive values. They expect bytes that passed `assertDer`. */
export function readOid(value: DerValue): string {
  const bytes = contentOf(value);
  if (value.tag !== TAG.oid || bytes.length === 0 || bytes.length > 32) throw new DerError('object identifier expected');
  const first = Math.min(2, Math.floor(bytes[0]! / 40));
  let text = '';
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    text += text === '' ? `${first}.${arc - first * 40}` : `.${arc}`;
    arc = 0;
  }
  return text;
}

export function readBoolean(value: DerValue): boolean {
  return value.bytes[value.body] !== 0;
}

/** A small non-negative number, such as a version or a path length. */
export function readSmall(value: DerValue): number {
  const bytes = contentOf(value);
  if (value.tag !== TAG.integer || bytes.length > 3 || (bytes[0] ?? 0x80) & 0x80) throw new DerError('small integer expected');
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The octets of a BIT STRING that ends on a whole octet. */
export function readWholeBits(value: DerValue): Uint8Array {
  if (value.tag !== TAG.bitString || value.bytes[value.body] !== 0) throw new DerError('whole octets expected');
  return value.bytes.subarray(value.body + 1, value.end);
}

/** DirectoryString as far as certificates use it; undefined for a string type that is not one of these. */
export function readText(value: DerValue): string | undefined {
  const bytes = contentOf(value);
  try {
    if (value.tag === TAG.utf8) return fromUtf8(bytes);
    if (value.tag === TAG.printable || value.tag === TAG.ia5) return readAscii(bytes);
    if (value.tag === TAG.bmp) return new TextDecoder('utf-16be', { fatal: true }).decode(bytes);
  } catch {
    throw new DerError('a name holds bytes that are not text');
  }
  return undefined;
}

function readAscii(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7e || byte < 0x20)) throw new DerError('a name holds bytes that are not text');
  return String.fromCharCode(...bytes);
}

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED = /^(\d\d\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** Milliseconds since 1970; seconds are required and the zone is Z (RFC 5280 4.1.2.5). */
export function readTime(value: DerValue): number {
  const text = String.fromCharCode(...contentOf(value).subarray(0, 20));
  const match = value.tag === TAG.utcTime ? UTC.exec(text) : value.tag === TAG.generalizedTime ? GENERALIZED.exec(text) : null;
  if (!match || text.length !== value.end - value.body) throw new DerError('bad time');
  const [short = 0, ...rest] = match.slice(1).map(Number);
  return instantOf([value.tag === TAG.utcTime ? short + (short < 50 ? 2000 : 1900) : short, ...rest]);
}

function instantOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || at.getUTCHours() !== hour) throw new DerError('no such time');
  if (at.getUTCMinutes() !== minute || at.getUTCSeconds() !== second) throw new DerError('no such time');
  return at.getTime();
}

const INSTANT = /^(\d\d\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z$/;

/** GeneralizedTime that may have a fraction of a second, as time stamps do (RFC 3161 2.4.2); what is finer than a millisecond is cut off. */
export function readInstant(value: DerValue): number {
  const match = value.end - value.body <= 25 ? INSTANT.exec(String.fromCharCode(...contentOf(value))) : null;
  if (value.tag !== TAG.generalizedTime || !match) throw new DerError('bad time');
  return instantOf(match.slice(1, 7).map(Number)) + Math.floor(Number(`0${match[7] ?? ''}`) * 1000 + 1e-6);
}
