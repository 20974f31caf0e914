import { sameBytes, toHex } from './bytes';
import { type CertificateFields, familyOf } from './certificate';
import { signatureAlgorithm, writeExtension } from './certificate-write';
import {
  assertDer,
  bitString,
  contentOf,
  context,
  DerError,
  type DerReader,
  type DerValue,
  encodingOf,
  inside,
  readBoolean,
  readOid,
  readOnly,
  readSmall,
  readTime,
  readValue,
  readWholeBits,
  der,
  sequence,
  smallInteger,
  TAG,
  time,
  unsignedInteger,
} from './der';
import { OID, SIGNATURE_SCHEMES, type SignatureScheme } from './oids';

/** A certificate revocation list (RFC 5280 5) as plain values; nothing here has been verified. */
export const MAX_CRL_SIZE = 32 * 1024 * 1024;
const LIMITS = { maxSize: MAX_CRL_SIZE, maxDepth: 16 };

export interface RevokedEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: string;
}

export interface RevocationList {
  readonly tbs: Uint8Array;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** CRL number, hex; an authority counts upwards. */
  readonly number: string;
  readonly authorityKeyId?: Uint8Array;
  /** By serial number, hex. */
  readonly revoked: ReadonlyMap<string, RevokedEntry>;
}

/** CRLReason (RFC 5280 5.3.1) by its number. */
export const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  '',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

/** Reads a complete list of one issuer (docs/formats/certificates.md). Throws DerError on anything else: no nextUpdate, indirect or partial lists, unknown critical extensions. */
export function parseCrl(bytes: Uint8Array): RevocationList {
  assertDer(bytes, LIMITS);
  const outer = readOnly(bytes, TAG.sequence);
  const tbs = outer.next(TAG.sequence);
  const algorithm = outer.next(TAG.sequence);
  const signature = readWholeBits(outer.next(TAG.bitString));
  outer.finish();
  return { tbs: encodingOf(tbs), scheme: readScheme(inside(algorithm)), signature, ...readTbs(inside(tbs), encodingOf(algorithm)) };
}

/** Without a version it is the first, which has no extensions to say anything by. */
function readTbs(tbs: DerReader, outerAlgorithm: Uint8Array) {
  const version = tbs.optional(TAG.integer);
  if (version && readSmall(version) !== 1) throw new DerError('not a list of version 2');
  if (!sameBytes(encodingOf(tbs.next(TAG.sequence)), outerAlgorithm)) throw new DerError('two different signature algorithms');
  const issuerDer = encodingOf(tbs.next(TAG.sequence));
  const thisUpdate = readTime(tbs.next());
  if (!tbs.at(TAG.utcTime) && !tbs.at(TAG.generalizedTime)) throw new DerError('nextUpdate is missing');
  const nextUpdate = readTime(tbs.next());
  const revoked = new Map<string, RevokedEntry>();
  if (tbs.at(TAG.sequence)) for (const entry of tbs.enter(TAG.sequence).rest(TAG.sequence)) readEntry(inside(entry), revoked);
  const extensions = tbs.at(0xa0) ? readExtensions(tbs.enter(0xa0).enter(TAG.sequence)) : new Map<string, Uint8Array>();
  tbs.finish();
  const number = extensions.get(OID.crlNumber);
  const keyId = extensions.get(OID.authorityKeyId);
  const authorityKeyId = keyId && readOnly(keyId, TAG.sequence).optional(0x80);
  return {
    issuerDer,
    thisUpdate,
    nextUpdate,
    revoked,
    number: number ? toHex(contentOf(readValue(number, 0, number.length))) : '',
    ...(authorityKeyId ? { authorityKeyId: contentOf(authorityKeyId) } : {}),
  };
}

function readScheme(algorithm: DerReader): SignatureScheme {
  const id = readOid(algorithm.next(TAG.oid));
  const scheme = SIGNATURE_SCHEMES.get(id);
  if (!scheme) throw new DerError(`signature algorithm ${id}`);
  return scheme;
}

function readEntry(entry: DerReader, revoked: Map<string, RevokedEntry>): void {
  const serial = toHex(contentOf(entry.next(TAG.integer)));
  const at = readTime(entry.next());
  const extensions = entry.at(TAG.sequence) ? readExtensions(entry.enter(TAG.sequence)) : new Map<string, Uint8Array>();
  entry.finish();
  const reason = extensions.get(OID.crlReason);
  revoked.set(serial, { at, reason: REASONS[reason?.[2] ?? 0] || 'unspecified' });
}

const KNOWN: ReadonlySet<string> = new Set([OID.crlNumber, OID.authorityKeyId, OID.crlReason]);

/** A critical extension that is not understood changes what the list means: such a list is no list here (RFC 5280 5.2). */
function readExtensions(extensions: DerReader): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const value of extensions.rest(TAG.sequence)) readExtension(value, found);
  return found;
}

function readExtension(value: DerValue, found: Map<string, Uint8Array>): void {
  const members = inside(value);
  const id = readOid(members.next(TAG.oid));
  const critical = members.optional(TAG.boolean);
  const content = contentOf(members.next(TAG.octetString));
  members.finish();
  if (critical && readBoolean(critical) && !KNOWN.has(id)) throw new DerError(`critical extension ${id}`);
  if (found.has(id)) throw new DerError(`extension ${id} twice`);
  found.set(id, content);
}

export interface CrlToWrite {
  readonly issuer: CertificateFields;
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly { readonly serial: Uint8Array; readonly at: Date; readonly reason?: (typeof REASONS)[number] }[];
}

/** TBSCertList, version 2. */
export function writeCrlTbs({ issuer, number, thisUpdate, nextUpdate, revoked }: CrlToWrite): Uint8Array {
  const rows = revoked.map(({ serial, at, reason = 'unspecified' }) =>
    sequence(unsignedInteger(serial), time(at), sequence(writeExtension({ oid: OID.crlReason, value: der(0x0a, Uint8Array.of(REASONS.indexOf(reason))) }))),
  );
  const keyId = issuer.extensions.subjectKeyId;
  const extensions = [
    ...(keyId ? [writeExtension({ oid: OID.authorityKeyId, value: sequence(der(0x80, keyId)) })] : []),
    writeExtension({ oid: OID.crlNumber, value: unsignedInteger(Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number)) }),
  ];
  const family = familyOf(issuer.key);
  return sequence(smallInteger(1), signatureAlgorithm(family), issuer.subjectDer, time(thisUpdate), time(nextUpdate), ...(rows.length ? [sequence(...rows)] : []), context(0, sequence(...extensions)));
}

export const writeCrl = (tbs: Uint8Array, { key }: CertificateFields, signature: Uint8Array): Uint8Array => sequence(tbs, signatureAlgorithm(familyOf(key)), bitString(signature));
