import { readName, type SubjectName } from './certificate-name';
import { type Extensions, readExtensions } from './certificate-extensions';
import { assertDer, contentOf, DerError, type DerReader, encodingOf, inside, readOid, readOnly, readSmall, readTime, readWholeBits, TAG } from './der';
import { type KeyFamily, OID, SIGNATURE_SCHEMES, type SignatureScheme } from './oids';

/** Real certificates have 1-3 KB. */
const LIMITS = { maxSize: 16 * 1024, maxDepth: 16 };

export interface KeyDescription {
  readonly algorithm: 'rsa' | 'p-256' | 'sm2';
  readonly bits: number;
  /** What is this key's alone, however it is written down: the point of a curve, the modulus of RSA. */
  readonly material: Uint8Array;
}

const KEY_FAMILIES = { rsa: 'rsa', 'p-256': 'ec', sm2: 'sm2' } as const;
export const familyOf = ({ algorithm }: Pick<KeyDescription, 'algorithm'>): KeyFamily => KEY_FAMILIES[algorithm];

/** What a certificate says (RFC 5280 4.1), as byte ranges and plain values; nothing here has been verified. */
export interface CertificateFields {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly serial: Uint8Array;
  /** Names are compared as bytes: an authority copies its own name into what it issues. */
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly issuer: string;
  readonly subjectText: string;
  readonly subject: SubjectName;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: Uint8Array;
  readonly key: KeyDescription;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
  readonly extensions: Extensions;
}

/** The algorithm is one that this platform does not accept: another refusal than a broken file. */
export class UnsupportedAlgorithm extends Error {}

/** Reads one X.509 v3 certificate. Throws DerError or UnsupportedAlgorithm. */
export function parseCertificate(der: Uint8Array): CertificateFields {
  assertDer(der, LIMITS);
  const outer = readOnly(der, TAG.sequence);
  const tbsValue = outer.next(TAG.sequence);
  const algorithm = encodingOf(outer.next(TAG.sequence));
  const signature = readWholeBits(outer.next(TAG.bitString));
  outer.finish();
  return { der, tbs: encodingOf(tbsValue), signature, ...readTbs(inside(tbsValue), algorithm) };
}

function readTbs(tbs: DerReader, outerAlgorithm: Uint8Array) {
  if (readSmall(tbs.enter(0xa0).next(TAG.integer)) !== 2) throw new DerError('not an X.509 version 3 certificate');
  const serial = readSerial(contentOf(tbs.next(TAG.integer)));
  const scheme = readScheme(encodingOf(tbs.next(TAG.sequence)), outerAlgorithm);
  const issuer = readName(tbs.next(TAG.sequence));
  const validity = tbs.enter(TAG.sequence);
  const [notBefore, notAfter] = [readTime(validity.next()), readTime(validity.next())];
  validity.finish();
  const subject = readName(tbs.next(TAG.sequence));
  const spkiValue = tbs.next(TAG.sequence);
  const extensions = readExtensions(tbs.enter(0xa3));
  tbs.finish();
  const names = { issuerDer: issuer.der, issuer: issuer.text, subjectDer: subject.der, subjectText: subject.text, subject: subject.name };
  return { ...names, serial, scheme, notBefore, notAfter, spki: encodingOf(spkiValue), key: readKey(inside(spkiValue)), extensions };
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets besides the one that keeps the sign away. */
function readSerial(serial: Uint8Array): Uint8Array {
  const isZero = serial.length === 1 && serial[0] === 0;
  if (serial.length - (serial[0] === 0 ? 1 : 0) > 20 || serial[0]! & 0x80 || isZero) throw new DerError('serial number out of range');
  return serial;
}

/** RFC 5280 4.1.1.2: the algorithm outside the signature must repeat the one inside it. */
function readScheme(inner: Uint8Array, outer: Uint8Array): SignatureScheme {
  if (inner.length !== outer.length || inner.some((byte, i) => byte !== outer[i])) throw new DerError('two different signature algorithms');
  const members = readOnly(inner, TAG.sequence);
  const id = readOid(members.next(TAG.oid));
  members.optional(TAG.null);
  members.finish();
  const scheme = SIGNATURE_SCHEMES.get(id);
  if (!scheme) throw new UnsupportedAlgorithm(id);
  return scheme;
}

function readKey(spki: DerReader): KeyDescription {
  const algorithm = spki.enter(TAG.sequence);
  const id = readOid(algorithm.next(TAG.oid));
  const key = readWholeBits(spki.next(TAG.bitString));
  spki.finish();
  if (id === OID.rsa) return readRsa(key);
  if (id !== OID.ec || !algorithm.at(TAG.oid)) throw new UnsupportedAlgorithm(id);
  const curve = readOid(algorithm.next(TAG.oid));
  if (curve !== OID.p256 && curve !== OID.sm2) throw new UnsupportedAlgorithm(curve);
  if (key.length !== 65 || key[0] !== 4) throw new DerError('not an uncompressed point');
  return { algorithm: curve === OID.sm2 ? 'sm2' : 'p-256', bits: 256, material: key };
}

/** At least 2048 bits (GM/T and CA/B Forum alike); at most 8192, so that one check cannot cost a second. */
function readRsa(key: Uint8Array): KeyDescription {
  assertDer(key, LIMITS);
  const members = readOnly(key, TAG.sequence);
  const modulus = contentOf(members.next(TAG.integer));
  const exponent = contentOf(members.next(TAG.integer));
  members.finish();
  const skip = modulus[0] === 0 ? 1 : 0;
  const bits = (modulus.length - skip) * 8 - Math.clz32(modulus[skip] ?? 0) + 24;
  if (modulus[0]! & 0x80 || bits < 2048 || bits > 8192) throw new UnsupportedAlgorithm(`RSA ${bits}`);
  const small = exponent.length < 3 || exponent.length > 5 || exponent[0]! & 0x80 || !(exponent.at(-1)! & 1);
  if (small) throw new UnsupportedAlgorithm('RSA exponent');
  return { algorithm: 'rsa', bits, material: modulus.subarray(skip) };
}
