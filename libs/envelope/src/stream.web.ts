import { refuse } from '@kernel';
import { concat } from './bytes';
import { randomBytes } from './crypto.web';
import { R } from './envelope.refusals';
import { webSegmentCipher } from './segment.web';
import { HEADER_MARKS, HEADER_SIZE, PREFIX_SIZE, plainCapacity, SALT_SIZE, SEGMENT_SIZE, segmentNonce, type Suite, suiteOf } from './stream';

const bytesOf = async (blob: Blob, from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer());

export interface SealedSegment {
  /** What the segment holds in clear, for hashing. */
  readonly clear: Uint8Array;
  /** Ciphertext with its tag; the first one begins with the header. */
  readonly sealed: Uint8Array;
}

/** Seals a file segment by segment: one mebibyte is in memory at a time, however long the file. */
export async function* sealBlob(blob: Blob, key: Uint8Array, aad: string, suite: Suite = 'international'): AsyncGenerator<SealedSegment> {
  const [salt, prefix] = [randomBytes(SALT_SIZE), randomBytes(PREFIX_SIZE)];
  const cipher = await webSegmentCipher(suite, key, salt, aad);
  for (let index = 0, at = 0, final = false; !final; index += 1) {
    const clear = await bytesOf(blob, at, Math.min(blob.size, at + plainCapacity(index)));
    at += clear.length;
    final = at >= blob.size;
    const body = await cipher.seal(segmentNonce(prefix, index, final), clear);
    yield { clear, sealed: index === 0 ? concat(Uint8Array.of(HEADER_MARKS[suite]), salt, prefix, body) : body };
  }
}

/** Opens a sealed body segment by segment. Throws `envelope.body-damaged` with the number of the segment that fails its tag. */
export async function* openBlob(blob: Blob, key: Uint8Array, aad: string): AsyncGenerator<Uint8Array> {
  const head = await bytesOf(blob, 0, HEADER_SIZE);
  const suite = suiteOf(head[0]) ?? refuse(R.bodyUnsealed());
  if (head.length < HEADER_SIZE) refuse(R.bodyDamaged({ segment: 0 }));
  const cipher = await webSegmentCipher(suite, key, head.slice(1, 1 + SALT_SIZE), aad);
  const prefix = head.slice(1 + SALT_SIZE);
  for (let index = 0, at = HEADER_SIZE, final = false; !final; index += 1) {
    const end = Math.min(blob.size, (index + 1) * SEGMENT_SIZE);
    const body = await bytesOf(blob, at, end);
    at = end;
    final = at >= blob.size;
    yield (await cipher.open(segmentNonce(prefix, index, final), body)) ?? refuse(R.bodyDamaged({ segment: index }));
  }
}
