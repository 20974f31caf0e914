import * as fc from 'fast-check';
import { runs, SEED } from './envelope.fixtures';
import { SM2 } from './sm2-curve';
import { makeField } from './wasm-field';

const PRIMES = { SM2: SM2.p, 'P-256': 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n };
const R = 1n << 256n;

describe.each(Object.entries(PRIMES))('modulo the prime of %s', (_name, p) => {
  const f = makeField(p);
  const put = (slot: number, value: bigint) => {
    for (let i = 0; i < 8; i += 1) f.memory[slot * 8 + i] = Number((value >> BigInt(32 * i)) & 0xffffffffn);
  };
  const take = (slot: number): bigint => Array.from({ length: 8 }, (_, i) => BigInt(f.memory[slot * 8 + i]!) << BigInt(32 * i)).reduce((sum, limb) => sum + limb, 0n);
  const of = (name: 'mul' | 'add' | 'sub', a: bigint, b: bigint): bigint => {
    put(1, a);
    put(2, b);
    f[name](0, 32, 64);
    return take(0);
  };
  let inverse = 1n; // of R, by Fermat
  for (let [base, exponent] = [R % p, p - 2n]; exponent > 0n; exponent >>= 1n, base = (base * base) % p) if (exponent & 1n) inverse = (inverse * base) % p;

  const number = fc.oneof(fc.bigInt({ min: 0n, max: p - 1n }), fc.constantFrom(0n, 1n, 2n, p - 1n, p - 2n, 0xffffffffn, R % p));
  it(`products, sums and differences are those of BigInt (seed ${SEED})`, () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(of('mul', a, b)).toBe((((a * b) % p) * inverse) % p);
        expect(of('add', a, b)).toBe((a + b) % p);
        expect(of('sub', a, b)).toBe((((a - b) % p) + p) % p);
      }),
      runs(3000),
    );
  });
});
