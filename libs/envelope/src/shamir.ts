/**
 * Shamir's secret sharing over GF(2^8) with the polynomial x^8 + x^4 + x^3 + x + 1 (that of AES): a polynomial of degree k - 1 for each
 * byte, its value at 0 the secret, its value at i = 1..n share i. Fewer than k shares say nothing about the secret: not even its likelihood.
 * Nothing here branches or looks up by a secret byte. docs/formats/escrow.md has a reader of twenty lines.
 */
export interface Share {
  /** 1..255: where the polynomials were evaluated. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Russian peasant multiplication without branches on its operands. */
function times(a: number, b: number): number {
  let [left, right, product] = [a, b, 0];
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= -(right & 1) & left;
    left = ((left << 1) ^ (-(left >> 7) & 0x11b)) & 0x1ff;
    right >>= 1;
  }
  return product;
}

/** a^254: in this field the inverse of a. */
function inverse(a: number): number {
  let result = 1;
  for (let i = 0; i < 254; i += 1) result = times(result, a);
  return result;
}

/** Shares 1..n of the secret, of which any k restore it. `random` gives bytes from the machine's generator. Throws RangeError unless 1 ≤ k ≤ n ≤ 255. */
export function split(secret: Uint8Array, k: number, n: number, random: (size: number) => Uint8Array): Share[] {
  const whole = Number.isInteger(k) && Number.isInteger(n);
  if (!whole || k < 1 || k > n || n > 255 || secret.length === 0) throw new RangeError(`cannot split ${secret.length} bytes ${k} of ${n}`);
  const coefficients = Array.from({ length: k - 1 }, () => random(secret.length));
  return Array.from({ length: n }, (_, i) => ({ index: i + 1, bytes: secret.map((byte, at) => valueAt(i + 1, byte, coefficients, at)) }));
}

/** Horner's rule, the highest coefficient first. */
function valueAt(x: number, constant: number, coefficients: readonly Uint8Array[], at: number): number {
  let value = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) value = times(value, x) ^ coefficients[i]![at]!;
  return times(value, x) ^ constant;
}

/**
 * The value at 0 of the polynomials through these shares. It is the secret only when at least k right shares are given; otherwise it is noise,
 * and nothing in the mathematics says so: check it against a commitment. Throws RangeError on shares that cannot belong together.
 */
export function combine(shares: readonly Share[]): Uint8Array {
  const indices = shares.map((share) => share.index);
  const sound = shares.length > 0 && new Set(indices).size === shares.length && indices.every((index) => Number.isInteger(index) && index >= 1 && index <= 255);
  if (!sound || shares.some(({ bytes }) => bytes.length !== shares[0]!.bytes.length)) throw new RangeError('these shares do not belong together');
  const weights = indices.map((index) => indices.filter((other) => other !== index).reduce((product, other) => times(product, times(other, inverse(other ^ index))), 1));
  return shares[0]!.bytes.map((_, at) => shares.reduce((sum, { bytes }, i) => sum ^ times(weights[i]!, bytes[at]!), 0));
}

/** Every choice of k of the shares, the earliest given first. n is small: a tender has at most nine trustees. */
export function* choices<T>(of: readonly T[], k: number): Generator<T[]> {
  if (k === 0) return void (yield []);
  for (let i = 0; i + k <= of.length; i += 1) for (const rest of choices(of.slice(i + 1), k - 1)) yield [of[i]!, ...rest];
}
