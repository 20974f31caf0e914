import { refuse } from '@kernel';
import { concat, utf8 } from './bytes';
import { plain, randomBytes, type WebKey } from './crypto.web';
import { R } from './envelope.refusals';
import { HEADER_MARK, HEADER_SIZE, KEY_SIZE, PREFIX_SIZE, plainCapacity, SALT_SIZE, SEGMENT_SIZE, segmentNonce } from './stream';

/** HKDF-SHA256 with the associated data as info (RFC 5869), as the Node half derives it. */
async function deriveKey(key: Uint8Array, salt: Uint8Array, aad: string, use: 'encrypt' | 'decrypt'): Promise<WebKey> {
  if (key.length !== KEY_SIZE) throw new RangeError('a body key has 32 bytes');
  const material = await crypto.subtle.importKey('raw', plain(key), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: plain(salt), info: plain(utf8(aad)) }, material, { name: 'AES-GCM', length: 256 }, false, [use]);
}

const bytesOf = async (blob: Blob, from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

export interface SealedSegment {
  /** What the segment holds in clear, for hashing. */
  readonly clear: Uint8Array;
  /** Ciphertext with its tag; the first one begins with the header. */
  readonly sealed: Uint8Array;
}

/** Seals a file segment by segment: one mebibyte is in memory at a time, however long the file. */
export async function* sealBlob(blob: Blob, key: Uint8Array, aad: string): AsyncGenerator<SealedSegment> {
  const [salt, prefix] = [randomBytes(SALT_SIZE), randomBytes(PREFIX_SIZE)];
  const cipherKey = await deriveKey(key, salt, aad, 'encrypt');
  for (let index = 0, at = 0, final = false; !final; index += 1) {
    const clear = await bytesOf(blob, at, Math.min(blob.size, at + plainCapacity(index)));
    at += clear.length;
    final = at >= blob.size;
    const iv = plain(segmentNonce(prefix, index, final));
    const body = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, cipherKey, plain(clear)));
    yield { clear, sealed: index === 0 ? concat(Uint8Array.of(HEADER_MARK), salt, prefix, body) : body };
  }
}

/** Opens a sealed body segment by segment. Throws `envelope.body-damaged` with the number of the segment that fails its tag. */
export async function* openBlob(blob: Blob, key: Uint8Array, aad: string): AsyncGenerator<Uint8Array> {
  const head = await bytesOf(blob, 0, HEADER_SIZE);
  if (head[0] !== HEADER_MARK) refuse(R.bodyUnsealed());
  if (head.length < HEADER_SIZE) refuse(R.bodyDamaged({ segment: 0 }));
  const cipherKey = await deriveKey(key, head.slice(1, 1 + SALT_SIZE), aad, 'decrypt');
  const prefix = head.slice(1 + SALT_SIZE);
  for (let index = 0, at = HEADER_SIZE, final = false; !final; index += 1) {
    const end = Math.min(blob.size, (index + 1) * SEGMENT_SIZE);
    const body = await bytesOf(blob, at, end);
    at = end;
    final = at >= blob.size;
    const iv = plain(segmentNonce(prefix, index, final));
    const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, cipherKey, plain(body)).catch(() => refuse(R.bodyDamaged({ segment: index })));
    yield new Uint8Array(clear);
  }
}
