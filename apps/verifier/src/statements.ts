import { parseCanonical } from './canonical-json';
import { ensure } from './fault';
import { BIDDER, LOT, VERSION } from './manifest';
import { HEX32, integer, list, moment, object, type Of, only, orNull, table, text, UUID } from './shape';
import { canonicalJson } from './canonical-json';
import { merkleRoot, rootByPath } from './tree';

const MAX_STATEMENT = 65_536;
const MAX_BIDS = 100_000;
const RECEIPT_CODE = text(/^R\d{8}-\d{10}$/);

const RECEIPT = object({
  format: only('tianping/receipt/1'),
  receiptCode: RECEIPT_CODE,
  tender: UUID,
  lot: LOT,
  bidder: BIDDER,
  version: VERSION,
  manifestSha256: HEX32,
  cipherSha256: HEX32,
  cipherSize: integer(0, Number.MAX_SAFE_INTEGER),
  escrowSha256: orNull(HEX32),
  receivedAt: moment,
  deadline: moment,
});
export type Receipt = Of<typeof RECEIPT>;
export const parseReceipt = (source: string): Receipt => RECEIPT(parseCanonical(source, MAX_STATEMENT), '');

const SEALED_SET = object({
  format: only('tianping/sealed-set/1'),
  tender: UUID,
  lot: LOT,
  deadline: moment,
  size: integer(0, MAX_BIDS),
  root: HEX32,
  coefficientCommitments: table(HEX32, 100),
});
export type SealedSet = Of<typeof SEALED_SET>;
export const parseSealedSet = (source: string): SealedSet => SEALED_SET(parseCanonical(source, MAX_STATEMENT), '');

const ENTRY = object({ cipherSha256: HEX32, manifestSha256: HEX32, receiptCode: RECEIPT_CODE });
export type Entry = Of<typeof ENTRY>;
export const PROOF = object({ entry: ENTRY, index: integer(0, MAX_BIDS), size: integer(1, MAX_BIDS), path: list(HEX32, 0, 40) });
export type Proof = Of<typeof PROOF>;
/** The entries as they are published: the list alone, or as a member beside others. */
export const parseEntries = (value: unknown): Entry[] => {
  const inside = typeof value === 'object' && value !== null && !Array.isArray(value) && 'entries' in value ? value.entries : value;
  return list(ENTRY, 0, MAX_BIDS)(inside, '/entries');
};

export function assertInSet({ entry, index, size, path }: Proof, set: SealedSet): void {
  ensure(size === set.size, '证明中的份数与公布的份数不同', 'the proof is for a set of another size');
  ensure(rootByPath(canonicalJson(entry), index, size, path) === set.root, '证明路径不通向公布的根', 'the path does not lead to the published root');
}

/** The root over the entries; their order is that of the receipt codes, and no code stands twice. */
export function assertEntries(entries: readonly Entry[], set: SealedSet): void {
  ensure(entries.length === set.size, `清单有 ${entries.length} 份，公布的是 ${set.size} 份`, `there are ${entries.length} entries, published were ${set.size}`);
  ensure(
    entries.every(({ receiptCode }, i) => i === 0 || entries[i - 1]!.receiptCode < receiptCode),
    '清单未按回执编号排列，或有重复',
    'the entries are not in the order of their receipt codes, or one stands twice',
  );
  ensure(merkleRoot(entries.map((entry) => canonicalJson(entry))) === set.root, '由清单算出的根与公布的不同', 'the root of the entries is not the published one');
}
