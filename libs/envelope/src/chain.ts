import type { Bilingual, Refusal } from '@kernel';
import { sameBytes } from './bytes';
import type { CertificateFields } from './certificate';
import { R } from './envelope.refusals';
import { OID } from './oids';

/**
 * A subset of RFC 5280 6: no name constraints and no policy rules; what each field and extension does stands in docs/formats/certificates.md, which the
 * offline verifier obeys too. The rules are plain; the caller supplies the signature check of one link.
 */
export interface Search<C extends CertificateFields> {
  readonly at: Date;
  readonly purpose: Purpose;
  readonly candidates: readonly C[];
  readonly isRoot: (certificate: C) => boolean;
  readonly linkHolds: (child: C, issuer: C) => boolean;
  /** Was `child` revoked by then? Asked for every link of a path that reaches a root; without it revocation is not looked at. */
  readonly revocation?: ((child: C, issuer: C) => Refusal | undefined) | undefined;
}

/** Longer chains do not occur; and the number of signature checks that a stranger can cause is bounded. */
const MAX_AUTHORITIES = 6;
const MAX_LINKS = 32;

/** What a certificate has to be good for. */
export type Purpose = 'signing' | 'timestamp' | 'encipherment' | 'revocation-list' | 'authority';

/** All that is wrong with the holder's own certificate for this purpose. */
export function leafProblems(leaf: CertificateFields, at: Date, purpose: Purpose = 'signing'): Refusal[] {
  const problems = [validityProblem(leaf, at), criticalProblem(leaf), purposeProblem(leaf, purpose)];
  return problems.filter((problem) => problem !== undefined);
}

/** Extended usages that go with signing a document: any, client authentication, e-mail, documents (RFC 9336 and Microsoft's). */
const SIGNING_PURPOSES: ReadonlySet<string> = new Set(['2.5.29.37.0', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12']);

const purposesAllow = ({ extensions }: CertificateFields) => extensions.extendedKeyUsage?.some((purpose) => SIGNING_PURPOSES.has(purpose)) ?? true;

/** Does its key usage, with its extended usages, fit the purpose (RFC 5280 4.2.1.3, 4.2.1.12; RFC 3161 2.3)? */
const FITS: Record<Purpose, (leaf: CertificateFields) => boolean> = {
  signing: (leaf) => isHolder(leaf) && signs(leaf) && purposesAllow(leaf),
  timestamp: (leaf) => isHolder(leaf) && signs(leaf) && leaf.extensions.onlyExtendedKeyUsage === true && leaf.extensions.extendedKeyUsage?.join() === OID.timeStamping,
  encipherment: (leaf) => isHolder(leaf) && (leaf.extensions.keyUsage.includes('keyEncipherment') || (leaf.key.algorithm !== 'rsa' && leaf.extensions.keyUsage.includes('keyAgreement'))),
  'revocation-list': mayList,
  authority: ({ extensions }) => extensions.isAuthority && extensions.keyUsage.includes('keyCertSign'),
};

const PURPOSES: Readonly<Record<Purpose, Bilingual>> = {
  signing: { zh: '签名', en: 'signing' },
  timestamp: { zh: '签发时间戳', en: 'time stamps' },
  encipherment: { zh: '加密', en: 'encipherment' },
  'revocation-list': { zh: '签发吊销列表', en: 'revocation lists' },
  authority: { zh: '签发证书', en: 'issuing certificates' },
};

/** RFC 5280 4.2.1.3: an authority may keep one key for certificates and another for its lists. */
export function mayList({ extensions }: CertificateFields): boolean {
  return extensions.keyUsage.includes('cRLSign');
}

const isHolder = ({ extensions }: CertificateFields) => !extensions.isAuthority;

const stampingAllowed = ({ extensions }: CertificateFields) => extensions.extendedKeyUsage?.some((id) => id === OID.timeStamping || id === '2.5.29.37.0') ?? true;

const signs = ({ extensions: { keyUsage } }: CertificateFields) => keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');

/** RFC 5280 4.2.1.3: a key for encipherment or for issuing is not one for signing documents, nor the other way round. */
function purposeProblem(leaf: CertificateFields, purpose: Purpose): Refusal | undefined {
  const { keyUsage, isAuthority, extendedKeyUsage = [] } = leaf.extensions;
  if (FITS[purpose](leaf)) return undefined;
  const found = [...(isAuthority ? ['CA'] : []), ...keyUsage, ...extendedKeyUsage];
  const said = { subject: leaf.subjectText, usage: found.length ? found : '-' };
  return purpose === 'signing' ? R.certificateUsage(said) : R.certificatePurpose({ ...said, purpose: PURPOSES[purpose] });
}

function validityProblem(certificate: CertificateFields, at: Date): Refusal | undefined {
  const [from, to, moment] = [certificate.notBefore, certificate.notAfter, at.getTime()];
  const said = { subject: certificate.subjectText, at: at.toISOString() };
  if (moment < from) return R.certificateNotYetValid({ ...said, notBefore: new Date(from).toISOString() });
  // notAfter names the last valid second (RFC 5280 4.1.2.5), and that second lasts to its end.
  return moment >= to + 1000 ? R.certificateExpired({ ...said, notAfter: new Date(to).toISOString() }) : undefined;
}

function criticalProblem({ extensions, subjectText }: CertificateFields): Refusal | undefined {
  const [id] = extensions.unknownCritical;
  return id === undefined ? undefined : R.certificateCriticalExtension({ oid: id, subject: subjectText });
}

/** May this certificate issue one that has `below` authorities between itself and the signer? (RFC 5280 6.1.4 k-n) */
function issuerProblem(issuer: CertificateFields, below: number, { at, purpose }: Pick<Search<CertificateFields>, 'at' | 'purpose'>): Refusal | undefined {
  const { isAuthority, pathLength, keyUsage } = issuer.extensions;
  const because = (reason: string) => R.certificateIssuer({ issuer: issuer.subjectText, reason });
  if (!isAuthority) return because('basicConstraints cA');
  if (!keyUsage.includes('keyCertSign')) return because('keyUsage keyCertSign');
  if (pathLength !== undefined && below > pathLength) return because(`pathLenConstraint ${pathLength}`);
  if (!(purpose === 'timestamp' ? stampingAllowed(issuer) : purposesAllow(issuer))) return because('extKeyUsage');
  return validityProblem(issuer, at) ?? criticalProblem(issuer);
}

/** Names as bytes; key identifiers when both sides have one (RFC 5280 4.2.1.1). `wanted`: whom a certificate or a list names as its issuer. */
export function isNamed(issuer: CertificateFields, issuerDer: Uint8Array, wanted: Uint8Array | undefined): boolean {
  const own = issuer.extensions.subjectKeyId;
  return sameBytes(issuer.subjectDer, issuerDer) && (!wanted || !own || sameBytes(wanted, own));
}

/** Looks for any path from the leaf to a root. Returns the reason when there is none, the most telling one first. */
export function findPath<C extends CertificateFields>(leaf: C, search: Search<C>): Refusal | undefined {
  let links = 0;
  const climb = (child: C, below: number, path: readonly C[]): Refusal | undefined => {
    let worst: Refusal | undefined;
    for (const issuer of search.candidates) {
      if (path.includes(issuer) || !isNamed(issuer, child.issuerDer, child.extensions.authorityKeyId)) continue;
      links += 1;
      if (links > MAX_LINKS || path.length > MAX_AUTHORITIES) break;
      const problem = step(child, issuer, below, path);
      if (!problem) return undefined;
      if (!worst || worst.code === R.certificateUntrusted().code) worst = problem;
    }
    return worst ?? R.certificateUntrusted({ issuer: child.issuer });
  };
  const step = (child: C, issuer: C, below: number, path: readonly C[]): Refusal | undefined => {
    const problem = issuerProblem(issuer, below, search);
    if (problem) return problem;
    if (!search.linkHolds(child, issuer)) return R.certificateTampered({ subject: child.subjectText });
    const selfIssued = sameBytes(issuer.subjectDer, issuer.issuerDer);
    const upwards = [...path, issuer];
    return search.isRoot(issuer) ? revocationProblem(upwards) : climb(issuer, below + (selfIssued ? 0 : 1), upwards);
  };
  // asked only along a path that led to a root: a stranger's own authorities must not send anybody to addresses of theirs
  const revocationProblem = (path: readonly C[]): Refusal | undefined => {
    for (const [i, issuer] of path.slice(1).entries()) {
      const problem = search.revocation?.(path[i]!, issuer);
      if (problem) return problem;
    }
    return undefined;
  };
  return climb(leaf, 0, [leaf]);
}
