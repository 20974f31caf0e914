import { createHash } from 'node:crypto';
import { canonicalJson } from '@envelope';

/** What is published of each bid at the deadline: enough to find one's own, too little to tell whose another is. */
export interface SealedEntry {
  receiptCode: string;
  manifestSha256: string;
  cipherSha256: string;
}

const hash = (...parts: (string | Buffer)[]): Buffer => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();

/** Merkle tree hash of RFC 6962 section 2.1 over the leaves in this order; hex. */
export function merkleRoot(leaves: readonly string[]): string {
  const tree = (from: number, to: number): Buffer => {
    if (to - from === 0) return hash('');
    if (to - from === 1) return hash(Buffer.of(0), leaves[from]!);
    let split = 1;
    while (split * 2 < to - from) split *= 2;
    return hash(Buffer.of(1), tree(from, from + split), tree(from + split, to));
  };
  return tree(0, leaves.length).toString('hex');
}

/** Sorted by receipt code, which is random: the order says nothing about arrival. */
export const sealedSet = (entries: readonly SealedEntry[]): { entries: SealedEntry[]; root: string } => {
  const sorted = [...entries].sort((a, b) => (a.receiptCode < b.receiptCode ? -1 : 1));
  return { entries: sorted, root: merkleRoot(sorted.map((entry) => canonicalJson({ ...entry }))) };
};
