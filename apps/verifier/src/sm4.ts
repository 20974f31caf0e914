/** The block cipher SM4 (GB/T 32907-2016) in counter mode. */
const POLYNOMIAL = 0x1f5;
const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i -= 1) product = (product << 1) ^ (product & 0x80 ? POLYNOMIAL : 0) ^ ((b >> i) & 1 ? a : 0);
  return product;
}

const inverse = (x: number): number => {
  let found = 1;
  for (let i = 0; i < 254; i += 1) found = times(found, x); // x^254 = 1/x, and 0 stays 0
  return found;
};

const odd = (x: number): number => (x ^ (x >> 4) ^ (x >> 2) ^ (x >> 6) ^ (x >> 1) ^ (x >> 5) ^ (x >> 3) ^ (x >> 7)) & 1;
const turned = (x: number, n: number): number => ((x << n) | (x >> (8 - n))) & 0xff;

/** The substitution box, computed: the standard's table is an affine map around the inverse in GF(2^8), and a test compares with another implementation. */
const affine = (x: number): number => [0, 1, 2, 3, 4, 5, 6, 7].reduce((y, i) => y | (odd(turned(ROW, i) & x) << i), 0) ^ 0xd3;
const ROW = 0xa7;
const BOX = Uint8Array.from({ length: 256 }, (_, x) => affine(inverse(affine(x))));

const substitute = (x: number): number => (BOX[x >>> 24]! << 24) | (BOX[(x >>> 16) & 255]! << 16) | (BOX[(x >>> 8) & 255]! << 8) | BOX[x & 255]!;
const spread = (b: number): number => b ^ rotate(b, 2) ^ rotate(b, 10) ^ rotate(b, 18) ^ rotate(b, 24);
/** What one byte gives in the round, at each of its four places. */
const TABLES = [24, 16, 8, 0].map((shift) => Int32Array.from({ length: 256 }, (_, x) => spread(BOX[x]! << shift)));
const [T0, T1, T2, T3] = TABLES as [Int32Array, Int32Array, Int32Array, Int32Array];

const FAMILY = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];
const constant = (i: number): number => [0, 1, 2, 3].reduce((word, j) => (word << 8) | (((4 * i + j) * 7) & 255), 0);

function roundKeys(key: Uint8Array): Int32Array {
  const view = new DataView(key.buffer, key.byteOffset, 16);
  const k = Int32Array.from({ length: 36 }, (_, i) => (i < 4 ? view.getInt32(i * 4) ^ FAMILY[i]! : 0));
  for (let i = 0; i < 32; i += 1) {
    const b = substitute(k[i + 1]! ^ k[i + 2]! ^ k[i + 3]! ^ constant(i));
    k[i + 4] = k[i]! ^ b ^ rotate(b, 13) ^ rotate(b, 23);
  }
  return k.subarray(4);
}

function encryptBlock(keys: Int32Array, input: DataView, output: DataView): void {
  let [a, b, c, d] = [input.getInt32(0), input.getInt32(4), input.getInt32(8), input.getInt32(12)];
  for (let i = 0; i < 32; i += 1) {
    const x = b ^ c ^ d ^ keys[i]!;
    const next = a ^ T0[x >>> 24]! ^ T1[(x >>> 16) & 255]! ^ T2[(x >>> 8) & 255]! ^ T3[x & 255]!;
    a = b;
    b = c;
    c = d;
    d = next;
  }
  [d, c, b, a].forEach((word, i) => output.setInt32(i * 4, word));
}

/** Counter mode: the last four bytes of the block count. */
export function sm4Ctr(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  const keys = roundKeys(key);
  const [counter, pad] = [new Uint8Array(16), new Uint8Array(16)];
  counter.set(nonce);
  const [input, output] = [new DataView(counter.buffer), new DataView(pad.buffer)];
  const out = new Uint8Array(bytes.length);
  for (let at = 0, i = 0; at < bytes.length; at += 16, i += 1) {
    input.setUint32(12, i);
    encryptBlock(keys, input, output);
    for (let j = at; j < Math.min(at + 16, bytes.length); j += 1) out[j] = bytes[j]! ^ pad[j - at]!;
  }
  return out;
}
