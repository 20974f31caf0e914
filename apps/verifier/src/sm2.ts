import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { bigOf, bytesOf, concat, utf8 } from './bytes';
import { sm3 } from './sm3';

/** Signatures by SM2 with SM3 (GB/T 32918.2, curve of 32918.5), under the user id that certificates use (GM/T 0009). */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
export const Sm2Point = weierstrass(CURVE);
const USER = utf8('1234567812345678');

const identity = (point: Uint8Array): Uint8Array => {
  const { a, b, Gx, Gy } = CURVE;
  return sm3(concat(Uint8Array.of(0, USER.length * 8), USER, ...[a, b, Gx, Gy].map((value) => bytesOf(value, 32)), point.subarray(1)));
};

/** `point` is the uncompressed public key (04 ‖ x ‖ y). */
export function verifySm2(point: Uint8Array, message: Uint8Array, r: bigint, s: bigint): boolean {
  const { n } = CURVE;
  const t = (r + s) % n;
  if (r <= 0n || r >= n || s <= 0n || s >= n || t === 0n) return false;
  const key = Sm2Point.fromBytes(point);
  const sum = Sm2Point.BASE.multiplyUnsafe(s).add(key.multiplyUnsafe(t));
  const e = bigOf(sm3(concat(identity(point), message)));
  return !sum.is0() && (e + sum.toAffine().x) % n === r;
}
