import { compareBytes } from './bytes';
import { assertDer, assertOrder, contentOf, DerError, type DerReader, type DerValue, encodingOf, inside, readOid, readOnly, readSmall, readTime, TAG } from './der';
import { DIGESTS, OID, SIGNATURE_SCHEMES, type SignatureScheme } from './oids';

/** A signature carries a few certificates and no content. */
export const MAX_CMS_SIZE = 64 * 1024;
const LIMITS = { maxSize: MAX_CMS_SIZE, maxDepth: 20 };
const MAX_CERTIFICATES = 10;

/** What a detached SignedData says (RFC 5652 5); nothing here has been verified. */
export interface SignedData {
  readonly certificates: readonly Uint8Array[];
  readonly issuerDer: Uint8Array;
  readonly serial: Uint8Array;
  /** The signed attributes under tag SET OF, as they were signed (RFC 5652 5.4). */
  readonly signedBytes: Uint8Array;
  readonly digest: Uint8Array;
  /** Of what `digest` is: SHA-256, or SM3 for SM2 keys. */
  readonly digestName: 'sha256' | 'sm3';
  readonly signingTime: number;
  readonly certificateHash: Uint8Array;
  /** IssuerSerial of the signing certificate (RFC 5035 4), when given. */
  readonly issuerSerial?: Uint8Array;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
}

/** The names of RFC 5652, and those of GB/T 35275 for the same. */
const SIGNED_DATA: ReadonlySet<string> = new Set([OID.signedData, OID.gmSignedData]);
const DATA: ReadonlySet<string> = new Set([OID.data, OID.gmData]);

/** Reads one detached CAdES-BES signature by one signer. Throws DerError on anything else. */
export function parseSignedData(cms: Uint8Array): SignedData {
  assertDer(cms, LIMITS);
  const outer = readOnly(cms, TAG.sequence);
  if (!SIGNED_DATA.has(readOid(outer.next(TAG.oid)))) throw new DerError('not SignedData');
  const wrapper = outer.enter(0xa0);
  outer.finish();
  const signedData = wrapper.enter(TAG.sequence);
  wrapper.finish();
  expectVersion(signedData);
  const algorithms = signedData.enter(TAG.set);
  const digestName = readDigest(algorithms);
  algorithms.finish();
  expectDetached(signedData.enter(TAG.sequence));
  const certificates = readCertificates(signedData.enter(0xa0));
  const signers = signedData.enter(TAG.set);
  signedData.finish();
  const signer = signers.enter(TAG.sequence);
  if (!signers.done) throw new DerError('more than one signer');
  return { certificates, digestName, ...readSigner(signer, digestName) };
}

function expectOid(reader: DerReader, id: string, complaint: string): void {
  if (readOid(reader.next(TAG.oid)) !== id) throw new DerError(complaint);
}

function expectVersion(reader: DerReader): void {
  if (readSmall(reader.next(TAG.integer)) !== 1) throw new DerError('version is not 1');
}

/** The digest of what was signed: SHA-256, or SM3 for SM2 keys. */
function readDigest(reader: DerReader): 'sha256' | 'sm3' {
  const algorithm = reader.enter(TAG.sequence);
  const name = DIGESTS.get(readOid(algorithm.next(TAG.oid)));
  if (name !== 'sha256' && name !== 'sm3') throw new DerError('digest is neither SHA-256 nor SM3');
  algorithm.optional(TAG.null);
  algorithm.finish();
  return name;
}

function expectSha256(reader: DerReader): void {
  const algorithm = reader.enter(TAG.sequence);
  expectOid(algorithm, OID.sha256, 'digest is not SHA-256');
  algorithm.optional(TAG.null);
  algorithm.finish();
}

function expectDetached(content: DerReader): void {
  if (!DATA.has(readOid(content.next(TAG.oid)))) throw new DerError('content type is not data');
  if (!content.done) throw new DerError('the content is inside the signature');
}

function readCertificates(reader: DerReader): Uint8Array[] {
  const certificates = Array.from(reader.rest(TAG.sequence), encodingOf);
  if (certificates.length === 0 || certificates.length > MAX_CERTIFICATES) throw new DerError('1 to 10 certificates expected');
  return certificates;
}

/** Unsigned attributes are refused: anybody could add them. A time stamp is kept beside the signature, not in it. */
function readSigner(signer: DerReader, digestName: 'sha256' | 'sm3') {
  expectVersion(signer);
  const id = signer.enter(TAG.sequence);
  const issuerDer = encodingOf(id.next(TAG.sequence));
  const serial = contentOf(id.next(TAG.integer));
  id.finish();
  if (readDigest(signer) !== digestName) throw new DerError('two different digests');
  const attributes = signer.next(0xa0);
  const scheme = readScheme(signer.enter(TAG.sequence), digestName);
  const signature = contentOf(signer.next(TAG.octetString));
  signer.finish();
  const signedBytes = Uint8Array.from(encodingOf(attributes));
  signedBytes[0] = TAG.set;
  return { issuerDer, serial, scheme, signature, signedBytes, ...readAttributes(attributes) };
}

/** `rsaEncryption` with the SHA-256 of the signer info, or the combined name (RFC 5754 3.2, 3.3). */
function readScheme(algorithm: DerReader, digestName: 'sha256' | 'sm3'): SignatureScheme {
  const id = readOid(algorithm.next(TAG.oid));
  algorithm.optional(TAG.null);
  algorithm.finish();
  const scheme = id === OID.rsa ? { key: 'rsa' as const, hash: 'sha256' as const } : SIGNATURE_SCHEMES.get(id);
  if (scheme?.hash !== digestName) throw new DerError(`signature algorithm ${id}`);
  return scheme;
}

/** Each attribute once, with one value, in DER order: they were signed as a SET OF. Further signed ones may stand. */
function readAttributes(set: DerValue) {
  const values = new Map<string, DerValue>();
  let previous: DerValue | undefined;
  for (const attribute of inside(set).rest(TAG.sequence)) {
    if (previous) assertOrder(previous, attribute);
    previous = attribute;
    readAttribute(inside(attribute), values);
  }
  const contentType = readOid(required(values, OID.contentType, 'contentType'));
  if (!DATA.has(contentType)) throw new DerError('contentType attribute differs from the content type');
  const digest = contentOf(expectTag(required(values, OID.messageDigest, 'messageDigest'), TAG.octetString));
  const signingTime = readTime(required(values, OID.signingTime, 'signingTime'));
  return { digest, signingTime, ...readSigningCertificate(required(values, OID.signingCertificateV2, 'signingCertificateV2')) };
}

function readAttribute(members: DerReader, values: Map<string, DerValue>): void {
  const type = readOid(members.next(TAG.oid));
  const set = members.enter(TAG.set);
  members.finish();
  if (values.has(type)) throw new DerError(`attribute ${type} twice`);
  values.set(type, set.next());
  if (!set.done) throw new DerError(`attribute ${type} has several values`);
}

function required(values: ReadonlyMap<string, DerValue>, type: string, name: string): DerValue {
  const value = values.get(type);
  if (!value) throw new DerError(`attribute ${name} is missing`);
  return value;
}

function expectTag(value: DerValue, tag: number): DerValue {
  if (value.tag !== tag) throw new DerError('unexpected tag in an attribute');
  return value;
}

/** SigningCertificateV2 (RFC 5035 3): the first ESSCertIDv2 is the signer's. The hash is SHA-256, by default or by name. */
function readSigningCertificate(value: DerValue): { certificateHash: Uint8Array; issuerSerial?: Uint8Array } {
  const signing = inside(expectTag(value, TAG.sequence));
  const ids = signing.enter(TAG.sequence);
  const first = ids.enter(TAG.sequence);
  if (first.at(TAG.sequence)) expectSha256(first);
  const certificateHash = contentOf(first.next(TAG.octetString));
  const issuerSerial = first.optional(TAG.sequence);
  first.finish();
  return issuerSerial ? { certificateHash, issuerSerial: encodingOf(issuerSerial) } : { certificateHash };
}

/** Is this IssuerSerial that of the named issuer and serial? GeneralNames { [4] directoryName } and the number. */
export function issuerSerialMatches(issuerSerial: Uint8Array, issuerDer: Uint8Array, serial: Uint8Array): boolean {
  const members = readOnly(issuerSerial, TAG.sequence);
  const names = members.enter(TAG.sequence);
  const name = contentOf(names.next(0xa4));
  return names.done && compareBytes(name, issuerDer) === 0 && compareBytes(contentOf(members.next(TAG.integer)), serial) === 0 && members.done;
}
