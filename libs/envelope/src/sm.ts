import { sm2, sm3, sm4 } from 'sm-crypto-v2';
import { concat, fromHex, toHex } from './bytes';
import { DerError } from './der';
import { assertSignature, pointOf, readSm2Pkcs8, SM2_USER_ID, writeSignature, writeSm2Pkcs8, writeSm2Spki } from './sm2-curve';

/**
 * SM2, SM3 and SM4 where there is nothing faster: in browsers, and in Node what is done seldom. The arithmetic is sm-crypto-v2's; here are the byte
 * forms and the refusals, since the library answers some failures with an empty text.
 */
export const sm3Bytes = (data: Uint8Array): Uint8Array => fromHex(sm3(data))!;

/** HMAC (RFC 2104) with SM3, whose block has 64 bytes. */
export function hmacSm3(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sm3Bytes(key) : key);
  const inner = sm3Bytes(
    concat(
      block.map((byte) => byte ^ 0x36),
      ...parts,
    ),
  );
  return sm3Bytes(
    concat(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
}

export interface Sm2KeyPair {
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
}

export function generateSm2(): Sm2KeyPair {
  const { privateKey, publicKey } = sm2.generateKeyPairHex();
  const [d, point] = [fromHex(privateKey.padStart(64, '0'))!, fromHex(publicKey)!];
  return { pkcs8: writeSm2Pkcs8(d, point), spki: writeSm2Spki(point) };
}

/** The public half of a private key, as SubjectPublicKeyInfo. */
export const sm2SpkiOf = (d: Uint8Array): Uint8Array => writeSm2Spki(fromHex(sm2.getPublicKeyFromPrivateKey(toHex(d)))!);

/** SM2 with SM3 and the standard user id; DER SEQUENCE { r, s }. */
export function sm2Sign(d: Uint8Array, message: Uint8Array): Uint8Array {
  const raw = fromHex(sm2.doSignature(message, toHex(d), { hash: true, userId: SM2_USER_ID }))!;
  return writeSignature(raw.subarray(0, 32), raw.subarray(32));
}

export function sm2Verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    assertSignature(signature); // one spelling only
    return sm2.doVerifySignature(message, toHex(signature), toHex(point), { hash: true, der: true, userId: SM2_USER_ID });
  } catch {
    return false;
  }
}

/** SEQUENCE { x, y, C3, C2 } (GB/T 35276): `bytes` for the holder of this key. */
export const sm2Encrypt = (spki: Uint8Array, bytes: Uint8Array): Uint8Array => fromHex(sm2.doEncrypt(bytes, toHex(pointOf(spki)), 1, { asn1: true }))!;

/** Throws DerError when it does not open: the library itself gives an empty answer. */
export function sm2Decrypt(d: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    const opened = sm2.doDecrypt(toHex(sealed), toHex(d), 1, { output: 'array', asn1: true });
    if (opened.length > 0) return Uint8Array.from(opened);
  } catch {
    // below: one answer to every failure
  }
  throw new DerError('SM2: does not open');
}

const BLOCK = 16;

/** SM4 in counter mode from this counter block; encrypts and decrypts. */
export function sm4Ctr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const blocks = Math.ceil(data.length / BLOCK);
  const counters = new Uint8Array(blocks * BLOCK);
  const view = new DataView(counters.buffer);
  const low = new DataView(counter.buffer, counter.byteOffset).getUint32(12);
  for (let i = 0; i < blocks; i += 1) {
    counters.set(counter, i * BLOCK);
    view.setUint32(i * BLOCK + 12, low + i);
  }
  const pad = blocks === 0 ? counters : Uint8Array.from(sm4.encrypt(counters, toHex(key), { padding: 'none', output: 'array' }));
  return data.map((byte, i) => byte ^ pad[i]!);
}

export const sm4CbcEncrypt = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  Uint8Array.from(sm4.encrypt(data, toHex(key), { mode: 'cbc', iv: toHex(iv), padding: 'pkcs#7', output: 'array' }));

/** Throws DerError on bad padding. */
export function sm4CbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  try {
    return Uint8Array.from(sm4.decrypt(data, toHex(key), { mode: 'cbc', iv: toHex(iv), padding: 'pkcs#7', output: 'array' }));
  } catch {
    throw new DerError('SM4: does not open');
  }
}

/** The private number in a PKCS#8 SM2 key; undefined when the key is of another kind or unreadable. */
export function sm2KeyOf(pkcs8: Uint8Array): Uint8Array | undefined {
  try {
    return readSm2Pkcs8(pkcs8)?.d;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
