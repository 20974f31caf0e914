/**
 * Arithmetic modulo a prime of 256 bits as a WebAssembly module that is written here, instruction by instruction: JavaScript has no product of 64 bits, and
 * BigInt is some ten times slower. Numbers are eight limbs of 32 bits, little-endian, in Montgomery form (times 2^256). No branch depends on a value.
 */
const LIMBS = 8;
const BITS = 32n;
const MASK = 0xffffffffn;

const OP = { end: 0x0b, get: 0x20, set: 0x21, load32: 0x35, store32: 0x3e, i64const: 0x42, add: 0x7c, sub: 0x7d, mul: 0x7e, and: 0x83, or: 0x84, shr: 0x87, shrU: 0x88, xor: 0x85 } as const;
const TYPE = { i32: 0x7f, i64: 0x7e, func: 0x60 } as const;

/** Unsigned and signed LEB128. */
function unsigned(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
  return done ? [low] : [low | 0x80, ...signed(rest)];
}

const section = (id: number, ...items: number[][]): number[] => {
  const body = [...unsigned(items.length), ...items.flat()];
  return [id, ...unsigned(body.length), ...body];
};

type Code = number[];
const constant = (value: bigint): Code => [OP.i64const, ...signed(value)];
const get = (local: number): Code => [OP.get, ...unsigned(local)];
const set = (local: number, value: Code): Code => [...value, OP.set, ...unsigned(local)];
const two =
  (op: number) =>
  (left: Code, right: Code): Code => [...left, ...right, op];
const [add, sub, mul, and, xor, shr, shrU] = [OP.add, OP.sub, OP.mul, OP.and, OP.xor, OP.shr, OP.shrU].map(two) as [
  typeof plus,
  typeof plus,
  typeof plus,
  typeof plus,
  typeof plus,
  typeof plus,
  typeof plus,
];
declare function plus(left: Code, right: Code): Code;
const low = (value: Code): Code => and(value, constant(MASK));
const load = (pointer: number, limb: number): Code => [OP.get, pointer, OP.load32, 2, ...unsigned(limb * 4)];
const store = (pointer: number, limb: number, value: Code): Code => [OP.get, pointer, ...value, OP.store32, 2, ...unsigned(limb * 4)];

const each = (from: number, to: number, code: (i: number) => Code): Code => Array.from({ length: to - from }, (_, i) => code(from + i)).flat();
const limbsOf = (value: bigint): bigint[] => Array.from({ length: LIMBS }, (_, i) => (value >> (BITS * BigInt(i))) & MASK);

/** Locals behind the three pointers (destination, a, b): limbs of the result with two carries, the reduced candidate, and what is passed on. */
const T = 3;
const U = T + LIMBS + 2;
const CARRY = U + LIMBS;
const SUM = CARRY + 1;
const FACTOR = CARRY + 2;
const LOCALS = FACTOR + 1 - T;

/** SUM = value; its low half into `limb`, its high half into CARRY. */
const split = (limb: number, value: Code, shift: typeof shrU): Code => [...set(SUM, value), ...set(limb, low(get(SUM))), ...set(CARRY, shift(get(SUM), constant(BITS)))];

/** Writes T - p where that is not negative, else T: chosen by a mask, without a branch. */
function reduced(p: readonly bigint[]): Code {
  const minus = each(0, LIMBS, (j) => split(U + j, add(sub(get(T + j), constant(p[j]!)), get(CARRY)), shr));
  const mask = set(SUM, shr(add(get(T + LIMBS), get(CARRY)), constant(63n)));
  const choose = each(0, LIMBS, (j) => store(0, j, xor(get(U + j), and(get(SUM), xor(get(T + j), get(U + j))))));
  return [...set(CARRY, constant(0n)), ...minus, ...mask, ...choose];
}

/** Montgomery's product, a limb of b at a time (coarsely integrated operand scanning). */
function product(p: readonly bigint[], inverse: bigint): Code {
  const step = (i: number): Code => [
    ...set(FACTOR, load(2, i)),
    ...set(CARRY, constant(0n)),
    ...each(0, LIMBS, (j) => split(T + j, add(add(get(T + j), mul(load(1, j), get(FACTOR))), get(CARRY)), shrU)),
    ...split(T + LIMBS, add(get(T + LIMBS), get(CARRY)), shrU),
    ...set(T + LIMBS + 1, get(CARRY)),
    ...set(FACTOR, low(mul(get(T), constant(inverse)))),
    ...set(CARRY, shrU(add(get(T), mul(get(FACTOR), constant(p[0]!))), constant(BITS))),
    ...each(1, LIMBS, (j) => split(T + j - 1, add(add(get(T + j), mul(get(FACTOR), constant(p[j]!))), get(CARRY)), shrU)),
    ...split(T + LIMBS - 1, add(get(T + LIMBS), get(CARRY)), shrU),
    ...set(T + LIMBS, add(get(T + LIMBS + 1), get(CARRY))),
  ];
  return [...each(0, LIMBS, step), ...reduced(p)];
}

const sum = (p: readonly bigint[]): Code => [...each(0, LIMBS, (j) => split(T + j, add(add(load(1, j), load(2, j)), get(CARRY)), shrU)), ...set(T + LIMBS, get(CARRY)), ...reduced(p)];

/** a - b, and p more where that is negative. */
const difference = (p: readonly bigint[]): Code => [
  ...each(0, LIMBS, (j) => split(T + j, add(sub(load(1, j), load(2, j)), get(CARRY)), shr)),
  ...set(FACTOR, get(CARRY)),
  ...set(CARRY, constant(0n)),
  ...each(0, LIMBS, (j) => [...split(U + j, add(add(get(T + j), and(get(FACTOR), constant(p[j]!))), get(CARRY)), shrU), ...store(0, j, get(U + j))]),
];

/** -1/p modulo 2^32, by Newton's iteration. */
function negativeInverse(p: bigint): bigint {
  let x = 1n;
  for (let i = 0; i < 5; i += 1) x = (x * (2n - p * x)) & MASK;
  return -x & MASK;
}

const text = (name: string): number[] => [...unsigned(name.length), ...Array.from(name, (char) => char.charCodeAt(0))];

/** The module: `mul`, `add` and `sub` of (destination, a, b), addresses in the exported memory of one page. */
export function fieldModule(prime: bigint): Uint8Array<ArrayBuffer> {
  const p = limbsOf(prime);
  const functions = { mul: product(p, negativeInverse(prime)), add: sum(p), sub: difference(p) };
  const body = (code: Code): number[] => {
    const whole = [1, ...unsigned(LOCALS), TYPE.i64, ...code, OP.end];
    return [...unsigned(whole.length), ...whole];
  };
  const exported = [[...text('memory'), 2, 0], ...Object.keys(functions).map((name, i) => [...text(name), 0, i])];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [TYPE.func, 3, TYPE.i32, TYPE.i32, TYPE.i32, 0]),
    ...section(3, [0], [0], [0]),
    ...section(5, [0, 1]),
    ...section(7, ...exported),
    ...section(10, ...Object.values(functions).map(body)),
  ]);
}

export interface Field {
  readonly memory: Uint32Array;
  mul(to: number, a: number, b: number): void;
  add(to: number, a: number, b: number): void;
  sub(to: number, a: number, b: number): void;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly mul: Field['mul'];
  readonly add: Field['add'];
  readonly sub: Field['sub'];
}

interface Wasm {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object) => { exports: unknown };
}

/** Made at its first use; a millisecond or two. */
export function makeField(prime: bigint): Field {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  const { memory, mul: times, add: plusOf, sub: minus } = new Instance(new Module(fieldModule(prime))).exports as Exports;
  return { memory: new Uint32Array(memory.buffer), mul: times, add: plusOf, sub: minus };
}
