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

/** How far apart the clocks of a responder and of the platform may be. */
const SKEW_MS = 5 * 60_000;
/** What was true two days ago says nothing of today, whatever the responder promises in `nextUpdate`. */
const OLDEST_MS = 48 * 3_600_000;
/** Without `nextUpdate` newer information is always there (RFC 6960 4.2.2.1): an answer of an hour ago is not it. */
const OLDEST_OPEN_MS = 3_600_000;

const sha1 = (bytes: Uint8Array): Uint8Array => hash('sha1', bytes, 'buffer');

/** Hash of the public key without its algorithm (RFC 6960 4.1.1). */
export function ocspKeyHash({ spki }: CertificateFields): Uint8Array {
  const members = readOnly(spki, TAG.sequence);
  members.next(TAG.sequence);
  return sha1(readWholeBits(members.next(TAG.bitString)));
}

/** @internal also names certificates in answers that tests write. */
export const ocspIdOf = (certificate: CertificateFields, issuer: CertificateFields): CertId => ({ nameHash: sha1(issuer.subjectDer), keyHash: ocspKeyHash(issuer), serial: certificate.serial });

/** What is asked about a certificate of this issuer. */
export const ocspRequest = (certificate: CertificateSource, issuer: CertificateSource): Uint8Array => writeOcspRequest(ocspIdOf(parsed(certificate), parsed(issuer)));

export interface StatusKnown {
  readonly status: CertStatus;
  readonly thisUpdate: Date;
  /** Until when the answer counts. */
  readonly until: Date;
}

export interface Asking {
  /** The platform's time, by which the answer has to be fresh. */
  readonly now: Date;
  /** Whether the issuer's list names this responder: what it says then counts for nothing. */
  readonly revoked?: ((responder: CertificateFields) => boolean) | undefined;
}

/** Reads an answer and checks that the issuer, or a responder whom the issuer certified for that, gave it and that it is of now. Throws `envelope.ocsp-unusable`. */
export function readOcsp(bytes: Uint8Array, certificate: CertificateSource, issuer: CertificateSource, asking: Asking): StatusKnown {
  const authority = parsed(issuer);
  const answer = reading(bytes, ocspIdOf(parsed(certificate), authority));
  const unusable = (reason: string) => refuse(R.ocspUnusable({ reason }));
  if (![authority, ...responders(answer, authority, asking)].some((signer) => signedBy(answer, signer))) unusable('signature');
  const until = countsUntil(answer);
  const [wrong] = staleness(answer, until, asking.now.getTime());
  if (wrong) unusable(wrong);
  return { status: answer.certificate, thisUpdate: new Date(answer.thisUpdate), until: new Date(until) };
}

/** The earlier of what the responder promises and what an answer is worth at all. */
const countsUntil = ({ thisUpdate, nextUpdate }: OcspAnswer): number => (nextUpdate === undefined ? thisUpdate + OLDEST_OPEN_MS : Math.min(nextUpdate, thisUpdate + OLDEST_MS));

/** Which of its times is not of now. Signed long ago is stale too: a responder that repeats itself was not asked. */
function staleness({ thisUpdate, producedAt }: OcspAnswer, until: number, now: number): string[] {
  return [
    thisUpdate > now + SKEW_MS && 'thisUpdate',
    until + SKEW_MS < now && 'nextUpdate',
    (producedAt > now + SKEW_MS || producedAt < now - OLDEST_MS || producedAt + SKEW_MS < thisUpdate) && 'producedAt',
  ].filter((wrong): wrong is string => !!wrong);
}

/** Signed with its key, and said in its name. */
const signedBy = ({ scheme, tbs, signature, responder }: OcspAnswer, signer: ParsedCertificate): boolean =>
  ('name' in responder ? sameBytes(responder.name, signer.subjectDer) : sameBytes(responder.keyHash, ocspKeyHash(signer))) && holds(signer, scheme, tbs, signature);

/** Certified by this very issuer for nothing but such answers, valid now and when it signed, and not revoked itself (RFC 6960 4.2.2.2). */
function responders({ certificates, producedAt }: OcspAnswer, issuer: ParsedCertificate, { now, revoked }: Asking): ParsedCertificate[] {
  const certified = (one: ParsedCertificate) => sameBytes(one.issuerDer, issuer.subjectDer) && holds(issuer, one.scheme, one.tbs, one.signature);
  const validAt = ({ notBefore, notAfter }: ParsedCertificate, at: number) => notBefore <= at && at < notAfter + 1000;
  const fit = ({ extensions }: ParsedCertificate) =>
    extensions.extendedKeyUsage?.includes(OID.ocspSigning) &&
    !extensions.isAuthority &&
    extensions.unknownCritical.length === 0 &&
    (extensions.keyUsage.length === 0 || extensions.keyUsage.includes('digitalSignature'));
  return certificates.slice(0, 4).flatMap((bytes) => {
    const one = parsed(bytes);
    return fit(one) && validAt(one, now.getTime()) && validAt(one, producedAt) && certified(one) && !revoked?.(one) ? [one] : [];
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
