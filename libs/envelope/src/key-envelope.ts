import type { CertificateFields } from './certificate';
import { sameBytes } from './bytes';
import {
  assertDer,
  context,
  contentOf,
  contextPrimitive,
  DerError,
  type DerReader,
  type DerValue,
  encodingOf,
  inside,
  octetString,
  oid,
  readOid,
  readOnly,
  readSmall,
  readWholeBits,
  sequence,
  setOf,
  smallInteger,
  bitString,
  TAG,
  unsignedInteger,
} from './der';
import { OID } from './oids';

/**
 * A small secret for the holder of one certificate: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM and one recipient, DER. This file is the layout;
 * `key-envelope.crypto.ts` does the arithmetic, in Node and in browsers alike.
 */
export const MAX_KEY_ENVELOPE = 16 * 1024;
const LIMITS = { maxSize: MAX_KEY_ENVELOPE, maxDepth: 16 };
export const NONCE_SIZE = 12;
export const MAC_SIZE = 16;

/** How the content key travels: RSA-OAEP with SHA-256 (RFC 4055), or ECDH on P-256 with an ephemeral key (RFC 5753). */
export type KeyTransport =
  | { readonly kind: 'rsa-oaep'; readonly encryptedKey: Uint8Array }
  /** `ephemeral`: uncompressed point. */
  | { readonly kind: 'ecdh-p256'; readonly ephemeral: Uint8Array; readonly encryptedKey: Uint8Array }
  /** SM2 encryption (GB/T 35276) of an SM4 key, the content under SM4-CBC: EnvelopedData, since the suite has no authenticated form. */
  | { readonly kind: 'sm2'; readonly encryptedKey: Uint8Array };

export interface KeyEnvelope {
  readonly issuerDer: Uint8Array;
  readonly serial: Uint8Array;
  readonly transport: KeyTransport;
  readonly nonce: Uint8Array;
  readonly content: Uint8Array;
  readonly mac: Uint8Array;
}

const sha256Id = () => sequence(oid(OID.sha256));
const OAEP = () => sequence(oid(OID.rsaOaep), sequence(context(0, sha256Id()), context(1, sequence(oid(OID.mgf1), sha256Id()))));
const WRAP = () => sequence(oid(OID.aes256Wrap));
const SM2_TRANSPORT = () => sequence(oid(OID.sm2Encryption));
const AGREE = () => sequence(oid(OID.ecdhSha256Kdf), WRAP());

/** ECC-CMS-SharedInfo (RFC 5753 7.2) for a 256-bit wrapping key and no further material. */
export const sharedInfo = (): Uint8Array => sequence(WRAP(), context(2, octetString(Uint8Array.of(0, 0, 1, 0))));

export function writeKeyEnvelope(envelope: KeyEnvelope): Uint8Array {
  const { issuerDer, serial, transport, nonce, content, mac } = envelope;
  if (transport.kind === 'sm2') return writeSm2Envelope(envelope, transport.encryptedKey);
  const gcm = sequence(oid(OID.aes256Gcm), sequence(octetString(nonce), smallInteger(MAC_SIZE)));
  const encrypted = sequence(oid(OID.data), gcm, contextPrimitive(0, content));
  const recipient = writeRecipient(sequence(issuerDer, unsignedInteger(serial)), transport);
  return sequence(oid(OID.authEnvelopedData), context(0, sequence(smallInteger(0), setOf(recipient), encrypted, octetString(mac))));
}

/** ContentInfo { EnvelopedData } (RFC 5652 6.1) with the algorithms of the national suite; `nonce` is the IV of 16 bytes. */
function writeSm2Envelope({ issuerDer, serial, nonce, content }: KeyEnvelope, encryptedKey: Uint8Array): Uint8Array {
  const recipient = sequence(smallInteger(0), sequence(issuerDer, unsignedInteger(serial)), SM2_TRANSPORT(), octetString(encryptedKey));
  const encrypted = sequence(oid(OID.data), sequence(oid(OID.sm4Cbc), octetString(nonce)), contextPrimitive(0, content));
  return sequence(oid(OID.envelopedData), context(0, sequence(smallInteger(0), setOf(recipient), encrypted)));
}

function writeRecipient(id: Uint8Array, transport: Exclude<KeyTransport, { kind: 'sm2' }>): Uint8Array {
  if (transport.kind === 'rsa-oaep') return sequence(smallInteger(0), id, OAEP(), octetString(transport.encryptedKey));
  const originator = context(0, context(1, sequence(oid(OID.ec)), bitString(transport.ephemeral)));
  return context(1, smallInteger(3), originator, AGREE(), sequence(sequence(id, octetString(transport.encryptedKey))));
}

/** Reads one envelope for one recipient. Throws DerError on anything else: another algorithm, two recipients, attributes. */
export function readKeyEnvelope(bytes: Uint8Array): KeyEnvelope {
  assertDer(bytes, LIMITS);
  const outer = readOnly(bytes, TAG.sequence);
  const type = readOid(outer.next(TAG.oid));
  if (type !== OID.authEnvelopedData && type !== OID.envelopedData) throw new DerError('not AuthEnvelopedData');
  const wrapper = outer.enter(0xa0);
  outer.finish();
  if (type === OID.envelopedData) return readSm2Envelope(wrapper);
  const data = wrapper.enter(TAG.sequence);
  wrapper.finish();
  if (readSmall(data.next(TAG.integer)) !== 0) throw new DerError('version is not 0');
  const recipients = data.enter(TAG.set);
  const recipient = readRecipient(recipients.next());
  if (!recipients.done) throw new DerError('more than one recipient');
  const encrypted = readEncrypted(data.enter(TAG.sequence));
  const mac = ofSize(contentOf(data.next(TAG.octetString)), MAC_SIZE);
  data.finish();
  return { ...recipient, ...encrypted, mac };
}

function readSm2Envelope(wrapper: DerReader): KeyEnvelope {
  const data = wrapper.enter(TAG.sequence);
  wrapper.finish();
  if (readSmall(data.next(TAG.integer)) !== 0) throw new DerError('version is not 0');
  const recipients = data.enter(TAG.set);
  const members = recipients.enter(TAG.sequence);
  if (!recipients.done) throw new DerError('more than one recipient');
  if (readSmall(members.next(TAG.integer)) !== 0) throw new DerError('recipient version is not 0');
  const id = readId(members);
  expectBytes(members.next(TAG.sequence), SM2_TRANSPORT(), 'not SM2 encryption');
  const encryptedKey = contentOf(members.next(TAG.octetString));
  members.finish();
  const info = data.enter(TAG.sequence);
  data.finish();
  if (readOid(info.next(TAG.oid)) !== OID.data) throw new DerError('content type is not data');
  const algorithm = info.enter(TAG.sequence);
  if (readOid(algorithm.next(TAG.oid)) !== OID.sm4Cbc) throw new DerError('content is not under SM4-CBC');
  const nonce = ofSize(contentOf(algorithm.next(TAG.octetString)), 16);
  algorithm.finish();
  const content = contentOf(info.next(0x80));
  info.finish();
  return { ...id, transport: { kind: 'sm2', encryptedKey }, nonce, content, mac: new Uint8Array(0) };
}

function readEncrypted(info: DerReader): Pick<KeyEnvelope, 'nonce' | 'content'> {
  if (readOid(info.next(TAG.oid)) !== OID.data) throw new DerError('content type is not data');
  const algorithm = info.enter(TAG.sequence);
  if (readOid(algorithm.next(TAG.oid)) !== OID.aes256Gcm) throw new DerError('content is not under AES-256-GCM');
  const parameters = algorithm.enter(TAG.sequence);
  algorithm.finish();
  const nonce = ofSize(contentOf(parameters.next(TAG.octetString)), NONCE_SIZE);
  if (readSmall(parameters.next(TAG.integer)) !== MAC_SIZE) throw new DerError('the tag has not 16 octets');
  parameters.finish();
  const content = contentOf(info.next(0x80));
  info.finish();
  return { nonce, content };
}

function readRecipient(value: DerValue): Pick<KeyEnvelope, 'issuerDer' | 'serial' | 'transport'> {
  const members = inside(value);
  if (value.tag === TAG.sequence) return readTransport(members);
  if (value.tag === 0xa1) return readAgreement(members);
  throw new DerError('a recipient of another kind');
}

function readTransport(members: DerReader): Pick<KeyEnvelope, 'issuerDer' | 'serial' | 'transport'> {
  if (readSmall(members.next(TAG.integer)) !== 0) throw new DerError('recipient version is not 0');
  const id = readId(members);
  expectBytes(members.next(TAG.sequence), OAEP(), 'not RSA-OAEP with SHA-256');
  const encryptedKey = contentOf(members.next(TAG.octetString));
  members.finish();
  return { ...id, transport: { kind: 'rsa-oaep', encryptedKey } };
}

function readAgreement(members: DerReader): Pick<KeyEnvelope, 'issuerDer' | 'serial' | 'transport'> {
  if (readSmall(members.next(TAG.integer)) !== 3) throw new DerError('recipient version is not 3');
  const originator = members.enter(0xa0);
  const key = originator.enter(0xa1);
  originator.finish();
  if (readOid(key.enter(TAG.sequence).next(TAG.oid)) !== OID.ec) throw new DerError('the ephemeral key is on no curve');
  const ephemeral = readWholeBits(key.next(TAG.bitString));
  if (ephemeral.length !== 65 || ephemeral[0] !== 4) throw new DerError('not an uncompressed point');
  expectBytes(members.next(TAG.sequence), AGREE(), 'not ECDH with SHA-256 and AES-256 wrap');
  const keys = members.enter(TAG.sequence);
  members.finish();
  const own = keys.enter(TAG.sequence);
  keys.finish();
  const id = readId(own);
  const encryptedKey = ofSize(contentOf(own.next(TAG.octetString)), 40);
  own.finish();
  return { ...id, transport: { kind: 'ecdh-p256', ephemeral, encryptedKey } };
}

function readId(members: DerReader): { issuerDer: Uint8Array; serial: Uint8Array } {
  const id = members.enter(TAG.sequence);
  const issuerDer = encodingOf(id.next(TAG.sequence));
  const serial = contentOf(id.next(TAG.integer));
  id.finish();
  return { issuerDer, serial };
}

function expectBytes(value: DerValue, expected: Uint8Array, complaint: string): void {
  if (!sameBytes(encodingOf(value), expected)) throw new DerError(complaint);
}

function ofSize(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new DerError(`${bytes.length} octets where ${size} belong`);
  return bytes;
}

/** Is the envelope meant for the holder of this certificate? */
export const isFor = ({ issuerDer, serial }: KeyEnvelope, certificate: CertificateFields): boolean => sameBytes(issuerDer, certificate.issuerDer) && sameBytes(serial, certificate.serial);
