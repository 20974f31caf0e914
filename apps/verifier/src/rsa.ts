import { bigOf, bytesOf, concat, fromHex, same } from './bytes';
import { ensure } from './fault';

export interface RsaKey {
  modulus: Uint8Array;
  exponent: Uint8Array;
}

/** DigestInfo before the digest (RFC 8017 9.2, note 1). */
const PREFIX: Record<string, string> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, left] = [1n, base % modulus, exponent];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Limits keep a hostile key from taking minutes. */
export function assertRsaKey({ modulus, exponent }: RsaKey): void {
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  ensure(bits >= 2048 && bits <= 8192 && (modulus.at(-1)! & 1) === 1, 'RSA 模数须为 2048 至 8192 位', 'the RSA modulus must have 2048 to 8192 bits');
  const e = bigOf(exponent);
  ensure(exponent.length <= 8 && e >= 65_537n && (e & 1n) === 1n, 'RSA 指数不可接受', 'the RSA exponent is not acceptable');
}

/** RSASSA-PKCS1-v1_5: the expected block is written and compared as a whole, so that no padding can be parsed leniently. */
export function verifyRsa({ modulus, exponent }: RsaKey, hash: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const n = bigOf(modulus);
  const value = bigOf(signature);
  const prefix = PREFIX[hash];
  if (!prefix || signature.length !== modulus.length || value >= n) return false;
  const info = concat(fromHex(prefix), digest);
  const expected = concat(Uint8Array.of(0, 1), new Uint8Array(modulus.length - info.length - 3).fill(0xff), Uint8Array.of(0), info);
  return same(bytesOf(power(value, bigOf(exponent), n), modulus.length), expected);
}
