import { hash } from 'node:crypto';
import { concat } from './bytes';
import { DerError } from './der';
import { readSignature, signerBytes, SM2, toBigInt } from './sm2-curve';
import { type Field, makeField } from './wasm-field';

/**
 * SM2 verification (GB/T 32918.2 7) with the standard user id, which node:crypto cannot set. R = sG + tP is computed over Jacobian points, both scalars walked
 * together in signed digits (wNAF), with odd multiples of G made once. Everything in it is public, so its time may depend on it.
 */
const { p, n } = SM2;
const SIZE = 32;
const WINDOW = { generator: 8, key: 5 } as const;

/** Places in the field's memory: scratch, the accumulator, tables. A point has three numbers, a table's point of G only two. */
const place = (index: number): number => index * SIZE;
const [ONE, X, Y, Z, A, B, C, D, E, F, H, I] = Array.from({ length: 12 }, (_, i) => place(i)) as [number, number, number, number, number, number, number, number, number, number, number, number];
const KEY_TABLE = place(16);
const GENERATOR_TABLE = place(64);
const POINT = 3 * SIZE;

let ready: Field | undefined;

function field(): Field {
  if (ready) return ready;
  ready = makeField(p);
  put(ONE, 1n);
  makeTable(ready, GENERATOR_TABLE, SM2.gx, SM2.gy, 1 << (WINDOW.generator - 2));
  return ready;
}

/** A number into memory, in Montgomery form. */
function put(to: number, value: bigint): void {
  let rest = (value << 256n) % p;
  for (let limb = 0; limb < 8; limb += 1) {
    ready!.memory[to / 4 + limb] = Number(rest & 0xffffffffn);
    rest >>= 32n;
  }
}

const copy = ({ memory }: Field, to: number, from: number, size: number): void => void memory.copyWithin(to / 4, from / 4, (from + size) / 4);

const isZero = ({ memory }: Field, at: number): boolean => {
  for (let limb = 0; limb < 8; limb += 1) if (memory[at / 4 + limb] !== 0) return false;
  return true;
};

const sameNumber = ({ memory }: Field, a: number, b: number): boolean => {
  for (let limb = 0; limb < 8; limb += 1) if (memory[a / 4 + limb] !== memory[b / 4 + limb]) return false;
  return true;
};

/** The accumulator doubled; the curve has a = -3 (formula dbl-2001-b of the Explicit-Formulas Database). */
function double(f: Field): void {
  f.mul(A, Z, Z); // delta
  f.mul(B, Y, Y); // gamma
  f.mul(C, X, B); // beta
  f.sub(D, X, A);
  f.add(E, X, A);
  f.mul(D, D, E);
  f.add(E, D, D);
  f.add(D, E, D); // alpha
  f.add(Z, Y, Z);
  f.mul(Z, Z, Z);
  f.sub(Z, Z, B);
  f.sub(Z, Z, A);
  f.add(C, C, C);
  f.add(C, C, C); // 4 beta
  f.mul(X, D, D);
  f.sub(X, X, C);
  f.sub(X, X, C);
  f.mul(B, B, B);
  f.add(B, B, B);
  f.add(B, B, B);
  f.add(B, B, B); // 8 gamma²
  f.sub(Y, C, X);
  f.mul(Y, D, Y);
  f.sub(Y, Y, B);
}

/** The accumulator plus the point at `at` (x, y, z), or less it (formula add-2007-bl). */
function addPoint(f: Field, at: number, negative: boolean): void {
  const [x2, y2, z2] = [at, at + SIZE, at + 2 * SIZE];
  if (isZero(f, Z)) return setPoint(f, at, negative);
  f.mul(A, Z, Z);
  f.mul(B, z2, z2);
  f.mul(C, X, B); // U1
  f.mul(D, x2, A); // U2
  f.mul(E, z2, B);
  f.mul(E, Y, E); // S1
  f.mul(F, Z, A);
  f.mul(F, y2, F); // S2
  if (negative) {
    f.sub(H, ONE, ONE);
    f.sub(F, H, F);
  }
  f.sub(H, D, C);
  f.sub(F, F, E);
  if (isZero(f, H)) return isZero(f, F) ? double(f) : f.sub(Z, Z, Z);
  f.add(F, F, F); // r
  f.add(I, H, H);
  f.mul(I, I, I);
  f.mul(D, H, I); // J
  f.mul(C, C, I); // V
  f.add(Z, Z, z2);
  f.mul(Z, Z, Z);
  f.sub(Z, Z, A);
  f.sub(Z, Z, B);
  f.mul(Z, Z, H);
  f.mul(X, F, F);
  f.sub(X, X, D);
  f.sub(X, X, C);
  f.sub(X, X, C);
  f.sub(Y, C, X);
  f.mul(Y, F, Y);
  f.mul(E, E, D);
  f.add(E, E, E);
  f.sub(Y, Y, E);
}

function setPoint(f: Field, at: number, negative: boolean): void {
  copy(f, X, at, POINT);
  if (!negative) return;
  f.sub(A, ONE, ONE);
  f.sub(Y, A, Y);
}

/** 1, 3, 5, … times the point, from `table` on. */
function makeTable(f: Field, table: number, x: bigint, y: bigint, count: number): void {
  put(table, x);
  put(table + SIZE, y);
  copy(f, table + 2 * SIZE, ONE, SIZE);
  const twice = KEY_TABLE - POINT;
  copy(f, X, table, POINT);
  double(f);
  copy(f, twice, X, POINT);
  for (let i = 1; i < count; i += 1) {
    copy(f, X, table + (i - 1) * POINT, POINT);
    addPoint(f, twice, false);
    copy(f, table + i * POINT, X, POINT);
  }
}

/** Signed odd digits of a scalar, the lowest first; between two of them at least `width` - 1 zeros. */
function digitsOf(scalar: bigint, width: number): Int8Array {
  const digits = new Int8Array(258);
  const [whole, half] = [1n << BigInt(width), 1n << BigInt(width - 1)];
  let rest = scalar;
  for (let i = 0; rest > 0n; ) {
    if (rest & 1n) {
      const low = rest & (whole - 1n);
      const digit = low >= half ? low - whole : low;
      digits[i] = Number(digit);
      rest -= digit;
    }
    const skip = digits[i] === 0 ? 1 : width;
    rest >>= BigInt(skip);
    i += skip;
  }
  return digits;
}

/** sG + tP into the accumulator. */
function combine(f: Field, s: bigint, t: bigint): void {
  const [generator, key] = [digitsOf(s, WINDOW.generator), digitsOf(t, WINDOW.key)];
  f.sub(Z, Z, Z);
  for (let i = 257; i >= 0; i -= 1) {
    if (!isZero(f, Z)) double(f);
    const [g, k] = [generator[i]!, key[i]!];
    if (g !== 0) addPoint(f, GENERATOR_TABLE + (Math.abs(g) >> 1) * POINT, g < 0);
    if (k !== 0) addPoint(f, KEY_TABLE + (Math.abs(k) >> 1) * POINT, k < 0);
  }
}

/** Is the accumulator's x = X / Z² this number? Asked without a division. */
function xIs(f: Field, value: bigint): boolean {
  put(A, value);
  f.mul(B, Z, Z);
  f.mul(A, A, B);
  return sameNumber(f, A, X);
}

const digest = (point: Uint8Array, message: Uint8Array): bigint => toBigInt(hash('sm3', concat(hash('sm3', signerBytes(point), 'buffer'), message), 'buffer'));

/** Is this SM2-with-SM3 signature (standard user id, DER) by the holder of the key over the message? `point` has to be on the curve. */
export function verifySm2(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const read = readable(signature);
  if (!read) return false;
  const { r, s } = read;
  const t = (r + s) % n;
  if (r < 1n || r >= n || s < 1n || s >= n || t === 0n) return false;
  const f = field();
  makeTable(f, KEY_TABLE, toBigInt(point.subarray(1, 33)), toBigInt(point.subarray(33)), 1 << (WINDOW.key - 2));
  combine(f, s, t);
  if (isZero(f, Z)) return false;
  const x = (((r - digest(point, message)) % n) + n) % n; // x ≡ r - e modulo n, and x < p: one or two numbers
  return xIs(f, x) || (x + n < p && xIs(f, x + n));
}

function readable(signature: Uint8Array): { r: bigint; s: bigint } | undefined {
  try {
    return readSignature(signature);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Does y² = x³ + ax + b hold? A point elsewhere would leak or lie. */
export function onCurve(point: Uint8Array): boolean {
  if (point.length !== 65 || point[0] !== 4) return false;
  const [x, y] = [toBigInt(point.subarray(1, 33)), toBigInt(point.subarray(33))];
  return x < p && y < p && (y * y - ((x * x + SM2.a) * x + SM2.b)) % p === 0n;
}
