import { concat, textOf } from './bytes';
import { type Der, expectTag, TAG } from './der';
import { ensure, fail } from './fault';

/** Dotted form of an object identifier. */
export function oidOf(element: Der | undefined): string {
  const { content } = expectTag(element, TAG.oid);
  ensure(content.length > 0 && content.length <= 32 && content.at(-1)! < 0x80, '对象标识符损坏', 'an object identifier is broken');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    ensure(arc !== 0n || byte !== 0x80, '对象标识符损坏', 'an object identifier is broken');
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const first = arcs[0]! < 80n ? arcs[0]! / 40n : 2n;
  return [first, arcs[0]! - first * 40n, ...arcs.slice(1)].join('.');
}

/** The bytes of an integer as they stand: two's complement, shortest form. */
export function integerBytes(element: Der | undefined): Uint8Array {
  const { content } = expectTag(element, TAG.integer);
  const [first, second] = content;
  const padded = content.length > 1 && ((first === 0 && second! < 0x80) || (first === 0xff && second! >= 0x80));
  ensure(content.length > 0 && content.length <= 1100 && !padded, '整数写法错误', 'an integer is written wrongly');
  return content;
}

/** A number that is not negative, without its sign byte. */
export function unsigned(element: Der | undefined): Uint8Array {
  const bytes = integerBytes(element);
  ensure(bytes[0]! < 0x80, '整数为负', 'an integer is negative');
  return bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

export function smallInteger(element: Der | undefined): number {
  const bytes = unsigned(element);
  ensure(bytes.length <= 4, '整数过大', 'an integer is too large');
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function booleanOf(element: Der | undefined): boolean {
  const { content } = expectTag(element, TAG.boolean);
  ensure(content.length === 1 && (content[0] === 0 || content[0] === 0xff), '布尔值损坏', 'a boolean is broken');
  return content[0] === 0xff;
}

/** Octets, whole or (BER) in pieces. */
export function octetsOf(element: Der | undefined): Uint8Array {
  if (element?.tag === 0x24) return concat(...element.children.map((piece) => octetsOf(piece)));
  return expectTag(element, TAG.octets).content;
}

/** Bits of which all bytes are used, such as a signature or a key. */
export function wholeBits(element: Der | undefined): Uint8Array {
  const { content } = expectTag(element, TAG.bits);
  ensure(content.length > 0 && content[0] === 0, '位串损坏', 'a bit string is broken');
  return content.subarray(1);
}

/** Named bits, such as a key usage: the set ones by number. */
export function namedBits(element: Der | undefined): number[] {
  const { content } = expectTag(element, TAG.bits);
  ensure(content.length >= 1 && content[0]! < 8, '位串损坏', 'a bit string is broken');
  return [...content.subarray(1)].flatMap((byte, i) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => i * 8 + bit));
}

const TIMES: Record<number, RegExp> = { [TAG.utcTime]: /^()(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()Z$/, [TAG.time]: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.](\d{1,9}))?Z$/ };

/** Milliseconds. Fractions stand in time stamps only. */
export function timeOf(element: Der | undefined, fractions = false): number {
  const match = element && TIMES[element.tag]?.exec(textOf(element.content));
  if (!match || (match[8] && (!fractions || match[8].endsWith('0')))) return fail('时间写法错误', 'a time is written wrongly');
  const [century, year, month, day, hour, minute, second, fraction = ''] = match.slice(1) as [string, string, string, string, string, string, string, string?];
  const full = `${century || (Number(year) >= 50 ? '19' : '20')}${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const time = Date.parse(full);
  ensure(!Number.isNaN(time) && new Date(time).toISOString() === full, '时间不存在', 'a time does not exist');
  return time;
}

export const timeText = (time: number): string => new Date(time).toISOString();
