import { same } from './bytes';
import { type Certificate, signedBy, titleOf } from './certificate';
import { timeText } from './der-values';
import { constraints, extendedUsage, issuerKeyId, keyId, keyUsage, strangeOf } from './extensions';
import { ensure, fail, Fault } from './fault';

export type Purpose = 'signing' | 'time' | 'list';

const [DIGITAL_SIGNATURE, NON_REPUDIATION, CERT_SIGN, CRL_SIGN] = [0, 1, 5, 6];
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Purposes beside which a person's signature may stand: any, client authentication, mail, document signing. */
const SIGNING = new Set(['2.5.29.37.0', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12']);
const TIME = new Set(['2.5.29.37.0', TIME_STAMPING]);
const MAX_TRIES = 64;
/** Authorities over the signer, the root among them. */
const MAX_AUTHORITIES = 6;

/** The second that notAfter names belongs to the validity (RFC 5280 4.1.2.5). */
function assertValid(certificate: Certificate, at: number): void {
  const { notBefore, notAfter } = certificate;
  const name = titleOf(certificate);
  ensure(at >= notBefore, `证书“${name}”在 ${timeText(at)} 尚未生效`, `the certificate "${name}" was not yet valid at ${timeText(at)}`);
  ensure(at < notAfter + 1000, `证书“${name}”在 ${timeText(at)} 已过期`, `the certificate "${name}" had expired at ${timeText(at)}`);
}

function assertUnderstood(certificate: Certificate): void {
  const strange = strangeOf(certificate);
  ensure(!strange, `证书“${titleOf(certificate)}”有不认识的关键扩展 ${strange}`, `the certificate "${titleOf(certificate)}" has a critical extension that is not understood: ${strange}`);
}

function assertPurpose(certificate: Certificate, purpose: Purpose): void {
  const usage = keyUsage(certificate);
  if (purpose === 'list') return ensure(usage.includes(CRL_SIGN), '证书不得用于签发吊销列表', 'the certificate is not for signing revocation lists');
  const extended = extendedUsage(certificate);
  ensure(!constraints(certificate).authority, '签名者是认证机构证书', 'the signer is an authority');
  ensure(usage.includes(DIGITAL_SIGNATURE) || usage.includes(NON_REPUDIATION), '证书不得用于签名', 'the certificate is not for signing');
  const fits = purpose === 'time' ? extended?.critical && extended.purposes.join() === TIME_STAMPING : !extended || extended.purposes.some((oid) => SIGNING.has(oid));
  ensure(fits === true, '证书的扩展用途不符', 'the extended usage of the certificate does not fit');
}

/** By name, and by key where both sides say which: RFC 5280 4.2.1.1. */
function mayHaveIssued(issuer: Certificate, child: Certificate): boolean {
  const [own, named] = [keyId(issuer), issuerKeyId(child)];
  return same(issuer.subject, child.issuer) && (!own || !named || same(own, named));
}

/** `below`: intermediates between this issuer and the signer, which the path length counts (self-issued ones apart). */
function assertIssuer(issuer: Certificate, child: Certificate, below: readonly Certificate[], at: number, purpose: Purpose): void {
  signedBy(child, issuer);
  assertValid(issuer, at);
  assertUnderstood(issuer);
  const { authority, pathLength } = constraints(issuer);
  const between = below.filter(({ subject, issuer: by }) => !same(subject, by)).length;
  const usage = keyUsage(issuer);
  ensure(authority && usage.includes(CERT_SIGN), `“${titleOf(issuer)}”无权签发证书`, `"${titleOf(issuer)}" may not issue certificates`);
  const wanted = purpose === 'time' ? TIME : SIGNING;
  ensure(extendedUsage(issuer)?.purposes.some((oid) => wanted.has(oid)) ?? true, `“${titleOf(issuer)}”的扩展用途不包括此用途`, `the extended usage of "${titleOf(issuer)}" excludes this purpose`);
  ensure(between <= pathLength, `“${titleOf(issuer)}”之下的层级过多`, `the path below "${titleOf(issuer)}" is too long`);
}

export interface Search {
  /** Certificates that may stand between; nobody trusts them for themselves. */
  pool: readonly Certificate[];
  anchors: readonly Certificate[];
  at: number;
  purpose: Purpose;
  /** Of several paths one on which nothing is revoked counts; without one, the first. */
  stands?: (path: readonly Certificate[]) => boolean;
}

const unique = (certificates: readonly Certificate[]): Certificate[] => [...new Map(certificates.map((one) => [one.fingerprint, one])).values()];

/** A path from the signer to an anchor, valid at that time (RFC 5280 6 and docs/formats/certificates.md). */
export function findPath(leaf: Certificate, { pool, anchors, at, purpose, stands = () => true }: Search): Certificate[] {
  assertValid(leaf, at);
  assertUnderstood(leaf);
  assertPurpose(leaf, purpose);
  const trusted = new Set(anchors.map(({ fingerprint }) => fingerprint));
  const issuers = unique([...anchors, ...pool]).filter(({ fingerprint }) => fingerprint !== leaf.fingerprint);
  let tries = 0;
  let obstacle: unknown;
  let first: Certificate[] | undefined;
  const climb = (path: Certificate[]): Certificate[] | undefined => {
    const child = path.at(-1)!;
    for (const issuer of issuers.filter((one) => !path.includes(one) && mayHaveIssued(one, child))) {
      if ((tries += 1) > MAX_TRIES || path.length > MAX_AUTHORITIES) return undefined;
      try {
        assertIssuer(issuer, child, path.slice(1), at, purpose);
      } catch (error) {
        obstacle ??= error;
        continue;
      }
      const upwards = [...path, issuer];
      const found = trusted.has(issuer.fingerprint) ? upwards : climb(upwards);
      if (found && stands(found)) return found;
      first ??= found;
    }
    return undefined;
  };
  const found = climb([leaf]) ?? first;
  if (found) return found;
  if (trusted.has(leaf.fingerprint)) return [leaf]; // named itself; a path to a root is better, because revocation can be told on it
  if (obstacle instanceof Fault) throw obstacle;
  return fail(`证书“${titleOf(leaf)}”不通向任何受信任的根证书`, `the certificate "${titleOf(leaf)}" leads to no trusted root`);
}
