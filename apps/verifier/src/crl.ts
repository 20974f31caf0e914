import { same, toHex } from './bytes';
import { type Certificate, keyUsage, readExtensions, signedBy, titleOf } from './certificate';
import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { integerBytes, smallInteger, timeOf, timeText, wholeBits } from './der-values';
import { ensure, fail, reasonOf, unknown } from './fault';

export interface RevocationList {
  issuer: Uint8Array;
  thisUpdate: number;
  nextUpdate: number;
  /** Serial in hex -> since when. */
  revoked: Map<string, number>;
  tbs: Uint8Array;
  algorithm: Der;
  signature: Uint8Array;
}

const MAX_CRL = 16 * 1024 * 1024;
const CRL_SIGN = 6;
/** Number of the list and identifier of the key; others change what the list covers. */
const assertComplete = (extensions: Der | undefined): void => {
  const strange = [...readExtensions(extensions).values()].find(({ critical }) => critical);
  ensure(!strange, `吊销列表有不认识的关键扩展 ${strange?.oid}`, `the revocation list has a critical extension that is not understood: ${strange?.oid}`);
};

function revokedOf(list: Der | undefined): Map<string, number> {
  const revoked = new Map<string, number>();
  for (const entry of list ? childrenOf(list, TAG.sequence) : []) {
    const [serial, since, extensions] = childrenOf(entry, TAG.sequence, 2, 3);
    assertComplete(extensions);
    revoked.set(toHex(integerBytes(serial)), timeOf(since));
  }
  return revoked;
}

export function readCrl(der: Uint8Array): RevocationList {
  const [tbs, algorithm, signature] = childrenOf(readDer(der, { max: MAX_CRL }), TAG.sequence, 3, 3);
  const [version, inner, issuer, thisUpdate, nextUpdate, ...rest] = childrenOf(tbs, TAG.sequence, 5, 7);
  ensure(smallInteger(version) === 1 && same(inner!.all, algorithm!.all), '不是第 2 版吊销列表', 'is not a revocation list of version 2');
  const [list, extensions] = [rest.find(({ tag }) => tag === TAG.sequence), rest.find(({ tag }) => tag === 0xa0)];
  ensure(rest.length === Number(Boolean(list)) + Number(Boolean(extensions)), '吊销列表结构损坏', 'the revocation list is broken');
  assertComplete(extensions?.children[0]);
  return {
    ...{ issuer: expectTag(issuer, TAG.sequence).all, thisUpdate: timeOf(thisUpdate), nextUpdate: timeOf(nextUpdate), revoked: revokedOf(list) },
    ...{ tbs: tbs!.all, algorithm: algorithm!, signature: wholeBits(signature) },
  };
}

/** A list speaks about T when it ran at T or was made later, while the certificate was still listed (RFC 5280 5: expired ones drop out). */
function speaksFor(list: RevocationList, certificate: Certificate, issuer: Certificate, at: number): boolean {
  if (!same(list.issuer, issuer.subject) || list.nextUpdate < at || list.thisUpdate > certificate.notAfter) return false;
  const usage = keyUsage(issuer);
  ensure(!usage || usage.includes(CRL_SIGN), `“${titleOf(issuer)}”无权签发吊销列表`, `"${titleOf(issuer)}" may not sign revocation lists`);
  signedBy(list, issuer);
  return true;
}

/** Each certificate below the root must be covered by a list of its issuer, and not be revoked by that time. */
export function assertNotRevoked(path: readonly Certificate[], lists: readonly RevocationList[], at: number): void {
  for (const [i, certificate] of path.slice(0, -1).entries()) {
    const reasons: string[] = [];
    const speaking = lists.filter((list) => {
      try {
        return speaksFor(list, certificate, path[i + 1]!, at);
      } catch (error) {
        reasons.push(reasonOf(error).zh);
        return false;
      }
    });
    const since = speaking.map(({ revoked }) => revoked.get(toHex(certificate.serial))).find((time) => time !== undefined && time <= at);
    const name = titleOf(certificate);
    if (since !== undefined) fail(`证书“${name}”自 ${timeText(since)} 起已吊销`, `the certificate "${name}" is revoked since ${timeText(since)}`);
    if (speaking.length === 0)
      unknown(`没有可用的吊销列表，不知道证书“${name}”当时是否被吊销${reasons.length ? `（${reasons.join('；')}）` : ''}`, `no usable revocation list says whether "${name}" was revoked then`);
  }
}
