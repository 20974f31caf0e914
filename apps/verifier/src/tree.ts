import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromHex, toHex, utf8 } from './bytes';
import { ensure } from './fault';

/** Merkle tree of RFC 6962 2.1. A leaf and a node are hashed under different prefixes, so that neither passes for the other. */
export const leafHash = (leaf: string): Uint8Array => sha256(concat(Uint8Array.of(0), utf8(leaf)));
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(Uint8Array.of(1), left, right));

/** The largest power of two below n. */
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

export const merkleRoot = (leaves: readonly string[]): string => toHex(rootOf(leaves.map(leafHash)));

/** The root to which an audit path leads; its length must be exactly that of the place. */
export function rootByPath(leaf: string, index: number, size: number, path: readonly string[]): string {
  ensure(index < size, '序号不在清单之内', 'the index lies outside the set');
  const climb = (at: number, n: number, left: readonly string[]): Uint8Array => {
    if (n === 1) {
      ensure(left.length === 0, '证明路径过长', 'the path is too long');
      return leafHash(leaf);
    }
    const beside = fromHex(left.at(-1) ?? '');
    ensure(beside.length === 32, '证明路径过短', 'the path is too short');
    const k = split(n);
    return at < k ? nodeHash(climb(at, k, left.slice(0, -1)), beside) : nodeHash(beside, climb(at - k, n - k, left.slice(0, -1)));
  };
  return toHex(climb(index, size, path));
}
