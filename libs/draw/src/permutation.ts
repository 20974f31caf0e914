import { createHash, createHmac } from 'node:crypto';

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const SPACE = 1n << 64n;

/** u_c: the first 8 bytes of HMAC-SHA256(seed, c), big-endian, for c = 0, 1, 2 … */
function* numbers(seed: string): Generator<bigint> {
  const key = Buffer.from(seed, 'hex');
  const counter = Buffer.alloc(8);
  for (let c = 0n; ; c += 1n) {
    counter.writeBigUInt64BE(c);
    yield createHmac('sha256', key).update(counter).digest().readBigUInt64BE();
  }
}

/** A number in 0 … m-1 without bias: values in the incomplete last stretch of 2^64 are thrown away. */
function below(m: number, stream: Generator<bigint>): number {
  const size = BigInt(m);
  const limit = SPACE - (SPACE % size);
  for (;;) {
    const u = stream.next().value as bigint;
    if (u < limit) return Number(u % size);
  }
}

/** The numbers 0 … n-1 in the order of the seed, one at a time: Fisher-Yates that stores only what it has moved, so a million cost nothing. */
export function* permutation(seed: string, n: number): Generator<number, undefined> {
  const stream = numbers(seed);
  const moved = new Map<number, number>();
  const at = (i: number) => moved.get(i) ?? i;
  for (let i = 0; i < n; i += 1) {
    const j = i + below(n - i, stream);
    const taken = at(j);
    moved.set(j, at(i));
    moved.delete(i);
    yield taken;
  }
  return undefined;
}

/** One of a list: the first of its permutation. For a coefficient drawn at the opening. */
export function drawOne<T>(seed: string, list: readonly T[]): { readonly index: number; readonly value: T } {
  const { value: index } = permutation(seed, list.length).next();
  if (index === undefined) throw new RangeError('nothing to draw from');
  return { index, value: list[index]! };
}
