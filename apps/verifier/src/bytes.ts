import { ensure, fail } from './fault';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A byte order mark is content here: nothing is dropped silently. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('不是 UTF-8 文本', 'is not UTF-8 text');
  }
}

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text: string): Uint8Array {
  ensure(/^([0-9a-f]{2})*$/.test(text), '不是小写十六进制', 'is not lower-case hex');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The one spelling of each content: no blanks, padded, unused bits zero. */
export function fromBase64(text: string): Uint8Array {
  ensure(text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), '不是 Base64', 'is not base64');
  const binary = atob(text);
  ensure(btoa(binary) === text, 'Base64 写法不唯一', 'is base64 in an unusual spelling');
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const bigOf = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`));

export function bytesOf(value: bigint, size: number): Uint8Array {
  const hex = value.toString(16).padStart(size * 2, '0');
  ensure(hex.length === size * 2, '数值过大', 'a number is too large');
  return fromHex(hex);
}

const BODY = /^\r?\n[A-Za-z0-9+/=\r\n]+$/;

/** The blocks of a PEM file; text between them, as openssl writes it, is skipped. No label and no base64 holds a hyphen: cut at the dashes, the text is looked at once. */
export function pemBlocks(text: string, label: string): Uint8Array[] {
  const pieces = text.split('-----');
  const bodies = pieces.filter((body, i) => pieces[i - 1] === `BEGIN ${label}` && pieces[i + 1] === `END ${label}` && BODY.test(body));
  return bodies.map((body) => fromBase64(body.replace(/[\r\n]/g, '')));
}

/** Exactly one certificate and nothing else: what evidence carries. */
export function onePem(text: string, label = 'CERTIFICATE'): Uint8Array {
  const blocks = pemBlocks(text, label);
  ensure(blocks.length === 1 && text.startsWith(`-----BEGIN ${label}-----`) && text.trimEnd().endsWith(`-----END ${label}-----`), '不是单个 PEM 证书', 'is not one PEM certificate');
  return blocks[0]!;
}
