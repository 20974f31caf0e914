import type { Refusal } from '@kernel';
import { sameBytes } from './bytes';
import type { CertificateFields } from './certificate';
import { R } from './envelope.refusals';

/**
 * A subset of RFC 5280 6: no name constraints and no policy rules (either, when critical, is refused as unknown). The rules are
 * plain; the caller supplies the signature check of one link.
 */
export interface Search<C extends CertificateFields> {
  readonly at: Date;
  readonly candidates: readonly C[];
  readonly isRoot: (certificate: C) => boolean;
  readonly linkHolds: (child: C, issuer: C) => boolean;
}

/** Longer chains do not occur; and the number of signature checks that a stranger can cause is bounded. */
const MAX_AUTHORITIES = 6;
const MAX_LINKS = 32;

/** All that is wrong with the signer's own certificate. */
export function leafProblems(leaf: CertificateFields, at: Date): Refusal[] {
  const problems = [validityProblem(leaf, at), criticalProblem(leaf), signingProblem(leaf)];
  return problems.filter((problem) => problem !== undefined);
}

/** Extended usages that go with signing a document: any, client authentication, e-mail, documents (RFC 9336 and Microsoft's). */
const SIGNING_PURPOSES: ReadonlySet<string> = new Set(['2.5.29.37.0', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12']);

const purposesAllow = ({ extensions }: CertificateFields) => extensions.extendedKeyUsage?.some((purpose) => SIGNING_PURPOSES.has(purpose)) ?? true;

/** RFC 5280 4.2.1.3: a key for encipherment or for issuing is not one for signing documents. */
function signingProblem(leaf: CertificateFields): Refusal | undefined {
  const { keyUsage, isAuthority, extendedKeyUsage = [] } = leaf.extensions;
  const signs = keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');
  if (signs && !isAuthority && purposesAllow(leaf)) return undefined;
  const usage = [...(isAuthority ? ['CA'] : []), ...keyUsage, ...extendedKeyUsage];
  return R.certificateUsage({ subject: leaf.subjectText, usage: usage.length ? usage : '-' });
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
function issuerProblem(issuer: CertificateFields, below: number, at: Date): Refusal | undefined {
  const { isAuthority, pathLength, keyUsage } = issuer.extensions;
  const because = (reason: string) => R.certificateIssuer({ issuer: issuer.subjectText, reason });
  if (!isAuthority) return because('basicConstraints cA');
  if (!keyUsage.includes('keyCertSign')) return because('keyUsage keyCertSign');
  if (pathLength !== undefined && below > pathLength) return because(`pathLenConstraint ${pathLength}`);
  if (!purposesAllow(issuer)) return because('extKeyUsage');
  return validityProblem(issuer, at) ?? criticalProblem(issuer);
}

/** Names as bytes; key identifiers when both sides have one (RFC 5280 4.2.1.1). */
function mayHaveIssued(issuer: CertificateFields, child: CertificateFields): boolean {
  const [wanted, own] = [child.extensions.authorityKeyId, issuer.extensions.subjectKeyId];
  return sameBytes(issuer.subjectDer, child.issuerDer) && (!wanted || !own || sameBytes(wanted, own));
}

/** Looks for any path from the leaf to a root. Returns the reason when there is none, the most telling one first. */
export function findPath<C extends CertificateFields>(leaf: C, search: Search<C>): Refusal | undefined {
  let links = 0;
  const climb = (child: C, below: number, path: readonly C[]): Refusal | undefined => {
    let worst: Refusal | undefined;
    for (const issuer of search.candidates) {
      if (path.includes(issuer) || !mayHaveIssued(issuer, child)) continue;
      links += 1;
      if (links > MAX_LINKS || path.length > MAX_AUTHORITIES) break;
      const problem = step(child, issuer, below, path);
      if (!problem) return undefined;
      if (!worst || worst.code === R.certificateUntrusted().code) worst = problem;
    }
    return worst ?? R.certificateUntrusted({ issuer: child.issuer });
  };
  const step = (child: C, issuer: C, below: number, path: readonly C[]): Refusal | undefined => {
    const problem = issuerProblem(issuer, below, search.at);
    if (problem) return problem;
    if (!search.linkHolds(child, issuer)) return R.certificateTampered({ subject: child.subjectText });
    const selfIssued = sameBytes(issuer.subjectDer, issuer.issuerDer);
    return search.isRoot(issuer) ? undefined : climb(issuer, below + (selfIssued ? 0 : 1), [...path, issuer]);
  };
  return climb(leaf, 0, [leaf]);
}
