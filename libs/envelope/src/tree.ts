import { concat, fromHex, sameBytes, toHex, utf8 } from './bytes';
import { sha256 } from './crypto.web';

/** The Merkle tree of RFC 6962 2.1 over texts: leaves hashed behind 0x00, nodes behind 0x01, so that neither passes for the other. */
const leafHash = (leaf: string): Uint8Array => sha256(concat(Uint8Array.of(0), utf8(leaf)));
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(1), left, right));

/** The largest power of two below n. */
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

function root(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256('');
  if (hashes.length === 1) return hashes[0]!;
  const at = splitOf(hashes.length);
  return nodeHash(root(hashes.slice(0, at)), root(hashes.slice(at)));
}

/** Merkle tree hash over the leaves in this order, hex. */
export const merkleRoot = (leaves: readonly string[]): string => toHex(root(leaves.map(leafHash)));

/** The audit path of leaf `index` (RFC 6962 2.1.1), from the leaf upwards, hex. */
export function inclusionProof(leaves: readonly string[], index: number): string[] {
  const path = (hashes: readonly Uint8Array[], at: number): string[] => {
    if (hashes.length <= 1) return [];
    const middle = splitOf(hashes.length);
    const [left, right] = [hashes.slice(0, middle), hashes.slice(middle)];
    return at < middle ? [...path(left, at), toHex(root(right))] : [...path(right, at - middle), toHex(root(left))];
  };
  return path(leaves.map(leafHash), index);
}

/** Does this path lead from the leaf at `index` of `size` to the root? */
export function provesInclusion(leaf: string, index: number, size: number, path: readonly string[], rootHex: string): boolean {
  const steps = path.map((one) => fromHex(one));
  const climb = (at: number, of: number, left: number): Uint8Array | undefined => {
    if (of === 1) return left === 0 ? leafHash(leaf) : undefined;
    const [middle, sibling] = [splitOf(of), steps[left - 1]];
    if (sibling?.length !== 32) return undefined;
    const below = at < middle ? climb(at, middle, left - 1) : climb(at - middle, of - middle, left - 1);
    return below && (at < middle ? nodeHash(below, sibling) : nodeHash(sibling, below));
  };
  const wanted = fromHex(rootHex);
  const found = Number.isInteger(index) && index >= 0 && index < size ? climb(index, size, steps.length) : undefined;
  return found !== undefined && wanted !== undefined && sameBytes(found, wanted);
}
