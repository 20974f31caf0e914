import { BusinessError, refuse, refuseAny } from '@kernel';
import { findPath, leafProblems } from './chain';
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
}

/** That one key signed one certificate is true for ever; validity and rules are looked at each time. */
const links = new Recent<string, boolean>(4096);

/** Throws BusinessError `envelope.certificate-*` unless a valid chain leads from this signing certificate to a root at `at`. */
export function verifyChain(leaf: CertificateSource, { roots, intermediates = [], at }: Trust): void {
  const signer = parsed(leaf);
  refuseAny(leafProblems(signer, at));
  const anchors = roots.map(parsed);
  const trusted = new Set(anchors.map((root) => root.fingerprint));
  const candidates = [...anchors, ...readable(intermediates)];
  const isRoot = (certificate: ParsedCertificate) => trusted.has(certificate.fingerprint);
  const problem = findPath(signer, { at, candidates, isRoot, linkHolds });
  if (problem) refuse(problem);
}

function linkHolds(child: ParsedCertificate, issuer: ParsedCertificate): boolean {
  return links.get(`${child.fingerprint}${issuer.fingerprint}`, () => holds(issuer, child.scheme, child.tbs, child.signature));
}

/** A stranger's unreadable extra certificate is left out: it can neither help nor harm. */
function readable(sources: readonly CertificateSource[]): ParsedCertificate[] {
  return sources.flatMap((source) => {
    try {
      return [parsed(source)];
    } catch (error) {
      if (error instanceof BusinessError) return [];
      throw error;
    }
  });
}
