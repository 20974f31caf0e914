import { refuse, refuseAny } from '@kernel';
import { utf8 } from './bytes';
import type { Certificate, CertificateSource } from './certificate.node';
import { type Revocation, verifyChain } from './chain.node';
import { verifyDetached } from './cms.node';
import { assertBidParts } from './bid-parts';
import { R } from './envelope.refusals';
import { assertEscrow, type EscrowTerms } from './escrow';
import { type BidAddress, type BidManifest, parseManifest } from './manifest';

export interface BidToVerify {
  readonly manifest: string;
  readonly signature: Uint8Array;
  readonly roots: readonly CertificateSource[];
  readonly intermediates?: readonly CertificateSource[];
  /** When the bid arrived, by the database's clock. */
  readonly at: Date;
  /** Where it arrived and from whom, as the platform knows it. */
  readonly expect: BidAddress;
  readonly revocation?: Revocation | undefined;
  /** The escrow document, where the notice names trustees; `terms` as the notice has them. */
  readonly escrow?: string | undefined;
  readonly escrowTerms?: EscrowTerms | undefined;
}

export interface VerifiedBid {
  readonly manifest: BidManifest;
  readonly certificate: Certificate;
  readonly signingTime: Date;
}

/** Form, signature, certificate, address and holder of a sealed bid; all of this is possible without opening it (O20 26-27, 40). */
export function verifySealedBid({ manifest: text, signature, roots, intermediates = [], at, expect, revocation, ...trustees }: BidToVerify): VerifiedBid {
  const manifest = parseManifest(text);
  assertBidParts(manifest.parts);
  const { certificate, signingTime, intermediates: sent } = verifyDetached(signature, utf8(text));
  verifyChain(certificate, { roots, intermediates: [...sent, ...intermediates], at, revocation });
  refuseAny(addressProblems(manifest, expect));
  assertHolder(certificate, manifest.bidder);
  assertOpening(manifest, trustees);
  return { manifest, certificate, signingTime };
}

/** A bid carries an escrow document exactly where the notice names trustees. */
function assertOpening(manifest: BidManifest, { escrow, escrowTerms }: Pick<BidToVerify, 'escrow' | 'escrowTerms'>): void {
  if (!escrowTerms && (escrow !== undefined || manifest.escrow !== undefined)) refuse(R.escrowUnwanted({}, '/escrow'));
  if (!escrowTerms) return;
  const { threshold, trustees } = escrowTerms;
  if (escrow === undefined) return refuse(R.escrowMissing({ threshold, trustees: trustees.length }, '/escrow'));
  assertEscrow(escrow, manifest, escrowTerms);
}

/** A rival's envelope sent on, or one meant for another lot, is not a bid here. */
const addressProblems = (manifest: BidManifest, expect: BidAddress) =>
  (['tender', 'lot', 'bidder'] as const).map((field) => manifest[field] !== expect[field] && R.readdressed({ field, expected: expect[field], found: manifest[field] }, `/${field}`));

function assertHolder({ subject }: Certificate, bidder: string): void {
  const holder = subject.serialNumber ?? subject.commonName ?? '-';
  if (subject.serialNumber !== bidder) refuse(R.foreignCertificate({ holder, bidder }));
}

/** Is the uploaded file the one that the manifest describes? The caller hashes while it writes to disk. */
export function assertBlob(manifest: BidManifest, blob: { readonly size: number; readonly sha256: string }): void {
  if (blob.size !== manifest.cipherSize) refuse(R.blobMismatch({ reason: `${blob.size} ≠ ${manifest.cipherSize}` }));
  if (blob.sha256 !== manifest.cipherSha256) refuse(R.blobMismatch({ reason: 'SHA-256' }));
}
