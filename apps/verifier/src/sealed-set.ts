import type { Verdict } from './checks';
import { ensure } from './fault';
import { assertEntries, assertInSet, type Entry, parseSealedSet, type Proof, type Receipt, type SealedSet } from './statements';
import { type Anchors, checkPath, checkPlatform, checkSignature, checkToken, type Trust, type Walk } from './trust';

export interface PublishedSet {
  statement: string;
  signature: () => Uint8Array;
  timestamp: (() => Uint8Array) | null;
  anchors?: Anchors | undefined;
  receipt?: Receipt | undefined;
  /** The place of one's own bid, or the act that says why there is none. */
  proof?: Proof | (() => never);
  entries?: () => Entry[];
}

function checkOwn(verdict: Verdict, set: SealedSet, proof: Proof | (() => never), receipt: Receipt | undefined): void {
  const own = verdict.check('set.proof', '公布的清单包含这份投标', 'The published set holds this bid', () => {
    const given = typeof proof === 'function' ? proof() : proof;
    assertInSet(given, set);
    return given;
  });
  if (!own || !receipt) return;
  verdict.check('set.entry', '清单中的一项就是回执所写的这份投标', 'The entry is that of the receipt', () => {
    const other = (['receiptCode', 'manifestSha256', 'cipherSha256'] as const).find((name) => own.entry[name] !== receipt[name]);
    ensure(!other, `${other} 不同`, `${other} differs`);
  });
  verdict.check('set.address', '清单与回执属于同一标段，收到时间早于清单的截止时间', 'Set and receipt are of one lot, and the receipt lies before the deadline of the set', () => {
    ensure(set.tender === receipt.tender && set.lot === receipt.lot, '标段不同', 'the lots differ');
    ensure(Date.parse(receipt.receivedAt) < Date.parse(set.deadline), '收到时已过截止时间', 'it was received after the deadline');
  });
}

/** The commitment over all bids: published alone, or as part of a bidder's evidence. */
export function checkSet(verdict: Verdict, trust: Trust, { statement, signature, timestamp, anchors, receipt, proof, entries }: PublishedSet): void {
  const walk: Walk = { verdict, trust, id: 'set', zh: '截止时公布的清单', en: 'Set published at the deadline' };
  const set = verdict.check('set.form', '截止时公布的清单：形式符合规定', 'Set published at the deadline: it is of the described form', () => parseSealedSet(statement));
  const signed = checkSignature(walk, statement, signature);
  if (signed) checkPlatform(walk, signed.signer, anchors?.platform);
  if (!set) return;
  const token = checkToken(walk, statement, timestamp, Date.parse(set.deadline), anchors?.timeAuthorities ?? []);
  if (signed) checkPath(walk, signed, anchors ? [...anchors.authorities, anchors.platform] : [], token?.time ?? Date.parse(set.deadline));
  if (proof) checkOwn(verdict, set, proof, receipt);
  if (entries) verdict.check('set.root', `由 ${set.size} 项清单算出公布的根`, `The ${set.size} entries give the published root`, () => assertEntries(entries(), set));
}
