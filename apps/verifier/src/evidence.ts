import { fromBase64, toHex } from './bytes';
import { parseJson } from './canonical-json';
import { NAME, titleOf } from './certificate';
import type { Verdict } from './checks';
import { ensure, fail, unknown } from './fault';
import { assertEscrow } from './escrow';
import { type Manifest, parseManifest } from './manifest';
import { checkSet } from './sealed-set';
import { ANY_TEXT, BASE64, HEX32, list, object, type Of, only, orNull } from './shape';
import { parseReceipt, PROOF, type Receipt } from './statements';
import { type Anchors, checkPath, checkPlatform, checkSignature, checkToken, digestOf, assertWhole, readPem, type Trust, type Walk } from './trust';

const MAX_EVIDENCE = 16 * 1024 * 1024;
const EVIDENCE = object({
  format: only('tianping/evidence/1'),
  bid: object({ manifest: ANY_TEXT, signature: BASE64, escrow: orNull(ANY_TEXT), sealedFileSha256: HEX32 }),
  receipt: object({ text: ANY_TEXT, signature: BASE64, timestamp: orNull(BASE64) }),
  sealedSet: orNull(object({ statement: ANY_TEXT, signature: BASE64, timestamp: orNull(BASE64), proof: orNull(PROOF) })),
  certificates: object({ authorities: list(ANY_TEXT, 0, 50), timeAuthorities: list(ANY_TEXT, 0, 50), platform: ANY_TEXT }),
});
export type Evidence = Of<typeof EVIDENCE>;

export const parseEvidence = (source: string | Uint8Array): Evidence => EVIDENCE(parseJson(source, MAX_EVIDENCE), '');

function checkAnchors(verdict: Verdict, { certificates }: Evidence, trust: Trust): Anchors | undefined {
  const anchors = verdict.check('certificates.read', '文件所列的证书完好', 'The certificates in the file are whole', () => ({
    authorities: certificates.authorities.map(readPem),
    timeAuthorities: certificates.timeAuthorities.map(readPem),
    platform: readPem(certificates.platform),
  }));
  if (anchors)
    verdict.check('certificates.whole', '文件所列的根证书未被改动', 'The roots that the file lists are unchanged', () => {
      const listed = [...anchors.authorities, ...anchors.timeAuthorities];
      for (const one of listed) assertWhole(one, listed);
    });
  const named = new Set(trust.named.map(({ fingerprint }) => fingerprint));
  verdict.check('certificates.named', '信任来自您另行取得的证书', 'Trust rests on certificates that you named', () => {
    if (named.size === 0)
      unknown(
        '您没有提供根证书：以下结论只依据文件自带的证书。伪造回执的人也会伪造它们，请与别处公布的证书核对',
        'you named no roots: everything below rests on the file itself. Who forges a receipt forges its certificates too: compare them with what was published elsewhere',
      );
    const strange = [...(anchors?.authorities ?? []), ...(anchors?.timeAuthorities ?? [])].find(({ fingerprint }) => !named.has(fingerprint));
    if (strange) unknown(`文件还列出“${titleOf(strange)}”，您没有提供它；结论不依据它`, `the file also lists "${titleOf(strange)}", which you did not name; nothing here rests on it`);
  });
  return anchors;
}

function checkReceiptFits(verdict: Verdict, receipt: Receipt, manifest: Manifest, { bid }: Evidence): void {
  verdict.check('receipt.manifest', '回执写的就是这份投标清单', 'The receipt is for this manifest', () =>
    ensure(receipt.manifestSha256 === toHex(digestOf(bid.manifest)), '清单的摘要不同', 'the hash of the manifest differs'),
  );
  verdict.check('receipt.address', '回执与清单的标段、投标人、版本一致', 'Receipt and manifest name the same lot, bidder and version', () => {
    const other = (['tender', 'lot', 'bidder', 'version'] as const).find((name) => receipt[name] !== manifest[name]);
    ensure(!other, `${other} 不同`, `${other} differs`);
  });
  verdict.check('receipt.sealed', '回执、清单与文件写的是同一个密封文件', 'Receipt, manifest and file name the same sealed file', () => {
    ensure(receipt.cipherSha256 === manifest.cipherSha256 && bid.sealedFileSha256 === manifest.cipherSha256, '摘要不同', 'the hashes differ');
    ensure(receipt.cipherSize === manifest.cipherSize, '大小不同', 'the sizes differ');
  });
  verdict.check('receipt.escrow', '回执与密钥托管文件一致', 'The receipt names this escrow document', () =>
    ensure(receipt.escrowSha256 === (bid.escrow === null ? null : toHex(digestOf(bid.escrow))), '托管文件的摘要不同', 'the hash of the escrow document differs'),
  );
}

function checkBid(verdict: Verdict, trust: Trust, evidence: Evidence, receivedAt: number | undefined, anchors: Anchors): Manifest | undefined {
  const { bid } = evidence;
  const walk: Walk = { verdict, trust, id: 'manifest', zh: '投标清单', en: 'Manifest' };
  const manifest = verdict.check('manifest.form', '投标清单：形式符合规定', 'Manifest: it is of the described form', () => parseManifest(bid.manifest));
  const signed = checkSignature(walk, bid.manifest, () => fromBase64(bid.signature));
  if (signed && receivedAt !== undefined) checkPath(walk, signed, anchors.authorities, receivedAt);
  if (!manifest) return undefined;
  if (signed)
    verdict.check('manifest.bidder', '投标清单：签名证书属于投标人', "Manifest: the certificate is the bidder's", () =>
      ensure(
        signed.signer.names.get(NAME.serialNumber) === manifest.bidder,
        `证书属于 ${signed.signer.names.get(NAME.serialNumber)}`,
        `the certificate belongs to ${signed.signer.names.get(NAME.serialNumber)}`,
      ),
    );
  verdict.check('manifest.escrow', '密钥托管文件与投标清单一致', 'The escrow document is the one of the manifest', () => assertEscrow(bid.escrow, manifest));
  return manifest;
}

function checkReceipt(verdict: Verdict, trust: Trust, { receipt: { text, signature, timestamp } }: Evidence, anchors: Anchors): Receipt | undefined {
  const walk: Walk = { verdict, trust, id: 'receipt', zh: '回执', en: 'Receipt' };
  const receipt = verdict.check('receipt.form', '回执：形式符合规定', 'Receipt: it is of the described form', () => parseReceipt(text));
  const signed = checkSignature(walk, text, () => fromBase64(signature));
  if (signed) checkPlatform(walk, signed.signer, anchors.platform);
  if (!receipt) return undefined;
  const receivedAt = Date.parse(receipt.receivedAt);
  if (signed) checkPath(walk, signed, [...anchors.authorities, anchors.platform], receivedAt);
  checkToken(walk, text, timestamp === null ? null : () => fromBase64(timestamp), receivedAt, anchors.timeAuthorities);
  verdict.check(
    'receipt.deadline',
    `回执：收到时间 ${receipt.receivedAt} 早于截止时间 ${receipt.deadline}`,
    `Receipt: received at ${receipt.receivedAt}, before the deadline ${receipt.deadline}`,
    () => ensure(receivedAt < Date.parse(receipt.deadline), '收到时已过截止时间', 'it was received after the deadline'),
  );
  return receipt;
}

/** Every statement of "What holds together". Gives the manifest, against which the sealed file and the keys are checked. */
export function checkEvidence(verdict: Verdict, source: string | Uint8Array, trust: Trust): { manifest?: Manifest | undefined; evidence?: Evidence } {
  const evidence = verdict.check('evidence.form', '证据文件：形式符合规定', 'Evidence: the file is of the described form', () => parseEvidence(source));
  if (!evidence) return {};
  const anchors = checkAnchors(verdict, evidence, trust);
  if (!anchors) return { evidence };
  const receipt = checkReceipt(verdict, trust, evidence, anchors);
  const manifest = checkBid(verdict, trust, evidence, receipt && Date.parse(receipt.receivedAt), anchors);
  if (receipt && manifest) checkReceiptFits(verdict, receipt, manifest, evidence);
  checkPublished(verdict, trust, evidence, anchors, receipt);
  return { manifest, evidence };
}

function checkPublished(verdict: Verdict, trust: Trust, { sealedSet }: Evidence, anchors: Anchors, receipt: Receipt | undefined): void {
  if (sealedSet === null) {
    verdict.check('set.published', '投标截止时的清单已经公布', 'The set of bids was published at the deadline', () =>
      unknown('取得证据时还没有公布（截止之前即是如此）', 'it was not published when the evidence was fetched (so it is before the deadline)'),
    );
    return;
  }
  const { statement, signature, timestamp, proof } = sealedSet;
  const stamp = timestamp === null ? null : () => fromBase64(timestamp);
  checkSet(verdict, trust, {
    statement,
    signature: () => fromBase64(signature),
    timestamp: stamp,
    anchors,
    receipt,
    proof: proof ?? (() => fail('公布的清单里没有这份投标（撤回的，或被新版本替换的，不在其中）', 'the published set does not hold this bid (one that was withdrawn or replaced is not in it)')),
  });
}

/** What the holder kept earlier still stands word for word: a later answer may add to it, never change it. */
export function checkHeld(verdict: Verdict, earlier: Evidence, now: Evidence): void {
  const kept = (was: string | null | undefined, is: string | null | undefined) => was === null || was === undefined || was === is;
  const rows: [string, string, string, boolean][] = [
    [
      'held.bid',
      '投标清单、签名和托管文件',
      'Manifest, signature and escrow document',
      kept(earlier.bid.manifest, now.bid.manifest) && earlier.bid.signature === now.bid.signature && earlier.bid.escrow === now.bid.escrow,
    ],
    [
      'held.receipt',
      '回执及其时间戳',
      'Receipt and its time stamp',
      kept(earlier.receipt.text, now.receipt.text) && kept(earlier.receipt.signature, now.receipt.signature) && kept(earlier.receipt.timestamp, now.receipt.timestamp),
    ],
    [
      'held.set',
      '公布的清单及其时间戳',
      'Published set and its time stamp',
      kept(earlier.sealedSet?.statement, now.sealedSet?.statement) && kept(earlier.sealedSet?.signature, now.sealedSet?.signature) && kept(earlier.sealedSet?.timestamp, now.sealedSet?.timestamp),
    ],
  ];
  for (const [id, zh, en, holds] of rows)
    verdict.check(id, `${zh}与您先前保存的相同`, `${en}: the same as you kept`, () => ensure(holds, '与先前保存的不同：有人改动了其中一份', 'differs from what you kept: one of the two was changed'));
}
