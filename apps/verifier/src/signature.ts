import { p256 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bigOf, bytesOf, concat } from './bytes';
import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { oidOf, unsigned, wholeBits } from './der-values';
import { ensure, fail } from './fault';
import { assertRsaKey, type RsaKey, verifyRsa } from './rsa';
import { sm3 } from './sm3';
import { Sm2Point, verifySm2 } from './sm2';

export type PublicKey = ({ kind: 'rsa' } & RsaKey) | { kind: 'p-256' | 'sm2'; point: Uint8Array };
export type Hash = 'sha256' | 'sha384' | 'sha512' | 'sm3';

export const HASHES: Record<Hash, (bytes: Uint8Array) => Uint8Array> = { sha256, sha384, sha512, sm3 };
const DIGESTS: Record<string, Hash> = { '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512', '1.2.156.10197.1.401': 'sm3' };

/** Signature algorithms: the key that each needs, and its hash where the identifier names one. */
const SIGNATURES: Record<string, { kind: PublicKey['kind']; hash?: Hash }> = {
  '1.2.840.113549.1.1.1': { kind: 'rsa' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.3.2': { kind: 'p-256', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'p-256', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'p-256', hash: 'sha512' },
  '1.2.156.10197.1.501': { kind: 'sm2', hash: 'sm3' },
};
const CURVES: Record<string, 'p-256' | 'sm2'> = { '1.2.840.10045.3.1.7': 'p-256', '1.2.156.10197.1.301': 'sm2' };

/** OID of an algorithm whose parameters are NULL or absent. */
function plainAlgorithm(element: Der | undefined): string {
  const [oid, parameters] = childrenOf(element, TAG.sequence, 1, 2);
  ensure(!parameters || (parameters.tag === TAG.null && parameters.content.length === 0), '算法参数不可接受', 'the parameters of an algorithm are not acceptable');
  return oidOf(oid);
}

export function hashOf(element: Der | undefined): Hash {
  const oid = plainAlgorithm(element);
  return DIGESTS[oid] ?? fail(`不支持的摘要算法 ${oid}`, `the digest ${oid} is not supported`);
}

export function readPublicKey(info: Der | undefined): PublicKey {
  const [algorithm, bits] = childrenOf(info, TAG.sequence, 2, 2);
  const [oid, parameters] = childrenOf(algorithm, TAG.sequence, 1, 2);
  const content = wholeBits(bits);
  if (oidOf(oid) === '1.2.840.113549.1.1.1') {
    plainAlgorithm(algorithm);
    const [modulus, exponent] = childrenOf(readDer(content), TAG.sequence, 2, 2);
    const key = { modulus: unsigned(modulus), exponent: unsigned(exponent) };
    assertRsaKey(key);
    return { kind: 'rsa', ...key };
  }
  const kind = oidOf(oid) === '1.2.840.10045.2.1' ? CURVES[oidOf(expectTag(parameters, TAG.oid))] : undefined;
  if (!kind || content.length !== 65 || content[0] !== 4) return fail('不支持的公钥', 'the public key is not supported');
  ensure(onCurve(kind === 'sm2' ? Sm2Point : p256.Point, content), '公钥不是曲线上的点', 'the public key is no point of its curve');
  return { kind, point: content };
}

function onCurve(curve: { fromBytes(bytes: Uint8Array): unknown }, point: Uint8Array): boolean {
  try {
    curve.fromBytes(point);
    return true;
  } catch {
    return false;
  }
}

function ecdsa(point: Uint8Array, hash: Hash, message: Uint8Array, r: bigint, s: bigint): boolean {
  return p256.verify(concat(bytesOf(r, 32), bytesOf(s, 32)), HASHES[hash](message), point, { prehash: false, lowS: false });
}

/** `expected`: the hash that the frame around the signature names; the identifier of the signature must not name another. */
export function assertSignature(key: PublicKey, algorithm: Der | undefined, message: Uint8Array, signature: Uint8Array, expected?: Hash): void {
  const oid = plainAlgorithm(algorithm);
  const found = SIGNATURES[oid] ?? fail(`不支持的签名算法 ${oid}`, `the signature algorithm ${oid} is not supported`);
  const hash = found.hash ?? expected;
  ensure(hash !== undefined && found.kind === key.kind && (!expected || hash === expected), '签名算法与密钥或摘要不符', 'signature algorithm, key and digest do not fit');
  const good = key.kind === 'rsa' ? verifyRsa(key, hash, HASHES[hash](message), signature) : curveSignature(key, hash, message, signature);
  ensure(good, '签名不成立：内容或签名被改动，或不是此证书所签', 'the signature does not hold: content or signature was changed, or another key signed');
}

function curveSignature(key: Extract<PublicKey, { point: Uint8Array }>, hash: Hash, message: Uint8Array, signature: Uint8Array): boolean {
  const [r, s] = childrenOf(readDer(signature, { max: 80 }), TAG.sequence, 2, 2).map((part) => bigOf(unsigned(part)));
  return key.kind === 'sm2' ? verifySm2(key.point, message, r!, s!) : ecdsa(key.point, hash, message, r!, s!);
}
