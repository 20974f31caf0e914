import { combine, type Share, split } from './index';
import { randomBytes } from './crypto.node';

type Split = typeof split;

/** Every value of so many bytes. */
function* values(bytes: number): Generator<number[]> {
  for (let all = 0; all < 256 ** bytes; all += 1) yield Array.from({ length: bytes }, (_, i) => (all >> (8 * i)) & 255);
}

/**
 * How often k - 1 trustees see each of what they can see, over every draw of the coefficients, for one byte. They learn nothing exactly when that is the same
 * for every secret; it is once each, for there are as many draws as pictures.
 */
function seen(by: Split, secret: number, k: number, holders: readonly number[]): Map<number, number> {
  const counted = new Map<number, number>();
  for (const drawn of values(k - 1)) {
    const given = [...drawn];
    const shares = by(Uint8Array.of(secret), k, Math.max(k, ...holders), () => Uint8Array.of(given.shift()!));
    const picture = holders.reduce((all, index) => all * 256 + shares[index - 1]!.bytes[0]!, 0);
    counted.set(picture, (counted.get(picture) ?? 0) + 1);
  }
  return counted;
}

const tellsNothing = (by: Split, k: number, holders: readonly number[], secrets: readonly number[]): boolean =>
  secrets.every((secret) => {
    const counted = seen(by, secret, k, holders);
    return counted.size === 256 ** (k - 1) && [...counted.values()].every((times) => times === 1);
  });

/** As if the machine's generator were asked once for all coefficients. */
const once: Split = (secret, k, n, random) => {
  const drawn = random(secret.length);
  return split(secret, k, n, () => drawn);
};
/** As if the generator gave nothing. */
const zero: Split = (secret, k, n) => split(secret, k, n, (size) => new Uint8Array(size));

describe('fewer than k shares tell nothing', () => {
  it.each([
    [2, [1]],
    [2, [5]],
    [3, [1, 2]],
    [3, [2, 5]],
  ])('%i of n: over every draw, trustees %j see each picture once, whatever the secret', (k, holders) => {
    expect(tellsNothing(split, k, holders, k === 2 ? [...values(1)].flat() : [0, 1, 171, 255])).toBe(true);
  });

  it('negative control: equal coefficients, or none, are found', () => {
    expect([tellsNothing(once, 3, [1, 2], [7]), tellsNothing(zero, 3, [1, 2], [7]), tellsNothing(zero, 2, [1], [7])]).toEqual([false, false, false]);
  });

  it('every byte of the secret has coefficients of its own, drawn for each power, and all that is drawn is used', () => {
    const secret = randomBytes(16);
    const draws = Array.from({ length: 3 }, () => randomBytes(16));
    const by = (drawn: readonly Uint8Array[]) => {
      const given = [...drawn];
      const shares = split(secret, 4, 5, (size) => given.shift()!.slice(0, size));
      expect(given).toEqual([]);
      return shares;
    };
    const before = by(draws);
    for (const [power, drawn] of draws.entries())
      for (const at of drawn.keys()) {
        const other = draws.map((bytes, i) => (i === power ? bytes.map((byte, j) => (j === at ? byte ^ 1 : byte)) : bytes));
        for (const [i, { bytes }] of by(other).entries()) expect([...bytes].flatMap((byte, j) => (byte === before[i]!.bytes[j] ? [] : [j]))).toEqual([at]);
      }
  });
});

/** The field again, by powers of its generator x + 1 and their logarithms (FIPS 197, 4.2), which `split` and `combine` do not use. */
const POWERS: number[] = [1];
while (POWERS.length < 255) {
  const last = POWERS.at(-1)!;
  const twice = last & 128 ? ((last << 1) ^ 0x11b) & 255 : last << 1;
  POWERS.push(twice ^ last);
}
const LOGS = new Map(POWERS.map((power, log) => [power, log]));
const product = (a: number, b: number) => (a === 0 || b === 0 ? 0 : POWERS[(LOGS.get(a)! + LOGS.get(b)!) % 255]!);
const quotient = (a: number, b: number) => (a === 0 ? 0 : POWERS[(LOGS.get(a)! - LOGS.get(b)! + 255) % 255]!);

/** Newton's divided differences, evaluated at 0: another way to the same value than Lagrange's weights. */
function restored(shares: readonly Share[], at: number): number {
  const column = shares.map(({ bytes }) => bytes[at]!);
  const x = shares.map(({ index }) => index);
  for (let order = 1; order < column.length; order += 1) for (let i = column.length - 1; i >= order; i -= 1) column[i] = quotient(column[i]! ^ column[i - 1]!, x[i]! ^ x[i - order]!);
  return column.reduceRight((value, difference, i) => product(value, x[i]!) ^ difference, 0);
}

describe('a second implementation agrees', () => {
  it('on the field: FIPS 197 gives {57}·{83} = {c1} and {57}·{13} = {fe}', () => expect([product(0x57, 0x83), product(0x57, 0x13)]).toEqual([0xc1, 0xfe]));

  it.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [5, 9],
    [255, 255],
  ])('on the secret of %i of %i shares, from whichever', (k, n) => {
    const secret = randomBytes(8);
    const shares = split(secret, k, n, randomBytes);
    for (const chosen of [shares.slice(0, k), shares.slice(-k), [...shares].reverse().slice(0, k)]) {
      expect([...secret.keys()].map((at) => restored(chosen, at))).toEqual([...secret]);
      expect([...combine(chosen)]).toEqual([...secret]);
    }
  });
});
