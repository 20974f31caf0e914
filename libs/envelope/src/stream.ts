/**
 * The layout of a sealed body: Tink's AES256_GCM_HKDF_1MB streaming format (developers.google.com/tink/streaming-aead), so that a
 * dozen lines in any language open it. docs/formats/body-stream.md describes each byte.
 */
export const HEADER_SIZE = 40;
export const SALT_SIZE = 32;
export const PREFIX_SIZE = 7;
export const TAG_SIZE = 16;
export const KEY_SIZE = 32;
/** Ciphertext of one segment with its tag; the first one is shorter by the header. */
export const SEGMENT_SIZE = 1024 * 1024;

/** The algorithms of a sealed body, by its first byte: AES-256-GCM with HKDF-SHA256 (as Tink writes it: the length of the header), or SM4 with SM3. */
export type Suite = 'international' | 'sm';
export const HEADER_MARKS: Readonly<Record<Suite, number>> = { international: HEADER_SIZE, sm: HEADER_SIZE + 1 };

/** Which suite a body was sealed by; undefined when it was not sealed at all. */
export const suiteOf = (mark: number | undefined): Suite | undefined => (mark === HEADER_MARKS.international ? 'international' : mark === HEADER_MARKS.sm ? 'sm' : undefined);

/** What a suite does with one segment: the ciphertext is as long as the plaintext, a tag of 16 bytes stands behind it. */
export interface SegmentCipher {
  seal(nonce: Uint8Array, plain: Uint8Array): Uint8Array[];
  /** Ciphertext with its tag; undefined when the tag is wrong. */
  open(nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

const FIRST_PLAIN = SEGMENT_SIZE - HEADER_SIZE - TAG_SIZE;
const OTHER_PLAIN = SEGMENT_SIZE - TAG_SIZE;

/** How much plaintext segment `index` holds when it is full. */
export const plainCapacity = (index: number): number => (index === 0 ? FIRST_PLAIN : OTHER_PLAIN);

/** The exact size of a sealed body. An empty file still has one segment, the final one. */
export function cipherSize(plainSize: number): number {
  const further = Math.max(0, Math.ceil((plainSize - FIRST_PLAIN) / OTHER_PLAIN));
  return HEADER_SIZE + plainSize + TAG_SIZE * (1 + further);
}

/** prefix ‖ segment number, big-endian ‖ 1 on the final segment: a moved, dropped or appended segment has the wrong nonce. */
export function segmentNonce(prefix: Uint8Array, index: number, final: boolean): Uint8Array {
  if (index > 0xffff_ffff) throw new RangeError('too many segments');
  const nonce = new Uint8Array(12);
  nonce.set(prefix);
  new DataView(nonce.buffer).setUint32(PREFIX_SIZE, index);
  nonce[11] = final ? 1 : 0;
  return nonce;
}
