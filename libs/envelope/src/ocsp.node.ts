import { hash } from 'node:crypto';
import { type Refusal, refuse } from '@kernel';
import { sameBytes } from './bytes';
import type { CertificateFields } from './certificate';
import { type Certificate, type CertificateSource, type ParsedCertificate, parsed, publicView } from './certificate.node';
import { holds } from './crypto.node';
import { DerError, readOnly, readWholeBits, TAG } from './der';
import { R } from './envelope.refusals';
import { OID } from './oids';
import { type CertId, type CertStatus, type OcspAnswer, readOcspResponse, writeOcspRequest } from './ocsp';

const SKEW_MS = 5 * 60_000;

const sha1 = (bytes: Uint8Array): Uint8Array => hash('sha1', bytes, 'buffer');

/** Hash of the public key without its algorithm (RFC 6960 4.1.1). */
function keyHash({ spki }: CertificateFields): Uint8Array {
  const members = readOnly(spki, TAG.sequence);
  members.next(TAG.sequence);
  return sha1(readWholeBits(members.next(TAG.bitString)));
}

const idOf = (certificate: CertificateFields, issuer: CertificateFields): CertId => ({ nameHash: sha1(issuer.subjectDer), keyHash: keyHash(issuer), serial: certificate.serial });

/** What is asked about a certificate of this issuer. */
export const ocspRequest = (certificate: CertificateSource, issuer: CertificateSource): Uint8Array => writeOcspRequest(idOf(parsed(certificate), parsed(issuer)));

export interface StatusKnown {
  readonly status: CertStatus;
  readonly thisUpdate: Date;
  /** Until when the answer counts; absent: only now. */
  readonly nextUpdate?: Date;
}

/** Reads an answer and checks that the issuer, or a responder whom the issuer certified for that, gave it and that it is of now. Throws `envelope.ocsp-unusable`. */
export function readOcsp(bytes: Uint8Array, certificate: CertificateSource, issuer: CertificateSource, now: Date): StatusKnown {
  const authority = parsed(issuer);
  const answer = reading(bytes, idOf(parsed(certificate), authority));
  const unusable = (reason: string) => refuse(R.ocspUnusable({ reason }));
  if (!signedBy(answer, authority) && !responders(answer, authority, now).some((responder) => signedBy(answer, responder))) unusable('signature');
  if (answer.thisUpdate > now.getTime() + SKEW_MS) unusable('thisUpdate');
  if (answer.nextUpdate !== undefined && answer.nextUpdate + SKEW_MS < now.getTime()) unusable('nextUpdate');
  const { certificate: status, thisUpdate, nextUpdate } = answer;
  return { status, thisUpdate: new Date(thisUpdate), ...(nextUpdate === undefined ? {} : { nextUpdate: new Date(nextUpdate) }) };
}

const signedBy = ({ scheme, tbs, signature }: OcspAnswer, signer: ParsedCertificate): boolean => holds(signer, scheme, tbs, signature);

/** Certified by this very issuer for nothing but such answers, and valid now (RFC 6960 4.2.2.2). */
function responders({ certificates }: OcspAnswer, issuer: ParsedCertificate, now: Date): ParsedCertificate[] {
  const certified = (one: ParsedCertificate) => sameBytes(one.issuerDer, issuer.subjectDer) && holds(issuer, one.scheme, one.tbs, one.signature);
  const valid = ({ notBefore, notAfter }: ParsedCertificate) => notBefore <= now.getTime() && now.getTime() <= notAfter;
  return certificates.slice(0, 4).flatMap((bytes) => {
    const one = parsed(bytes);
    return one.extensions.extendedKeyUsage?.includes(OID.ocspSigning) && valid(one) && certified(one) ? [one] : [];
  });
}

function reading(bytes: Uint8Array, id: CertId): OcspAnswer {
  try {
    return readOcspResponse(bytes, id);
  } catch (error) {
    if (error instanceof DerError) return refuse(R.ocspUnusable({ reason: error.message }));
    throw error;
  }
}

/** Why a certificate with this status must not be relied on at `at`, or nothing. */
export function statusProblem(status: CertStatus, certificate: CertificateFields, at: Date): Refusal | undefined {
  const subject = certificate.subjectText;
  if (status.status === 'unknown') return R.certificateRevocationUnknown({ subject, reason: 'OCSP: unknown' });
  if (status.status !== 'revoked' || status.at > at.getTime()) return undefined;
  return R.certificateRevoked({ subject, revokedAt: new Date(status.at).toISOString(), reason: status.reason });
}

/** Who of these issued the certificate: by name, and by a signature that holds. */
export function issuerOf(certificate: CertificateSource, candidates: readonly CertificateSource[]): Certificate | undefined {
  const child = parsed(certificate);
  const found = candidates.map(parsed).find((one) => sameBytes(one.subjectDer, child.issuerDer) && holds(one, child.scheme, child.tbs, child.signature));
  return found && publicView(found);
}
