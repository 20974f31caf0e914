import { type Bilingual, BusinessError, type Refusal, refuse } from '@kernel';
import { sameBytes, toHex } from './bytes';
import type { CertificateFields } from './certificate';
import { type Certificate, type CertificateSource, type ParsedCertificate, parsed, publicView } from './certificate.node';
import { isNamed, mayList } from './chain';
import { readable, type Revocation, type Trust, verifyChain } from './chain.node';
import { holds, importPrivateKey } from './crypto.node';
import { type CrlToWrite, MAX_CRL_SIZE, parseCrl, type RevocationList, writeCrl, writeCrlTbs } from './crl';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { readPem } from './pem';
import type { Authority } from './authority.node';

/** Reads a list, PEM or DER, and checks that this authority signed it and may; `by` is another key of its, as `crlWithSigner` found it. Throws `envelope.crl-malformed`. */
export function readCrl(bytes: Uint8Array, authority: CertificateSource, by: CertificateSource = authority): RevocationList {
  const list = reading(bytes);
  const problem = sameBytes(list.issuerDer, parsed(authority).subjectDer) ? signerProblem(list, parsed(by)) : 'issuer';
  return problem ? refuse(R.crlMalformed({ reason: problem })) : list;
}

function signerProblem(list: RevocationList, signer: ParsedCertificate): string | undefined {
  if (!isNamed(signer, list.issuerDer, list.authorityKeyId)) return 'authorityKeyIdentifier';
  if (!mayList(signer)) return 'keyUsage cRLSign';
  return holds(signer, list.scheme, list.tbs, list.signature) ? undefined : 'signature';
}

/** Where a path for another key of an authority is looked for. */
export interface SignerSearch extends Pick<Trust, 'roots' | 'at' | 'revocation'> {
  /** Certificates that may be that key's, or stand on its way. They carry no trust. */
  readonly candidates: readonly CertificateSource[];
}

/**
 * A list of this authority with the certificate whose key signed it: its own, or another one under its name. An authority that renews its key signs all its lists with the
 * new one, and some keep a key for lists alone. Such a key has a path of its own to the root of the authority (RFC 5280 6.3.3 f). Its certificate is among the
 * candidates, or stands in the file beside the list. Throws `envelope.crl-malformed`, or what is wrong with the path.
 */
export function crlWithSigner(bytes: Uint8Array, authority: CertificateSource, { candidates, roots, at, revocation }: SignerSearch): { list: RevocationList; signer: Certificate } {
  const [list, issuer] = [reading(bytes), parsed(authority)];
  const own = sameBytes(list.issuerDer, issuer.subjectDer) ? signerProblem(list, issuer) : 'issuer';
  if (!own) return { list, signer: publicView(issuer) };
  const pool = [...beside(bytes), ...candidates].map(readable).filter((one) => one !== undefined);
  const signer = own === 'issuer' ? undefined : pool.find((one) => signerProblem(list, one) === undefined);
  if (!signer) return refuse(R.crlMalformed({ reason: own }));
  // the same root, or an authority of any root could sign lists for one of the same name under another
  const common = roots.filter((root) => leads(issuer, root, pool, at));
  const listed: Revocation = (child, above, when) => (sameBytes(above.subjectDer, list.issuerDer) ? revokedBy(list, child, when) : revocation?.(child, above, when));
  verifyChain(publicView(signer), { roots: common, intermediates: [issuer, ...pool].map(publicView), at, purpose: 'revocation-list', revocation: listed });
  return { list, signer: publicView(signer) };
}

function leads(issuer: ParsedCertificate, root: CertificateSource, pool: readonly ParsedCertificate[], at: Date): boolean {
  if (parsed(root).fingerprint === issuer.fingerprint) return true;
  try {
    verifyChain(publicView(issuer), { roots: [root], intermediates: pool.map(publicView), at, purpose: 'authority' });
    return true;
  } catch (error) {
    if (error instanceof BusinessError) return false;
    throw error;
  }
}

function reading(bytes: Uint8Array): RevocationList {
  try {
    return parseCrl(fromPem(bytes));
  } catch (error) {
    if (error instanceof DerError) return refuse(R.crlMalformed({ reason: error.message }));
    throw error;
  }
}

const blocks = (bytes: Uint8Array) => readPem(Buffer.from(bytes).toString('latin1'), 2 * MAX_CRL_SIZE);

/** `-` begins a PEM text; DER begins with 0x30. */
const isPem = (bytes: Uint8Array) => bytes[0] === 0x2d;
const fromPem = (bytes: Uint8Array): Uint8Array => (isPem(bytes) ? (blocks(bytes).find(({ label }) => label === 'X509 CRL')?.bytes ?? new Uint8Array(0)) : bytes);

/** A list and its signers fit into one file; more are not looked at. */
const MAX_BESIDE = 10;
function beside(bytes: Uint8Array): Uint8Array[] {
  const found = isPem(bytes) ? blocks(bytes).filter(({ label }) => label === 'CERTIFICATE') : [];
  return found.slice(0, MAX_BESIDE).map((block) => block.bytes);
}

/** Was this certificate revoked by then? What was signed before the revocation stays signed (RFC 5280 5.3.2 is not used: the list's own date counts). */
export function revokedBy({ revoked }: RevocationList, certificate: CertificateFields, at: Date): Refusal | undefined {
  const entry = revoked.get(toHex(certificate.serial));
  if (!entry || entry.at > at.getTime()) return undefined;
  return R.certificateRevoked({ subject: certificate.subjectText, revokedAt: new Date(entry.at).toISOString(), reason: entry.reason });
}

export const revocationUnknown = (certificate: CertificateFields, reason: Bilingual): Refusal => R.certificateRevocationUnknown({ subject: certificate.subjectText, reason });

/** Signs a list as this authority; the demonstration authority and tests need it. */
export function issueCrl({ certificatePem, privateKeyPem }: Authority, list: Omit<CrlToWrite, 'issuer'>): Uint8Array {
  const issuer = parsed(certificatePem);
  const tbs = writeCrlTbs({ ...list, issuer });
  return writeCrl(tbs, issuer, importPrivateKey(privateKeyPem).sign(tbs));
}
