import { BusinessError, type Refusal, refuse, refuseAny } from '@kernel';
import type { CertificateFields } from './certificate';
import { findPath, leafProblems, type Purpose } from './chain';
import { type CertificateSource, type ParsedCertificate, parsed } from './certificate.node';
import { holds } from './crypto.node';
import { Recent } from './recent';

export interface Trust {
  /** Certificates that the platform trusts of itself. */
  readonly roots: readonly CertificateSource[];
  /** May help to build the chain; they carry no trust. */
  readonly intermediates?: readonly CertificateSource[];
  /** The moment for which the question is asked: for a bid, the database's time of its receipt. */
  readonly at: Date;
  /** What the certificate has to be good for; signing unless another is named. */
  readonly purpose?: Purpose;
  /** What is known of revocations (crl.node.ts). Without it they are not looked at. */
  readonly revocation?: Revocation | undefined;
}

/** Says why a certificate of this issuer must not be relied on at `at`, or nothing. */
export type Revocation = (certificate: CertificateFields, issuer: CertificateFields & { readonly fingerprint: string }, at: Date) => Refusal | undefined;

/** That one key signed one certificate is true for ever; validity and rules are looked at each time. */
const links = new Recent<string, boolean>(4096);

/** Throws BusinessError `envelope.certificate-*` unless a valid chain leads from this signing certificate to a root at `at`. */
export function verifyChain(leaf: CertificateSource, { roots, intermediates = [], at, purpose = 'signing', revocation }: Trust): void {
  const signer = parsed(leaf);
  refuseAny(leafProblems(signer, at, purpose));
  const anchors = roots.map(parsed);
  const trusted = new Set(anchors.map((root) => root.fingerprint));
  const candidates = [...anchors, ...intermediates.map(readable).filter((one) => one !== undefined)];
  const isRoot = (certificate: ParsedCertificate) => trusted.has(certificate.fingerprint);
  const problem = findPath(signer, { at, purpose, candidates, isRoot, linkHolds, revocation: revocation && ((child, issuer) => revocation(child, issuer, at)) });
  if (problem) refuse(problem);
}

function linkHolds(child: ParsedCertificate, issuer: ParsedCertificate): boolean {
  return links.get(`${child.fingerprint}${issuer.fingerprint}`, () => holds(issuer, child.scheme, child.tbs, child.signature));
}

/** A stranger's unreadable extra certificate is left out: it can neither help nor harm. */
export function readable(source: CertificateSource): ParsedCertificate | undefined {
  try {
    return parsed(source);
  } catch (error) {
    if (error instanceof BusinessError) return undefined;
    throw error;
  }
}
