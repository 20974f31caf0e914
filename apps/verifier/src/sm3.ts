import { concat } from './bytes';

/** The hash SM3 (GB/T 32905-2016), written from the standard. */
const rotate = (x: number, n: number): number => (x << (n & 31)) | (x >>> ((32 - n) & 31));
const p0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17);
const p1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23);
const INITIAL = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

function expand(view: DataView, at: number): Int32Array {
  const w = new Int32Array(68);
  for (let j = 0; j < 16; j += 1) w[j] = view.getInt32(at + j * 4);
  for (let j = 16; j < 68; j += 1) w[j] = p1(w[j - 16]! ^ w[j - 9]! ^ rotate(w[j - 3]!, 15)) ^ rotate(w[j - 13]!, 7) ^ w[j - 6]!;
  return w;
}

function compress(v: Int32Array, w: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = v as unknown as [number, number, number, number, number, number, number, number];
  for (let j = 0; j < 64; j += 1) {
    const early = j < 16;
    const ss1 = rotate((rotate(a, 12) + e + rotate(early ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7);
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ rotate(a, 12)) + (w[j]! ^ w[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + w[j]!) | 0;
    [d, c, b, a] = [c, rotate(b, 9), a, tt1];
    [h, g, f, e] = [g, rotate(f, 19), e, p0(tt2)];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) v[i] = v[i]! ^ word;
}

/** HMAC (RFC 2104) over SM3. */
export function hmacSm3(key: Uint8Array, ...message: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sm3(key) : key);
  const padded = (byte: number) => block.map((one) => one ^ byte);
  return sm3(concat(padded(0x5c), sm3(concat(padded(0x36), ...message))));
}

export function sm3(message: Uint8Array): Uint8Array {
  const padded = concat(message, Uint8Array.of(0x80), new Uint8Array((119 - (message.length % 64)) % 64), new Uint8Array(8));
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  const v = Int32Array.from(INITIAL);
  for (let at = 0; at < padded.length; at += 64) compress(v, expand(view, at));
  const out = new DataView(new ArrayBuffer(32));
  v.forEach((word, i) => out.setInt32(i * 4, word));
  return new Uint8Array(out.buffer);
}
