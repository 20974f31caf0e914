import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { refuse } from '@kernel';
import { sameBytes, toHex, utf8 } from './bytes';
import { type CertificateFields, parseCertificate } from './certificate';
import { sequence, unsignedInteger } from './der';
import { R } from './envelope.refusals';
import { readPem } from './pem';
import { generateSm2, sm2KeyOf, sm2Sign, sm2SpkiOf, sm3Bytes } from './sm';

/** All that this library takes from a browser: WebCrypto, and a hash that can be fed piece by piece, which WebCrypto lacks. */
export const sha256 = (data: string | Uint8Array): Uint8Array => sha256Of(typeof data === 'string' ? utf8(data) : data);
export const sha256Hex = (data: string | Uint8Array): string => toHex(sha256(data));

/** The digest that this certificate's key signs: SM3 for SM2, SHA-256 for the others. */
export const digestFor = ({ key }: CertificateFields, data: Uint8Array): Uint8Array => (key.algorithm === 'sm2' ? sm3Bytes(data) : sha256(data));

export interface Hash {
  update(bytes: Uint8Array): void;
  hex(): string;
}

export function sha256Stream(): Hash {
  const hash = sha256Of.create();
  return { update: (bytes) => void hash.update(bytes), hex: () => toHex(hash.digest()) };
}

export const randomBytes = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

/** A key as WebCrypto hands it out, in Node's types and in a browser's alike. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** WebCrypto's types want bytes that are surely not shared between threads; ours never are. */
export const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const algorithmOf = ({ key }: CertificateFields) => (key.algorithm === 'rsa' ? RSA : EC);

/**
 * Whoever can sign: a key in the browser's memory, or a bridge to a USB key. RSA signatures are PKCS#1 v1.5 over SHA-256; those of P-256 are
 * DER SEQUENCE { r, s }.
 */
export interface WebSigner {
  readonly certificatePem: string;
  /** Intermediate certificates to send along. */
  readonly chainPem?: readonly string[];
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export function certificateFields(pem: string): CertificateFields {
  const blocks = readPem(pem).filter(({ label }) => label === 'CERTIFICATE');
  if (blocks.length !== 1) return refuse(R.certificateMalformed({ reason: `${blocks.length} × BEGIN CERTIFICATE` }));
  try {
    return parseCertificate(blocks[0]!.bytes);
  } catch (error) {
    return refuse(R.certificateMalformed({ reason: error instanceof Error ? error.message : 'unreadable' }));
  }
}

/** `r ‖ s`, as WebCrypto writes an ECDSA signature, becomes what X.509 and CMS want (RFC 5480). */
export const ecdsaDer = (raw: Uint8Array): Uint8Array => sequence(unsignedInteger(raw.subarray(0, raw.length / 2)), unsignedInteger(raw.subarray(raw.length / 2)));

/** A signer over a private key (PKCS#8) that stays in this memory and cannot be taken out again. Refuses a key that is not the certificate's. */
export async function signerFromPkcs8(pkcs8: Uint8Array, certificatePem: string, chainPem: readonly string[] = []): Promise<WebSigner> {
  const fields = certificateFields(certificatePem);
  if (fields.key.algorithm === 'sm2') return sm2Signer(pkcs8, fields, certificatePem, chainPem);
  const algorithm = algorithmOf(fields);
  const foreign = () => refuse(R.keyNotOfCertificate({ subject: fields.subjectText }));
  const key = await crypto.subtle.importKey('pkcs8', plain(pkcs8), algorithm, false, ['sign']).catch(foreign);
  const signRaw = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.sign(algorithm, key, plain(bytes)));
  const own = await crypto.subtle.importKey('spki', plain(fields.spki), algorithm, false, ['verify']);
  const probe = utf8('tianping: is this the key of the certificate?');
  if (!(await crypto.subtle.verify(algorithm, own, plain(await signRaw(probe)), plain(probe)))) foreign();
  return { certificatePem, chainPem, sign: async (bytes) => (algorithm === EC ? ecdsaDer(await signRaw(bytes)) : signRaw(bytes)) };
}

function sm2Signer(pkcs8: Uint8Array, fields: CertificateFields, certificatePem: string, chainPem: readonly string[]): WebSigner {
  const d = sm2KeyOf(pkcs8);
  if (!d || !sameBytes(sm2SpkiOf(d), fields.spki)) return refuse(R.keyNotOfCertificate({ subject: fields.subjectText }));
  return { certificatePem, chainPem, sign: async (bytes) => sm2Sign(d, bytes) };
}

export interface NewKey {
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
}

/** RSA-2048 by default: every certificate tool reads it. */
export async function generateKey(kind: 'rsa-2048' | 'p-256' | 'sm2' = 'rsa-2048'): Promise<NewKey> {
  if (kind === 'sm2') return generateSm2();
  const wanted = kind === 'p-256' ? EC : { ...RSA, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  const pair = (await crypto.subtle.generateKey(wanted, true, ['sign', 'verify'])) as { privateKey: WebKey; publicKey: WebKey };
  const [pkcs8, spki] = await Promise.all([crypto.subtle.exportKey('pkcs8', pair.privateKey), crypto.subtle.exportKey('spki', pair.publicKey)]);
  return { pkcs8: new Uint8Array(pkcs8), spki: new Uint8Array(spki) };
}
