import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { gcm } from '@noble/ciphers/aes';
import { concat, same } from './bytes';
import { fail } from './fault';
import { hmacSm3 } from './sm3';
import { sm4Ctr } from './sm4';

/** Opens the segments of one part, in order. */
export type OpenSegment = (segment: Uint8Array, index: number, last: boolean) => Promise<Uint8Array>;

/** A way to seal a body, told by its first byte and by the manifest's `suite`. */
export interface Suite {
  name: string;
  mark: number;
  /** What the manifest says; undefined where it says nothing. */
  suite: 'sm' | undefined;
  header: number;
  /** Bytes that each segment has beyond its plaintext. */
  tag: number;
  open(key: Uint8Array, header: Uint8Array, aad: Uint8Array): Promise<OpenSegment>;
}

export const SEGMENT = 1_048_576;

const damaged = (index: number): never =>
  fail(`第 ${index + 1} 段的校验不成立：密文被改动，或密钥、标段、投标人、版本不对`, `segment ${index + 1} does not verify: it was changed, or key, lot, bidder or version are others`);

function nonceOf(prefix: Uint8Array, index: number, last: boolean): Uint8Array {
  const nonce = concat(prefix, new Uint8Array(5));
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** By the platform's own AES where there is one; a page opened from a file may have none. */
async function openAes(key: Uint8Array, header: Uint8Array, aad: Uint8Array): Promise<OpenSegment> {
  const derived = hkdf(sha256, key, header.subarray(1, 33), aad, 32);
  const prefix = header.subarray(33, 40);
  const subtle = globalThis.crypto?.subtle;
  const native = await subtle?.importKey('raw', Uint8Array.from(derived), 'AES-GCM', false, ['decrypt']);
  return async (segment, index, last) => {
    const nonce = Uint8Array.from(nonceOf(prefix, index, last));
    try {
      if (!native) return gcm(derived, nonce).decrypt(segment);
      return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: nonce, tagLength: 128 }, native, Uint8Array.from(segment)));
    } catch {
      return damaged(index);
    }
  };
}

/** HKDF over SM3 gives 48 bytes: 16 for SM4, 32 for the tag, which is checked before anything is decrypted. */
async function openSm(key: Uint8Array, header: Uint8Array, aad: Uint8Array): Promise<OpenSegment> {
  const secret = hmacSm3(header.subarray(1, 33), key);
  const first = hmacSm3(secret, aad, Uint8Array.of(1));
  const keys = concat(first, hmacSm3(secret, first, aad, Uint8Array.of(2)));
  const prefix = header.subarray(33, 40);
  return async (segment, index, last) => {
    const nonce = nonceOf(prefix, index, last);
    const body = segment.subarray(0, -16);
    const tag = hmacSm3(keys.subarray(16, 48), nonce, body).subarray(0, 16);
    return segment.length >= 16 && same(tag, segment.subarray(-16)) ? sm4Ctr(keys.slice(0, 16), nonce, body) : damaged(index);
  };
}

/** docs/formats/body-stream.md: a further suite is a further row. */
export const SUITES: readonly Suite[] = [
  { name: 'AES-256-GCM', mark: 0x28, suite: undefined, header: 40, tag: 16, open: openAes },
  { name: 'SM4-CTR, HMAC-SM3', mark: 0x29, suite: 'sm', header: 40, tag: 16, open: openSm },
];

/** Size of the sealed body: header, content, and a tag for each segment. The header shortens the first segment. */
export function sealedSize({ header, tag }: Suite, plain: number): number {
  const first = SEGMENT - header - tag;
  const further = plain > first ? Math.ceil((plain - first) / (SEGMENT - tag)) : 0;
  return header + plain + tag * (1 + further);
}

export const suitesFor = (plain: number, cipher: number): Suite[] => SUITES.filter((suite) => sealedSize(suite, plain) === cipher);
