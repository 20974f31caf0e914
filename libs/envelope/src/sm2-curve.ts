import { utf8 } from './bytes';
import { contentOf, DerError, octetString, oid, bitString, context, readOid, readOnly, readSmall, readWholeBits, sequence, smallInteger, TAG, unsignedInteger } from './der';
import { OID } from './oids';

/** SM2 (GB/T 32918): the bytes that identify a signer, and the encodings of keys and signatures. No arithmetic: that is in sm2.*.ts. */
const SM2 = {
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
} as const;

/** The user id of GM/T 0009: the same for everybody, so that a certificate alone is enough to check a signature. */
export const SM2_USER_ID = '1234567812345678';

const toBytes32 = (value: bigint): Uint8Array => Uint8Array.from(value.toString(16).padStart(64, '0').match(/../g)!, (pair) => Number.parseInt(pair, 16));

/** What is hashed before the message (GB/T 32918.2 5.5): length and text of the user id, curve, generator, public key `x ‖ y`. */
export function signerBytes(point: Uint8Array): Uint8Array {
  const id = utf8(SM2_USER_ID);
  const bits = id.length * 8;
  const parts = [Uint8Array.of(bits >> 8, bits & 0xff), id, ...[SM2.a, SM2.b, SM2.gx, SM2.gy].map(toBytes32), point.subarray(1)];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Throws DerError unless this is SEQUENCE { r, s } in its one spelling; whether the numbers are in range is for the verifier. */
export function assertSignature(signature: Uint8Array): void {
  const members = readOnly(signature, TAG.sequence);
  for (let i = 0; i < 2; i += 1) assertNumber(contentOf(members.next(TAG.integer)));
  members.finish();
}

function assertNumber(bytes: Uint8Array): void {
  const padded = bytes.length > 1 && bytes[0] === 0 && bytes[1]! < 0x80;
  if (bytes.length === 0 || bytes.length > 33 || bytes[0]! & 0x80 || padded) throw new DerError('a number out of range');
}

export const writeSignature = (r: Uint8Array, s: Uint8Array): Uint8Array => sequence(unsignedInteger(r), unsignedInteger(s));

const ALGORITHM = () => sequence(oid(OID.ec), oid(OID.sm2));

/** SubjectPublicKeyInfo of an uncompressed point. */
export const writeSm2Spki = (point: Uint8Array): Uint8Array => sequence(ALGORITHM(), bitString(point));

/** The uncompressed point of a SubjectPublicKeyInfo; the caller knows that it is an SM2 key. */
export const pointOf = (spki: Uint8Array): Uint8Array => {
  const members = readOnly(spki, TAG.sequence);
  members.next(TAG.sequence);
  return readWholeBits(members.next(TAG.bitString));
};

export interface Sm2PrivateKey {
  /** 32 bytes. */
  readonly d: Uint8Array;
}

/** PKCS#8 with an ECPrivateKey inside (RFC 5915), as OpenSSL writes it. */
export const writeSm2Pkcs8 = (d: Uint8Array, point: Uint8Array): Uint8Array =>
  sequence(smallInteger(0), ALGORITHM(), octetString(sequence(smallInteger(1), octetString(d), context(1, bitString(point)))));

/** The private number of a PKCS#8 SM2 key; undefined when it is a key of another kind. Throws DerError on a damaged one. */
export function readSm2Pkcs8(pkcs8: Uint8Array): Sm2PrivateKey | undefined {
  const members = readOnly(pkcs8, TAG.sequence);
  readSmall(members.next(TAG.integer));
  const algorithm = members.enter(TAG.sequence);
  if (readOid(algorithm.next(TAG.oid)) !== OID.ec || !algorithm.at(TAG.oid) || readOid(algorithm.next(TAG.oid)) !== OID.sm2) return undefined;
  const key = readOnly(contentOf(members.next(TAG.octetString)), TAG.sequence);
  if (readSmall(key.next(TAG.integer)) !== 1) throw new DerError('not an EC private key');
  const d = contentOf(key.next(TAG.octetString));
  if (d.length !== 32) throw new DerError('an SM2 key has 32 bytes');
  return { d };
}
