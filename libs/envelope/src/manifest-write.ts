import { canonicalJson, type Json } from './canonical';
import type { Suite } from './stream';
import { BID_MANIFEST_FORMAT, type BidAddress, type BidManifest, type BidPart, parseManifest } from './manifest';

export interface ManifestToWrite extends BidAddress {
  readonly version: number;
  readonly createdAt: Date;
  /** 16 random bytes, hex. */
  readonly nonce: string;
  readonly suite?: Suite | undefined;
  /** SHA-256 of the escrow document, where there is one. */
  readonly escrow?: string | undefined;
  readonly parts: readonly BidPart[];
  /** SHA-256 of the whole sealed file. */
  readonly cipherSha256: string;
  readonly cipherSize: number;
}

/** The canonical text that the bidder signs. It is read back before it is given out: what the platform would refuse is refused on the bidder's own desk. */
export function writeManifest({ tender, lot, bidder, version, createdAt, nonce, suite, escrow, parts, cipherSha256, cipherSize }: ManifestToWrite): string {
  const fields = { format: BID_MANIFEST_FORMAT, tender, lot, bidder, version, createdAt: createdAt.toISOString(), nonce, parts, cipherSha256, cipherSize } as const;
  const manifest: BidManifest = { ...fields, ...(suite === 'sm' ? { suite } : {}), ...(escrow === undefined ? {} : { escrow }) };
  const text = canonicalJson(manifest as unknown as Json);
  parseManifest(text);
  return text;
}
