import { BusinessError, refuse } from '@kernel';
import { toHex } from './bytes';
import { type CertificateFields, parseCertificate, UnsupportedAlgorithm } from './certificate';
import type { KeyUsage } from './certificate-extensions';
import type { SubjectName } from './certificate-name';
import { importPublicKey, type KeyObject, sha256Hex } from './crypto.node';
import { R } from './envelope.refusals';
import { readPem, writePem } from './pem';
import { Recent } from './recent';

/** A certificate as the rest of the platform sees it. Reading it proves nothing: `verifyChain` does. */
export interface Certificate {
  /** SHA-256 of the DER, hex: the identity of the certificate. */
  readonly fingerprint: string;
  /** SHA-256 of the public key's own numbers (`KeyDescription.material`), hex: two certificates with one key have the same, whoever issued them. */
  readonly keySha256: string;
  readonly subject: SubjectName;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly algorithm: 'rsa' | 'p-256' | 'sm2';
  readonly bits: number;
  readonly keyUsage: readonly KeyUsage[];
  readonly serialHex: string;
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly der: Uint8Array;
  readonly pem: string;
}

export type CertificateSource = Certificate | string | Uint8Array;

/** The fields with what this process derived from them. */
export interface ParsedCertificate extends CertificateFields {
  readonly fingerprint: string;
  readonly keySha256: string;
  readonly publicKey: KeyObject;
}

const byFingerprint = new Recent<string, ParsedCertificate>(1024);
const byPem = new Recent<string, Uint8Array>(256);

/** Parses once per certificate: the fingerprint is taken over the bytes at hand each time, so a cached result is always theirs. */
export function parsed(source: CertificateSource): ParsedCertificate {
  const der = derOf(source);
  const fingerprint = sha256Hex(der);
  return byFingerprint.get(fingerprint, () => parse(der, fingerprint));
}

function parse(der: Uint8Array, fingerprint: string): ParsedCertificate {
  try {
    const fields = parseCertificate(Uint8Array.from(der));
    return { ...fields, fingerprint, keySha256: sha256Hex(fields.key.material), publicKey: importPublicKey(fields.spki) };
  } catch (error) {
    if (error instanceof BusinessError) throw error;
    if (error instanceof UnsupportedAlgorithm) return refuse(R.certificateAlgorithm({ algorithm: error.message }));
    return refuse(R.certificateMalformed({ reason: error instanceof Error ? error.message : 'unreadable' }));
  }
}

function derOf(source: CertificateSource): Uint8Array {
  if (source instanceof Uint8Array) return source;
  return typeof source === 'string' ? byPem.get(source, () => onlyCertificate(source)) : source.der;
}

function onlyCertificate(pem: string): Uint8Array {
  const blocks = readPem(pem).filter((block) => block.label === 'CERTIFICATE');
  return blocks.length === 1 ? blocks[0]!.bytes : refuse(R.certificateMalformed({ reason: `${blocks.length} × BEGIN CERTIFICATE` }));
}

/** Reads one certificate, PEM or DER. Refuses what is malformed or of an algorithm that is not accepted. */
export const readCertificate = (source: CertificateSource): Certificate => publicView(parsed(source));

/** Every certificate of a PEM file, in order: a list of roots, or a chain. */
export const readCertificates = (pem: string): Certificate[] =>
  readPem(pem)
    .filter((block) => block.label === 'CERTIFICATE')
    .map((block) => readCertificate(block.bytes));

/** New objects each time: a caller that changes a Date must not change the cached certificate. */
export function publicView(from: ParsedCertificate): Certificate {
  const { fingerprint, keySha256, issuer, der, extensions, key } = from;
  return {
    fingerprint,
    keySha256,
    subject: { ...from.subject },
    issuer,
    notBefore: new Date(from.notBefore),
    notAfter: new Date(from.notAfter),
    algorithm: key.algorithm,
    bits: key.bits,
    keyUsage: [...extensions.keyUsage],
    serialHex: toHex(from.serial),
    crlUrls: [...(extensions.crlUrls ?? [])],
    ocspUrls: [...(extensions.ocspUrls ?? [])],
    der: Uint8Array.from(der),
    get pem() {
      return writePem('CERTIFICATE', der);
    },
  };
}
