import { assertDer, contentOf, DerError, type DerReader, type DerValue, inside, readBoolean, readOid, readOnly, readSmall, readValue, TAG } from './der';
import { OID } from './oids';

/** KeyUsage names in the order of their bits (RFC 5280 4.2.1.3). */
export const KEY_USAGES = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export interface Extensions {
  readonly isAuthority: boolean;
  readonly pathLength?: number;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  /** A time stamp's signer must say that it is good for nothing else (RFC 3161 2.3). */
  readonly onlyExtendedKeyUsage?: boolean;
  readonly subjectKeyId?: Uint8Array;
  readonly authorityKeyId?: Uint8Array;
  /** http addresses where the issuer publishes its revocation list (RFC 5280 4.2.1.13), and where it answers by OCSP (4.2.2.1). */
  readonly crlUrls?: readonly string[];
  readonly ocspUrls?: readonly string[];
  /** Extensions that narrow what the certificate means in a way that is not processed here: RFC 5280 4.2 says to reject. */
  readonly unknownCritical: readonly string[];
}

interface RawExtension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Not processed, but harmless when critical: names are bound by the subject alone, and any policy is accepted. */
const TOLERATED: ReadonlySet<string> = new Set([OID.subjectAltName, OID.certificatePolicies]);
/** Limits an authority to some names whether it is critical or not: to pass over it would widen what the authority may do. */
const LIMITING: ReadonlySet<string> = new Set([OID.nameConstraints]);
const LIMITS = { maxSize: 8 * 1024, maxDepth: 12 };

/** Each cell of the table in docs/formats/certificates.md. Throws DerError on a broken value of an extension that is read. */
export function readExtensions(wrapper: DerReader): Extensions {
  const raw = new Map<string, RawExtension>();
  for (const value of wrapper.enter(TAG.sequence).rest(TAG.sequence)) readRaw(value, raw);
  wrapper.finish();
  const read: Record<string, Partial<Extensions>> = {};
  const unknownCritical: string[] = [];
  for (const [id, extension] of raw) {
    const reader = READERS[id];
    if (reader) read[id] = reader(extension.value, extension.critical);
    else if (LIMITING.has(id) || (extension.critical && !TOLERATED.has(id))) unknownCritical.push(id);
  }
  return Object.assign({ isAuthority: false, keyUsage: [], unknownCritical }, ...Object.values(read)) as Extensions;
}

/** An explicit `critical FALSE` is not DER but common; the issuer signed it, so nobody else can play with it. */
function readRaw(value: DerValue, raw: Map<string, RawExtension>): void {
  const members = inside(value);
  const id = readOid(members.next(TAG.oid));
  const critical = members.optional(TAG.boolean);
  const content = contentOf(members.next(TAG.octetString));
  members.finish();
  if (raw.has(id)) throw new DerError(`extension ${id} twice`);
  raw.set(id, { critical: critical !== undefined && readBoolean(critical), value: content });
}

const READERS: Record<string, (value: Uint8Array, critical: boolean) => Partial<Extensions>> = {
  [OID.basicConstraints]: readBasicConstraints,
  [OID.keyUsage]: readKeyUsage,
  [OID.extendedKeyUsage]: (value, critical) => ({ extendedKeyUsage: Array.from(enter(value, TAG.sequence).rest(TAG.oid), readOid), onlyExtendedKeyUsage: critical }),
  [OID.crlDistributionPoints]: (value) => ({ crlUrls: readUrls(value) }),
  [OID.authorityInfoAccess]: (value) => ({ ocspUrls: readUrls(value, isOcsp) }),
  [OID.subjectKeyId]: (value) => ({ subjectKeyId: readKeyId(value) }),
  [OID.authorityKeyId]: (value) => {
    const keyId = enter(value, TAG.sequence).optional(0x80);
    return keyId ? { authorityKeyId: contentOf(keyId) } : {};
  },
};

/** The http addresses anywhere inside: DistributionPoint and AccessDescription both put them under the tag of uniformResourceIdentifier. */
function readUrls(value: Uint8Array, of: (member: DerValue) => boolean = () => true): string[] {
  const members = Array.from(enter(value, TAG.sequence).rest(TAG.sequence)).filter(of);
  const urls = (at: DerValue): string[] => (at.tag & 0x20 ? Array.from(inside(at).rest(), urls).flat() : at.tag === 0x86 ? [String.fromCharCode(...contentOf(at).subarray(0, 2000))] : []);
  return members.flatMap(urls).filter((url) => /^https?:\/\/[\x21-\x7e]+$/.test(url));
}

const isOcsp = (access: DerValue): boolean => readOid(inside(access).next(TAG.oid)) === OID.ocsp;

function enter(value: Uint8Array, tag: number): DerReader {
  assertDer(value, LIMITS);
  return readOnly(value, tag);
}

function readKeyId(value: Uint8Array): Uint8Array {
  assertDer(value, LIMITS);
  const only = readValue(value, 0, value.length);
  if (only.tag !== TAG.octetString) throw new DerError('bad key identifier');
  return contentOf(only);
}

function readBasicConstraints(value: Uint8Array): Partial<Extensions> {
  const members = enter(value, TAG.sequence);
  const authority = members.optional(TAG.boolean);
  const length = members.optional(TAG.integer);
  members.finish();
  const isAuthority = authority !== undefined && readBoolean(authority);
  return length ? { isAuthority, pathLength: readSmall(length) } : { isAuthority };
}

function readKeyUsage(value: Uint8Array): Partial<Extensions> {
  assertDer(value, LIMITS);
  if (value[0] !== TAG.bitString || value.length < 4 || value.length > 5) throw new DerError('bad key usage');
  const bits = value.subarray(3);
  return { keyUsage: KEY_USAGES.filter((_, i) => (bits[i >> 3] ?? 0) & (0x80 >> (i & 7))) };
}
