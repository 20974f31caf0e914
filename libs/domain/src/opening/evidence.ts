import type { Caller, Db } from '@platform/db';
import { notFound } from '@platform/db';
import { proofOf, type SealedEntry, type SealedProof } from './sealed-set';

/** Everything that a bidder holds against the platform, in one file for the offline verifier (docs/formats/receipt-and-commitment.md). */
export interface Evidence {
  format: 'tianping/evidence/1';
  /** Canonical JSON and detached CMS signatures (base64); time stamps are RFC 3161 tokens (base64) or null. */
  bid: { manifest: string; signature: string; escrow: string | null; sealedFileSha256: string };
  receipt: { text: string; signature: string; timestamp: string | null };
  /** From the deadline on: the published commitment and the place of this bid in it. */
  sealedSet: { statement: string; signature: string; timestamp: string | null; proof: SealedProof | null } | null;
  certificates: { authorities: string[]; timeAuthorities: string[]; platform: string };
}

export interface Anchors {
  authorities: string[];
  timeAuthorities: string[];
  platform: string;
}

interface Row {
  manifest: string;
  signature: string;
  escrow: string | null;
  cipherSha256: string;
  receiptCode: string;
  receipt: string;
  receiptSignature: string;
  receiptStamp: string | null;
  statement: string | null;
  setSignature: string;
  setStamp: string | null;
  entries: SealedEntry[];
}

const OWN = `select b.manifest, encode(b.signature, 'base64') as signature, b.escrow, b.cipher_sha256 as "cipherSha256", b.receipt_code as "receiptCode", b.receipt,
  encode(b.receipt_signature, 'base64') as "receiptSignature", encode(b.receipt_stamp, 'base64') as "receiptStamp",
  o.set_statement as statement, encode(o.set_signature, 'base64') as "setSignature", encode(o.set_stamp, 'base64') as "setStamp", o.sealed_set as entries
from bid b left join opening o on o.tender_id = b.tender_id where b.tender_id = $1 and b.bidder_id = $2 and ($3::int is null or b.number = $3) order by b.number desc limit 1`;

/** The caller's own bid, the newest unless a version is named. */
export async function readEvidence(db: Db, { actor }: Caller, tenderId: string, version: number | undefined, anchors: Anchors): Promise<Evidence> {
  const [row] = await db.read<Row>(OWN, [tenderId, actor.organisationId, version ?? null]);
  if (!row) return notFound('bid');
  const plain = (base64: string) => base64.replace(/\s/g, '');
  const stamp = (base64: string | null) => (base64 === null ? null : plain(base64));
  return {
    format: 'tianping/evidence/1',
    bid: { manifest: row.manifest, signature: plain(row.signature), escrow: row.escrow, sealedFileSha256: row.cipherSha256 },
    receipt: { text: row.receipt, signature: plain(row.receiptSignature), timestamp: stamp(row.receiptStamp) },
    sealedSet: row.statement === null ? null : { statement: row.statement, signature: plain(row.setSignature), timestamp: stamp(row.setStamp), proof: proofOf(row.entries, row.receiptCode) },
    certificates: anchors,
  };
}
