import { sameBytes } from './bytes';
import { contentOf, DerError, type DerReader, encodingOf, inside, nothing, octetString, oid, readInstant, readOid, readOnly, readWholeBits, sequence, TAG, unsignedInteger } from './der';
import { REASONS } from './crl';
import { OID, SIGNATURE_SCHEMES, type SignatureScheme } from './oids';

/** The Online Certificate Status Protocol (RFC 6960) as bytes; `ocsp.node.ts` checks who answered. */
export const MAX_OCSP = 64 * 1024;
const ENUMERATED = 0x0a;

/** Which certificate is meant. The hashes are SHA-1, which every responder knows (RFC 5019 2.1.1): they name the issuer and protect nothing. */
export interface CertId {
  readonly nameHash: Uint8Array;
  readonly keyHash: Uint8Array;
  readonly serial: Uint8Array;
}

export const writeCertId = ({ nameHash, keyHash, serial }: CertId): Uint8Array => sequence(sequence(oid(OID.sha1), nothing()), octetString(nameHash), octetString(keyHash), unsignedInteger(serial));

export const writeOcspRequest = (id: CertId): Uint8Array => sequence(sequence(sequence(sequence(writeCertId(id)))));

export type CertStatus = { readonly status: 'good' | 'unknown' } | { readonly status: 'revoked'; readonly at: number; readonly reason: string };

export interface OcspAnswer {
  readonly tbs: Uint8Array;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  /** Who says so: by name (DER) or by the hash of the key. */
  readonly responder: { readonly name: Uint8Array } | { readonly keyHash: Uint8Array };
  /** When the answer was signed; what it says may be older. */
  readonly producedAt: number;
  readonly thisUpdate: number;
  /** Absent: newer information is always there (RFC 6960 4.2.2.1). */
  readonly nextUpdate?: number;
  readonly certificate: CertStatus;
}

/** The answer about this certificate. Throws DerError when the responder refused, or answered about others only. */
export function readOcspResponse(bytes: Uint8Array, id: CertId): OcspAnswer {
  if (bytes.length > MAX_OCSP) throw new DerError('too large');
  const outer = readOnly(bytes, TAG.sequence);
  const status = contentOf(outer.next(ENUMERATED))[0];
  if (status !== 0) throw new DerError(`the responder refused (status ${status})`);
  const body = outer.enter(0xa0).enter(TAG.sequence);
  if (readOid(body.next(TAG.oid)) !== OID.ocspBasic) throw new DerError('not a basic answer');
  const basic = readOnly(contentOf(body.next(TAG.octetString)), TAG.sequence);
  const data = basic.next(TAG.sequence);
  const scheme = readScheme(basic.enter(TAG.sequence));
  const signature = readWholeBits(basic.next(TAG.bitString));
  const certificates = basic.at(0xa0) ? Array.from(basic.enter(0xa0).enter(TAG.sequence).rest(TAG.sequence), encodingOf) : [];
  return { tbs: encodingOf(data), scheme, signature, certificates, ...readData(inside(data), id) };
}

function readScheme(algorithm: DerReader): SignatureScheme {
  const id = readOid(algorithm.next(TAG.oid));
  const scheme = SIGNATURE_SCHEMES.get(id);
  if (!scheme) throw new DerError(`signature algorithm ${id}`);
  return scheme;
}

function readData(data: DerReader, id: CertId) {
  data.optional(0xa0);
  const responder = readResponder(data);
  const producedAt = readInstant(data.next(TAG.generalizedTime));
  const wanted = writeCertId(id);
  for (const single of data.enter(TAG.sequence).rest(TAG.sequence)) {
    const members = inside(single);
    if (sameBytes(withNull(members.next(TAG.sequence)), wanted)) return { responder, producedAt, ...readSingle(members) };
  }
  throw new DerError('the answer is about other certificates');
}

function readResponder(data: DerReader): OcspAnswer['responder'] {
  const byName = data.optional(0xa1);
  if (byName) return { name: encodingOf(inside(byName).next(TAG.sequence)) };
  return { keyHash: contentOf(data.enter(0xa2).next(TAG.octetString)) };
}

/** Some responders leave the NULL of the hash away: the same id in another spelling. */
function withNull(value: ReturnType<DerReader['next']>): Uint8Array {
  const members = inside(value);
  const algorithm = members.enter(TAG.sequence);
  const hash = readOid(algorithm.next(TAG.oid));
  const rest = Array.from(members.rest(), encodingOf);
  return sequence(sequence(oid(hash), nothing()), ...rest);
}

function readSingle(members: DerReader): Pick<OcspAnswer, 'certificate' | 'thisUpdate' | 'nextUpdate'> {
  const certificate = readStatus(members);
  const thisUpdate = readInstant(members.next(TAG.generalizedTime));
  const next = members.at(0xa0) ? readInstant(members.enter(0xa0).next(TAG.generalizedTime)) : undefined;
  return next === undefined ? { certificate, thisUpdate } : { certificate, thisUpdate, nextUpdate: next };
}

function readStatus(members: DerReader): CertStatus {
  const value = members.next();
  if (value.tag === 0x80) return { status: 'good' };
  if (value.tag === 0x82) return { status: 'unknown' };
  if (value.tag !== 0xa1) throw new DerError('certificate status');
  const revoked = inside(value);
  const at = readInstant(revoked.next(TAG.generalizedTime));
  const reason = revoked.at(0xa0) ? contentOf(revoked.enter(0xa0).next(ENUMERATED))[0]! : 0;
  return { status: 'revoked', at, reason: REASONS[reason] || 'unspecified' };
}
