import { canonicalJson, inclusionProof, merkleRoot } from '@envelope';

/** What is published of each bid at the deadline: enough to find one's own, too little to tell whose another is. */
export interface SealedEntry {
  receiptCode: string;
  manifestSha256: string;
  cipherSha256: string;
}

/** Sorted by receipt code, which is random: the order says nothing about arrival. */
export const sealedSet = (entries: readonly SealedEntry[]): { entries: SealedEntry[]; root: string } => {
  const sorted = [...entries].sort((a, b) => (a.receiptCode < b.receiptCode ? -1 : 1));
  return { entries: sorted, root: merkleRoot(sorted.map((entry) => canonicalJson({ ...entry }))) };
};

export interface SealedProof {
  entry: SealedEntry;
  index: number;
  size: number;
  /** Hashes beside the way from the leaf to the root, hex. */
  path: string[];
}

/** That an entry stands in the published set, in a form that anybody checks with SHA-256 alone. */
export function proofOf(entries: readonly SealedEntry[], receiptCode: string): SealedProof | null {
  const index = entries.findIndex((entry) => entry.receiptCode === receiptCode);
  if (index < 0) return null;
  const leaves = entries.map((entry) => canonicalJson({ ...entry }));
  return { entry: entries[index]!, index, size: entries.length, path: inclusionProof(leaves, index) };
}
