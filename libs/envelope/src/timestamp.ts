import { sameBytes } from './bytes';
import { type CertificateFields, familyOf } from './certificate';
import { signatureAlgorithm } from './certificate-write';
import {
  assertDer,
  boolean,
  contentOf,
  context,
  der,
  DerError,
  type DerReader,
  type DerValue,
  encodingOf,
  generalizedTime,
  inside,
  nothing,
  octetString,
  oid,
  readBoolean,
  readInstant,
  readOid,
  readOnly,
  readSmall,
  sequence,
  setOf,
  smallInteger,
  TAG,
  unsignedInteger,
} from './der';
import { DIGESTS, type DigestName, OID, SIGNATURE_SCHEMES, type SignatureScheme } from './oids';

/** RFC 3161: requests, answers and tokens as bytes. `timestamp.node.ts` signs and verifies them; docs/formats/timestamp.md describes them. */
export const MAX_TIMESTAMP = 32 * 1024;
const LIMITS = { maxSize: MAX_TIMESTAMP, maxDepth: 20 };

export interface StampRequest {
  /** SHA-256 of what is stamped. */
  readonly digest: Uint8Array;
  /** Positive integer, big-endian: ties the answer to this request. */
  readonly nonce?: Uint8Array | undefined;
  readonly certificateWanted: boolean;
}

export const writeStampRequest = ({ digest, nonce, certificateWanted }: StampRequest): Uint8Array =>
  sequence(smallInteger(1), imprint(digest), ...(nonce ? [unsignedInteger(nonce)] : []), ...(certificateWanted ? [boolean(true)] : []));

const imprint = (digest: Uint8Array) => sequence(sequence(oid(OID.sha256), nothing()), octetString(digest));

/** Throws DerError on what is no request for a SHA-256 stamp. */
export function readStampRequest(bytes: Uint8Array): StampRequest {
  assertDer(bytes, LIMITS);
  const request = readOnly(bytes, TAG.sequence);
  if (readSmall(request.next(TAG.integer)) !== 1) throw new DerError('version is not 1');
  const { algorithm, digest } = readImprint(request.enter(TAG.sequence));
  if (algorithm !== 'sha256' || digest.length !== 32) throw new DerError('the imprint is not SHA-256');
  request.optional(TAG.oid);
  const nonce = request.optional(TAG.integer);
  const wanted = request.optional(TAG.boolean);
  request.finish();
  return { digest, nonce: nonce && contentOf(nonce), certificateWanted: wanted !== undefined && readBoolean(wanted) };
}

function readImprint(reader: DerReader): { algorithm: DigestName; digest: Uint8Array } {
  const algorithm = readDigest(reader.enter(TAG.sequence));
  const digest = contentOf(reader.next(TAG.octetString));
  reader.finish();
  return { algorithm, digest };
}

function readDigest(reader: DerReader): DigestName {
  const id = readOid(reader.next(TAG.oid));
  const name = DIGESTS.get(id);
  if (!name) throw new DerError(`digest ${id}`);
  return name;
}

/** What an authority says: this digest existed at this time. */
export interface StampInfo {
  readonly policy: string;
  readonly algorithm: DigestName;
  readonly digest: Uint8Array;
  readonly serial: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly nonce?: Uint8Array | undefined;
}

/** TSTInfo (RFC 3161 2.4.2) over a SHA-256 digest, accurate to the second. */
export const writeStampInfo = ({ policy, digest, serial, at, nonce }: Omit<StampInfo, 'algorithm'>): Uint8Array =>
  sequence(smallInteger(1), oid(policy), imprint(digest), unsignedInteger(serial), generalizedTime(new Date(at)), sequence(smallInteger(1)), ...(nonce ? [unsignedInteger(nonce)] : []));

function readStampInfo(bytes: Uint8Array): StampInfo {
  assertDer(bytes, LIMITS);
  const info = readOnly(bytes, TAG.sequence);
  if (readSmall(info.next(TAG.integer)) !== 1) throw new DerError('version is not 1');
  const policy = readOid(info.next(TAG.oid));
  const { algorithm, digest } = readImprint(info.enter(TAG.sequence));
  const serial = contentOf(info.next(TAG.integer));
  const at = readInstant(info.next(TAG.generalizedTime));
  info.optional(TAG.sequence);
  info.optional(TAG.boolean);
  const nonce = info.optional(TAG.integer);
  return { policy, algorithm, digest, serial, at, nonce: nonce && contentOf(nonce) };
}

export interface StampParts {
  readonly signer: CertificateFields;
  readonly chain: readonly Uint8Array[];
  readonly info: Uint8Array;
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
}

const retag = (set: Uint8Array, tag: number) => Uint8Array.from(set, (byte, i) => (i === 0 ? tag : byte));

/** The token: ContentInfo { SignedData } with the TSTInfo inside (RFC 3161 2.4.2). */
export function writeStampToken({ signer, chain, info, attributes, signature }: StampParts): Uint8Array {
  const sha256 = sequence(oid(OID.sha256), nothing());
  const algorithm = signer.key.algorithm === 'rsa' ? sequence(oid(OID.rsa), nothing()) : signatureAlgorithm(familyOf(signer.key));
  const signerInfo = sequence(smallInteger(1), sequence(signer.issuerDer, unsignedInteger(signer.serial)), sha256, retag(attributes, 0xa0), algorithm, octetString(signature));
  const content = sequence(oid(OID.stampInfo), context(0, octetString(info)));
  const certificates = chain.length === 0 ? [] : [der(0xa0, ...chain)];
  return sequence(oid(OID.signedData), context(0, sequence(smallInteger(3), setOf(sha256), content, ...certificates, setOf(signerInfo))));
}

/** A granted answer (RFC 3161 2.4.2). */
export const writeStampResponse = (token: Uint8Array): Uint8Array => sequence(sequence(smallInteger(0)), token);
/** A refused one: `badDataFormat` (5), `badRequest` (2), … */
export const writeStampRefusal = (failure: number): Uint8Array => sequence(sequence(smallInteger(2), failureBits(failure)));
const failureBits = (bit: number) =>
  der(
    TAG.bitString,
    Uint8Array.of(7 - (bit % 8)),
    Uint8Array.from({ length: (bit >> 3) + 1 }, (_, i) => (i === bit >> 3 ? 0x80 >> (bit % 8) : 0)),
  );

/** The token of a granted answer. Throws DerError on a refusal, with its status. */
export function readStampResponse(bytes: Uint8Array): Uint8Array {
  const reader = new DerReaderOf(bytes).outer;
  const status = readSmall(reader.enter(TAG.sequence).next(TAG.integer));
  if (status > 1) throw new DerError(`the time stamp was refused (status ${status})`);
  return encodingOf(reader.next(TAG.sequence));
}

/** Answers come from other people's software: only their outer form has to be DER. */
class DerReaderOf {
  readonly outer: DerReader;
  constructor(bytes: Uint8Array) {
    if (bytes.length > MAX_TIMESTAMP) throw new DerError('too large');
    this.outer = readOnly(bytes, TAG.sequence);
  }
}

/** What a token says; nothing here has been verified. */
export interface StampToken {
  readonly info: StampInfo;
  readonly infoBytes: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly issuerDer: Uint8Array;
  readonly serial: Uint8Array;
  readonly signedBytes: Uint8Array;
  readonly digestName: DigestName;
  readonly messageDigest: Uint8Array;
  readonly certificateHash: { readonly algorithm: DigestName; readonly value: Uint8Array };
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/** Throws DerError on anything that is not one token by one signer. Unsigned attributes of a token are ignored: nothing is read from them. */
export function readStampToken(bytes: Uint8Array): StampToken {
  const outer = new DerReaderOf(bytes).outer;
  if (readOid(outer.next(TAG.oid)) !== OID.signedData) throw new DerError('not SignedData');
  const data = outer.enter(0xa0).enter(TAG.sequence);
  outer.finish();
  if (readSmall(data.next(TAG.integer)) !== 3) throw new DerError('version is not 3');
  data.next(TAG.set);
  const content = data.enter(TAG.sequence);
  if (readOid(content.next(TAG.oid)) !== OID.stampInfo) throw new DerError('not a time stamp');
  const infoBytes = contentOf(content.enter(0xa0).next(TAG.octetString));
  const certificates = data.at(0xa0) ? Array.from(data.enter(0xa0).rest(), encodingOf) : [];
  data.optional(0xa1);
  const signers = data.enter(TAG.set);
  data.finish();
  const signer = signers.enter(TAG.sequence);
  if (!signers.done || certificates.length > 10) throw new DerError('one signer expected');
  return { info: readStampInfo(infoBytes), infoBytes, certificates, ...readSigner(signer) };
}

function readSigner(signer: DerReader) {
  if (readSmall(signer.next(TAG.integer)) !== 1) throw new DerError('signer version is not 1');
  const id = signer.enter(TAG.sequence);
  const issuerDer = encodingOf(id.next(TAG.sequence));
  const serial = contentOf(id.next(TAG.integer));
  const digestName = readDigest(signer.enter(TAG.sequence));
  const attributes = signer.next(0xa0);
  const scheme = readScheme(signer.enter(TAG.sequence), digestName);
  const signature = contentOf(signer.next(TAG.octetString));
  return { issuerDer, serial, digestName, scheme, signature, signedBytes: retag(encodingOf(attributes), TAG.set), ...readAttributes(attributes) };
}

function readScheme(algorithm: DerReader, hash: DigestName): SignatureScheme {
  const id = readOid(algorithm.next(TAG.oid));
  const scheme = id === OID.rsa ? { key: 'rsa' as const, hash } : SIGNATURE_SCHEMES.get(id);
  if (!scheme) throw new DerError(`signature algorithm ${id}`);
  return scheme;
}

function readAttributes(set: DerValue) {
  const values = new Map<string, DerValue>();
  for (const attribute of inside(set).rest(TAG.sequence)) {
    const members = inside(attribute);
    const type = readOid(members.next(TAG.oid));
    if (values.has(type)) throw new DerError(`attribute ${type} twice`);
    values.set(type, members.enter(TAG.set).next());
  }
  const required = (type: string): DerValue => {
    const value = values.get(type);
    if (!value) throw new DerError(`attribute ${type} is missing`);
    return value;
  };
  if (readOid(required(OID.contentType)) !== OID.stampInfo) throw new DerError('contentType is not a time stamp');
  return { messageDigest: contentOf(required(OID.messageDigest)), certificateHash: readCertificateHash(required(OID.signingCertificateV2)) };
}

/** ESSCertIDv2 (RFC 5816): SHA-256 unless another digest is named. */
function readCertificateHash(value: DerValue): StampToken['certificateHash'] {
  const first = inside(value).enter(TAG.sequence).enter(TAG.sequence);
  const algorithm = first.at(TAG.sequence) ? readDigest(first.enter(TAG.sequence)) : 'sha256';
  return { algorithm, value: contentOf(first.next(TAG.octetString)) };
}

export const sameNonce = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean => (a && b ? sameBytes(contentOf(inOne(a)), contentOf(inOne(b))) : a === b);
const inOne = (magnitude: Uint8Array) => new DerReaderOf(sequence(unsignedInteger(magnitude))).outer.next(TAG.integer);
