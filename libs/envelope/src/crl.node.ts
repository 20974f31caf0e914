import { type Refusal, refuse } from '@kernel';
import { sameBytes, toHex } from './bytes';
import type { CertificateFields } from './certificate';
import { type CertificateSource, parsed } from './certificate.node';
import { holds, importPrivateKey } from './crypto.node';
import { type CrlToWrite, MAX_CRL_SIZE, parseCrl, type RevocationList, writeCrl, writeCrlTbs } from './crl';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { readPem } from './pem';
import type { Authority } from './authority.node';

/** Reads a list, PEM or DER, and checks that this authority signed it and may. Throws `envelope.crl-malformed`. */
export function readCrl(bytes: Uint8Array, authority: CertificateSource): RevocationList {
  const issuer = parsed(authority);
  const list = reading(bytes);
  const wrong = (reason: string) => refuse(R.crlMalformed({ reason }));
  if (!sameBytes(list.issuerDer, issuer.subjectDer)) wrong('issuer');
  const { subjectKeyId, keyUsage } = issuer.extensions;
  if (list.authorityKeyId && subjectKeyId && !sameBytes(list.authorityKeyId, subjectKeyId)) wrong('authorityKeyIdentifier');
  if (!keyUsage.includes('cRLSign')) wrong('keyUsage cRLSign');
  if (!holds(issuer, list.scheme, list.tbs, list.signature)) wrong('signature');
  return list;
}

function reading(bytes: Uint8Array): RevocationList {
  try {
    return parseCrl(fromPem(bytes));
  } catch (error) {
    if (error instanceof DerError) return refuse(R.crlMalformed({ reason: error.message }));
    throw error;
  }
}

/** `-` begins a PEM text; DER begins with 0x30. */
function fromPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x2d) return bytes;
  return readPem(Buffer.from(bytes).toString('latin1'), 2 * MAX_CRL_SIZE).find(({ label }) => label === 'X509 CRL')?.bytes ?? new Uint8Array(0);
}

/** Was this certificate revoked by then? What was signed before the revocation stays signed (RFC 5280 5.3.2 is not used: the list's own date counts). */
export function revokedBy({ revoked }: RevocationList, certificate: CertificateFields, at: Date): Refusal | undefined {
  const entry = revoked.get(toHex(certificate.serial));
  if (!entry || entry.at > at.getTime()) return undefined;
  return R.certificateRevoked({ subject: certificate.subjectText, revokedAt: new Date(entry.at).toISOString(), reason: entry.reason });
}

export const revocationUnknown = (certificate: CertificateFields, reason: string): Refusal => R.certificateRevocationUnknown({ subject: certificate.subjectText, reason });

/** Signs a list as this authority; the demonstration authority and tests need it. */
export function issueCrl({ certificatePem, privateKeyPem }: Authority, list: Omit<CrlToWrite, 'issuer'>): Uint8Array {
  const issuer = parsed(certificatePem);
  const tbs = writeCrlTbs({ ...list, issuer });
  return writeCrl(tbs, issuer, importPrivateKey(privateKeyPem).sign(tbs));
}
