import { same, toHex } from './bytes';
import { type Certificate, signedBy, titleOf } from './certificate';
import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { integerBytes, smallInteger, timeOf, timeText, wholeBits } from './der-values';
import { type Extensions, issuerKeyId, keyId, keyUsage, readExtensions } from './extensions';
import { ensure, fail, Fault, reasonOf, unknown } from './fault';
import { findPath } from './path';

export interface RevocationList {
  issuer: Uint8Array;
  /** Which key of the issuer signed, where the list says so. */
  keyId: Uint8Array | undefined;
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
/** Of one name: a hostile file must not cost minutes. */
const MAX_SIGNERS = 8;
/** Number of the list, identifier of the key and reason of an entry; others change what the list covers. */
const UNDERSTOOD = new Set(['2.5.29.20', '2.5.29.21', '2.5.29.35']);
function readComplete(list: Der | undefined): Extensions {
  const extensions = readExtensions(list);
  const strange = [...extensions.values()].find(({ critical, oid }) => critical && !UNDERSTOOD.has(oid));
  ensure(!strange, `吊销列表有不认识的关键扩展 ${strange?.oid}`, `the revocation list has a critical extension that is not understood: ${strange?.oid}`);
  return extensions;
}

function revokedOf(list: Der | undefined): Map<string, number> {
  const revoked = new Map<string, number>();
  for (const entry of list ? childrenOf(list, TAG.sequence) : []) {
    const [serial, since, extensions] = childrenOf(entry, TAG.sequence, 2, 3);
    readComplete(extensions);
    revoked.set(toHex(integerBytes(serial)), timeOf(since));
  }
  return revoked;
}

export function readCrl(der: Uint8Array): RevocationList {
  const [tbs, algorithm, signature] = childrenOf(readDer(der, { max: MAX_CRL }), TAG.sequence, 3, 3);
  const fields = [...childrenOf(tbs, TAG.sequence, 4, 7)];
  // without a version it is the first, which has no extensions to say anything by
  const version = fields[0]!.tag === TAG.integer ? smallInteger(fields.shift()) : 1;
  const [inner, issuer, thisUpdate, nextUpdate, ...rest] = fields;
  ensure(version === 1 && same(inner!.all, algorithm!.all), '不是第 2 版吊销列表', 'is not a revocation list of version 2');
  const [list, extensions] = [rest.find(({ tag }) => tag === TAG.sequence), rest.find(({ tag }) => tag === 0xa0)];
  ensure(rest.length === Number(Boolean(list)) + Number(Boolean(extensions)), '吊销列表结构损坏', 'the revocation list is broken');
  return {
    ...{ issuer: expectTag(issuer, TAG.sequence).all, thisUpdate: timeOf(thisUpdate), nextUpdate: timeOf(nextUpdate), revoked: revokedOf(list) },
    ...{ keyId: issuerKeyId({ extensions: readComplete(extensions?.children[0]) }), tbs: tbs!.all, algorithm: algorithm!, signature: wholeBits(signature) },
  };
}

/** Who may have signed the lists: other keys of an authority have a path of their own to its root (RFC 5280 6.3.3 f). */
export interface Signers {
  lists: readonly RevocationList[];
  pool: readonly Certificate[];
}

/** No path is followed further than this from list to list. */
const MAX_DEPTH = 3;

/** The key of the issuer, or another under its name. */
function assertSigner(list: RevocationList, path: readonly Certificate[], i: number, { lists, pool }: Signers, depth: number): void {
  const issuer = path[i + 1]!;
  const names = (one: Certificate) => same(one.subject, list.issuer) && (!list.keyId || same(list.keyId, keyId(one) ?? list.keyId));
  const reasons: unknown[] = [];
  for (const signer of [issuer, ...pool.filter((one) => one.fingerprint !== issuer.fingerprint)].filter(names).slice(0, MAX_SIGNERS)) {
    try {
      ensure(keyUsage(signer).includes(CRL_SIGN), `“${titleOf(signer)}”无权签发吊销列表`, `"${titleOf(signer)}" may not sign revocation lists`);
      signedBy(list, signer);
      if (signer !== issuer) assertOwnPath(list, signer, path.at(-1)!, { lists, pool: [...path, ...pool] }, depth);
      return;
    } catch (error) {
      reasons.push(error);
    }
  }
  throw reasons[0] ?? new Fault({ zh: '没有签发者的证书', en: 'the certificate of its signer is missing' });
}

function assertOwnPath(list: RevocationList, signer: Certificate, root: Certificate, { lists, pool }: Signers, depth: number): void {
  ensure(depth < MAX_DEPTH, '吊销列表的签发路径过长', 'the way to the signer of the list is too long');
  const path = findPath(signer, { pool, anchors: [root], at: list.thisUpdate, purpose: 'list' });
  // what the authority's own name issued stands in this very list
  const links = path.slice(0, -1).filter((_, i) => !same(path[i + 1]!.subject, list.issuer));
  const revoked = path.slice(0, -1).find((one, i) => same(path[i + 1]!.subject, list.issuer) && list.revoked.has(toHex(one.serial)));
  ensure(!revoked, '签发吊销列表的证书已被吊销', 'the certificate that signed the list is revoked');
  for (const one of links) assertCovered(path, path.indexOf(one), { lists, pool }, list.thisUpdate, depth + 1);
}

/** A list speaks about T when it ran at T or was made later, while the certificate was still listed (RFC 5280 5: expired ones drop out). */
const speaksOf = (list: RevocationList, certificate: Certificate, issuer: Certificate, at: number): boolean =>
  same(list.issuer, issuer.subject) && list.nextUpdate >= at && list.thisUpdate <= certificate.notAfter;

/** Each certificate below the root must be covered by a list of its issuer, and not be revoked by that time. */
export function assertNotRevoked(path: readonly Certificate[], lists: readonly RevocationList[], at: number, pool: readonly Certificate[] = []): void {
  for (const i of path.slice(0, -1).keys()) assertCovered(path, i, { lists, pool }, at, 0);
}

function assertCovered(path: readonly Certificate[], i: number, signers: Signers, at: number, depth: number): void {
  const certificate = path[i]!;
  const reasons: string[] = [];
  const speaking = signers.lists.filter((list) => {
    if (!speaksOf(list, certificate, path[i + 1]!, at)) return false;
    try {
      assertSigner(list, path, i, signers, depth);
      return true;
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
