import { sha256 } from '@noble/hashes/sha2.js';
import { onePem, pemBlocks, same, textOf, utf8 } from './bytes';
import { type Certificate, readCertificate, signedBy, titleOf } from './certificate';
import type { Verdict } from './checks';
import { type Form, ID_DATA, type Signed, verifyCms } from './cms';
import { assertNotRevoked, readCrl, type RevocationList } from './crl';
import { ensure, fail, unknown } from './fault';
import { findPath, type Purpose } from './path';
import { readToken, type Token } from './timestamp';
import { timeText } from './der-values';

/** Whom the reader trusts. `named` is empty when he named nobody: then the evidence vouches for itself, and the verdict says so. */
export interface Trust {
  named: readonly Certificate[];
  lists: readonly RevocationList[];
  /** Stood in the files of the lists: other keys of an authority may have signed these. */
  beside?: readonly Certificate[];
}

const MAX_CERTIFICATES = 500;
/** Of one name: a hostile list must not cost minutes. */
const MAX_ISSUERS = 4;
const isPem = (text: string) => text.trimStart().startsWith('-----BEGIN ') || text.includes('-----BEGIN CERTIFICATE-----') || text.includes('-----BEGIN X509 CRL-----');

/** PEM with any number of blocks, or one in DER. */
function blocksOf(bytes: Uint8Array, label: string): Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes];
  const text = textOf(bytes);
  return isPem(text) ? pemBlocks(text, label) : fail('既不是 PEM 也不是 DER', 'is neither PEM nor DER');
}

export function readCertificates(bytes: Uint8Array): Certificate[] {
  const blocks = blocksOf(bytes, 'CERTIFICATE');
  ensure(blocks.length > 0 && blocks.length <= MAX_CERTIFICATES, '文件中没有证书，或证书过多', 'the file holds no certificate, or too many');
  return blocks.map(readCertificate);
}

/** Lists, and in PEM the certificates of those who signed them. */
export function readCrls(bytes: Uint8Array): { lists: RevocationList[]; beside: Certificate[] } {
  const blocks = blocksOf(bytes, 'X509 CRL');
  ensure(blocks.length > 0 && blocks.length <= MAX_CERTIFICATES, '文件中没有吊销列表，或过多', 'the file holds no revocation list, or too many');
  const beside = bytes[0] === 0x30 ? [] : blocksOf(bytes, 'CERTIFICATE');
  ensure(beside.length <= MAX_CERTIFICATES, '文件中的证书过多', 'the file holds too many certificates');
  return { lists: blocks.map(readCrl), beside: beside.map(readCertificate) };
}

export const readPem = (pem: string): Certificate => readCertificate(onePem(pem));

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** A listed root is at least whole: it signs itself, or another of the list signed it. */
export function assertWhole(certificate: Certificate, list: readonly Certificate[]): void {
  const issuers = list.filter(({ subject }) => same(subject, certificate.issuer)).slice(0, MAX_ISSUERS);
  const name = titleOf(certificate);
  if (issuers.length === 0) unknown(`“${name}”不是自签名的，文件里也没有签发它的证书`, `"${name}" does not sign itself, and the file does not list who issued it`);
  const signed = issuers.some((issuer) => holds(() => signedBy(certificate, issuer)));
  ensure(signed, `“${name}”自身的签名不成立`, `the signature on "${name}" does not hold`);
}

export const DETACHED: Form = { version: 1, type: ID_DATA, token: false };
export const digestOf = (text: string): Uint8Array => sha256(utf8(text));

export interface Walk {
  verdict: Verdict;
  trust: Trust;
  /** Prefix of the ids of checks, and what the checks call the thing. */
  id: string;
  zh: string;
  en: string;
}

/** Path and revocation of one signer, as two checks. */
export function checkPath({ verdict, trust, id, zh, en }: Walk, signed: Pick<Signed, 'signer' | 'certificates'>, own: readonly Certificate[], at: number, purpose: Purpose = 'signing'): void {
  const anchors = trust.named.length > 0 ? trust.named : own;
  const when = timeText(at);
  const pool = [...signed.certificates, ...own];
  const assertStands = (path: readonly Certificate[]) => assertNotRevoked(path, trust.lists, at, [...pool, ...trust.named, ...(trust.beside ?? [])]);
  const path = verdict.check(
    `${id}.path`,
    `${zh}：签名者“${titleOf(signed.signer)}”的证书在 ${when} 有效，通向受信任的根`,
    `${en}: the certificate of "${titleOf(signed.signer)}" was valid at ${when} and leads to a trusted root`,
    () => (anchors.length === 0 ? unknown('您没有提供根证书', 'you named no roots') : findPath(signed.signer, { pool, anchors, at, purpose, stands: (path) => holds(() => assertStands(path)) })),
  );
  if (!path || path.length === 1) return;
  verdict.check(`${id}.revocation`, `${zh}：证书当时未被吊销`, `${en}: the certificate was not revoked then`, () => assertStands(path));
}

export const checkSignature = ({ verdict, id, zh, en }: Walk, content: string, signature: () => Uint8Array): Signed | undefined =>
  verdict.check(`${id}.signature`, `${zh}：签名成立，内容未被改动`, `${en}: the signature holds, the content is unchanged`, () => verifyCms(signature(), utf8(content), DETACHED));

/** The token over a statement: it is not earlier than the statement's own time, less the second of its accuracy. */
export function checkToken(walk: Walk, content: string, token: (() => Uint8Array) | null, notBefore: number, own: readonly Certificate[]): Token | undefined {
  const { verdict, id, zh, en } = walk;
  const read = verdict.check(`${id}.timestamp`, `${zh}：时间戳盖在此内容上`, `${en}: the time stamp is over this content`, () =>
    token ? readToken(token(), utf8(content), [...own, ...walk.trust.named]) : unknown('还没有时间戳', 'there is no time stamp yet'),
  );
  if (!read) return undefined;
  verdict.check(`${id}.time`, `${zh}：时间戳的时间 ${timeText(read.time)} 不早于所述时间`, `${en}: the time of the stamp, ${timeText(read.time)}, is not before the time that is stated`, () =>
    ensure(read.time >= notBefore - 1000, `所述时间是 ${timeText(notBefore)}`, `the stated time is ${timeText(notBefore)}`),
  );
  checkPath({ ...walk, id: `${id}.timestamp`, zh: `${zh}的时间戳`, en: `${en}, its time stamp` }, read, own, read.time, 'time');
  return read;
}

/** What a file of evidence brings along. */
export interface Anchors {
  authorities: Certificate[];
  timeAuthorities: Certificate[];
  platform: Certificate;
}

/** A path to a common root is not enough: any bidder of that authority could sign a receipt. */
export function checkPlatform({ verdict, trust, id, zh, en }: Walk, signer: Certificate, platform: Certificate | undefined): void {
  verdict.check(`${id}.platform`, `${zh}：由平台证书“${titleOf(signer)}”签名`, `${en}: signed with the platform's certificate "${titleOf(signer)}"`, () => {
    ensure(!platform || platform.fingerprint === signer.fingerprint, '签名者不是文件所列的平台证书', "the signer is not the platform's certificate that the file lists");
    const known = trust.named.some(({ fingerprint }) => fingerprint === signer.fingerprint);
    if (!known)
      unknown(
        '您没有提供平台证书，无法确认此证书属于平台；请核对其指纹 ' + signer.fingerprint,
        `you did not name the platform's certificate, so that it cannot be told whether this is it; compare its fingerprint ${signer.fingerprint}`,
      );
  });
}
