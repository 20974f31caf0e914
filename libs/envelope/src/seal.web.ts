import { refuse } from '@kernel';
import { concat, fromHex, toHex } from './bytes';
import { randomBytes, sha256Hex, sha256Stream } from './crypto.web';
import { partCalled } from './bid-parts';
import { R } from './envelope.refusals';
import { type EscrowTerms, writeEscrow } from './escrow';
import { type BidAddress, type BidManifest, type BidPart, commitmentPrefix, findPart, partAad, suiteOfManifest } from './manifest';
import { writeManifest } from './manifest-write';
import { sm3Bytes } from './sm';
import { KEY_SIZE, type Suite } from './stream';
import { sealBlob } from './stream.web';

export interface BlobPart {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Blob;
}

export interface BidToSealWeb extends BidAddress {
  readonly version: number;
  readonly createdAt: Date;
  readonly parts: readonly BlobPart[];
  /** `sm`: SM4 and SM3 for the bodies; `international` unless said otherwise. */
  readonly suite?: Suite | undefined;
  /** Where trustees open the bids: as the notice names them. */
  readonly escrowTerms?: EscrowTerms | undefined;
}

/** What is there once everything is sealed; the manifest still has to be signed. */
export interface UnsignedBid {
  /** Canonical JSON; these bytes are signed. */
  readonly manifest: string;
  /** Key of each part by its name, hex: without them nobody opens the bid. */
  readonly keys: Readonly<Record<string, string>>;
  readonly cipherSha256: string;
  readonly cipherSize: number;
  /** Canonical JSON with a share of the keys for each trustee, where there are trustees. */
  readonly escrow?: string;
}

export interface Progress {
  /** Name of the part at work. */
  readonly part: string;
  /** Bytes in clear that are done of this part, and of it in all. */
  readonly done: number;
  readonly size: number;
}

/** Takes ciphertext in order; the sealing waits for it, so a slow network never fills the memory. */
export type Sink = (sealed: Uint8Array) => Promise<void>;

const commitmentOf = (aad: string, key: Uint8Array, suite: Suite = 'international'): string => {
  const committed = concat(commitmentPrefix(aad), key);
  return suite === 'sm' ? toHex(sm3Bytes(committed)) : sha256Hex(committed);
};

/** Seals files in a browser, one mebibyte at a time; each part under a fresh key, as the Node half does. */
export async function sealBidWeb(bid: BidToSealWeb, sink: Sink, tell: (progress: Progress) => void = () => undefined): Promise<UnsignedBid> {
  const whole = sha256Stream();
  const keys: Record<string, string> = {};
  const parts: BidPart[] = [];
  let offset = 0;
  for (const part of bid.parts) {
    const key = randomBytes(KEY_SIZE);
    const aad = partAad(bid, part.name);
    const [clearHash, cipherHash] = [sha256Stream(), sha256Stream()];
    let [done, size] = [0, 0];
    for await (const { clear, sealed } of sealBlob(part.content, key, aad, bid.suite)) {
      clearHash.update(clear);
      cipherHash.update(sealed);
      whole.update(sealed);
      await sink(sealed);
      done += clear.length;
      size += sealed.length;
      tell({ part: part.name, done, size: part.content.size });
    }
    const { name, fileName, mediaType } = part;
    parts.push({
      name,
      fileName,
      mediaType,
      plainSize: done,
      plainSha256: clearHash.hex(),
      offset,
      cipherSize: size,
      cipherSha256: cipherHash.hex(),
      keyCommitment: commitmentOf(aad, key, bid.suite),
    });
    keys[name] = toHex(key);
    offset += size;
  }
  const cipherSha256 = whole.hex();
  const { tender, lot, bidder, version, createdAt, suite, escrowTerms } = bid;
  const escrow = escrowTerms && (await writeEscrow(bid, escrowTerms, keys));
  const manifest = writeManifest({ tender, lot, bidder, version, createdAt, nonce: toHex(randomBytes(16)), suite, escrow: escrow && sha256Hex(escrow), parts, cipherSha256, cipherSize: offset });
  return { manifest, keys, cipherSha256, cipherSize: offset, ...(escrow ? { escrow } : {}) };
}

/** Are these the keys that the manifest commits to? A rehearsal before the deadline: who passes it will open. Throws `envelope.key-mismatch` with the part's name. */
export function assertKeys(manifest: BidManifest, keys: Readonly<Record<string, string>>): void {
  for (const { name } of manifest.parts) {
    const key = fromHex(keys[name] ?? '');
    const right = key?.length === KEY_SIZE && commitmentOf(partAad(manifest, name), key, suiteOfManifest(manifest)) === findPart(manifest, name).keyCommitment;
    if (!right) refuse(R.keyMismatch({ name: partCalled(name) }));
  }
}
