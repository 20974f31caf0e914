import type { Transform } from 'node:stream';
import { refuse } from '@kernel';
import { concat, fromHex } from './bytes';
import { sha256Stream } from './crypto.node';
import { partCalled } from './bid-parts';
import { R } from './envelope.refusals';
import { type BidManifest, type BidPart, findPart, partAad, suiteOfManifest } from './manifest';
import { keyCommitment } from './seal.node';
import { KEY_SIZE, type Suite } from './stream';
import { assertSealed, bodyDecryptor, type Codec, transformOf } from './stream.node';

/** Where a part lies in the sealed file; `end` is its last byte, as `fs.createReadStream` and HTTP ranges count. */
export function partRange(manifest: BidManifest, name: string): { readonly start: number; readonly end: number } {
  const { offset, cipherSize } = findPart(manifest, name);
  return { start: offset, end: offset + cipherSize - 1 };
}

/** Is this the key that the bidder committed to? Throws `envelope.key-mismatch`. */
export function assertKey(manifest: BidManifest, name: string, keyHex: string): Uint8Array {
  const part = findPart(manifest, name);
  const key = fromHex(keyHex);
  const right = key?.length === KEY_SIZE && keyCommitment(partAad(manifest, name), key, suiteOfManifest(manifest)) === part.keyCommitment;
  return right ? key : refuse(R.keyMismatch({ name: partCalled(name) }));
}

/** Decrypts and, at the end, compares with the signed manifest: a bidder cannot have signed one file and sealed another. */
class PartOpener implements Codec {
  private readonly hash = sha256Stream();
  private readonly decryptor: Codec;
  private size = 0;
  private begun = false;

  constructor(
    private readonly part: BidPart,
    key: Uint8Array,
    aad: string,
    private readonly suite: Suite,
  ) {
    this.decryptor = bodyDecryptor(key, aad);
  }

  update(chunk: Uint8Array): Uint8Array[] {
    if (!this.begun && chunk.length > 0) this.begin(chunk);
    return this.count(this.decryptor.update(chunk));
  }

  final(): Uint8Array[] {
    const pieces = this.count(this.decryptor.final());
    const { name, plainSize, plainSha256 } = this.part;
    if (this.size !== plainSize) refuse(R.contentMismatch({ name: partCalled(name), reason: `${this.size} ≠ ${plainSize}` }));
    if (this.hash.digest('hex') !== plainSha256) refuse(R.contentMismatch({ name: partCalled(name), reason: 'SHA-256' }));
    return pieces;
  }

  /** The signed manifest names the suite: a body of another one is not what was signed. */
  private begin(start: Uint8Array): void {
    this.begun = true;
    if (assertSealed(start) !== this.suite) refuse(R.bodyDamaged({ segment: 0 }));
  }

  private count(pieces: Uint8Array[]): Uint8Array[] {
    for (const piece of pieces) {
      this.hash.update(piece);
      this.size += piece.length;
    }
    return pieces;
  }
}

function opener(manifest: BidManifest, name: string, keyHex: string): Codec {
  const key = assertKey(manifest, name, keyHex);
  return new PartOpener(findPart(manifest, name), key, partAad(manifest, name), suiteOfManifest(manifest));
}

/** Pipe the part's range (`partRange`) through it. Checks the key first, each segment as it passes, size and hash at the end. */
export const openPart = (manifest: BidManifest, name: string, keyHex: string): Transform => transformOf(opener(manifest, name, keyHex));

/** Opens a part from the whole sealed file or from the part's own range of it. */
export function openPartBytes(manifest: BidManifest, name: string, keyHex: string, sealed: Uint8Array): Uint8Array {
  const codec = opener(manifest, name, keyHex);
  return concat(...codec.update(rangeOf(manifest, findPart(manifest, name), sealed)), ...codec.final());
}

function rangeOf(manifest: BidManifest, { offset, cipherSize }: BidPart, sealed: Uint8Array): Uint8Array {
  if (sealed.length === manifest.cipherSize) return sealed.subarray(offset, offset + cipherSize);
  return sealed.length === cipherSize ? sealed : refuse(R.blobMismatch({ reason: `${sealed.length} ≠ ${cipherSize}` }));
}
