import { generateKeyPairSync } from 'node:crypto';
import { type ExtensionToWrite, authorityKeyId, basicConstraints, keyUsage, subjectKeyId, writeCertificate, writeTbs } from './certificate-write';
import type { KeyUsage } from './certificate-extensions';
import { type SubjectName, writeName } from './certificate-name';
import { parsed } from './certificate.node';
import { importPrivateKey, publicSpki, randomBytes, sha256 } from './crypto.node';
import { writePem } from './pem';
import { generateSm2 } from './sm';

/**
 * The demonstration authority: it lets an installation try certificate procedures without a licensed one. A production
 * installation trusts the roots of licensed authorities instead (Electronic Signature Law, art. 16) and never calls this.
 */
export interface Authority {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export type KeyKind = 'rsa-2048' | 'rsa-3072' | 'p-256' | 'sm2';

export interface KeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

export function createKeyPair(kind: KeyKind): KeyPair {
  if (kind === 'sm2') {
    const { pkcs8, spki } = generateSm2();
    return { privateKeyPem: writePem('PRIVATE KEY', pkcs8), publicKeyPem: writePem('PUBLIC KEY', spki) };
  }
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  const pair =
    kind === 'p-256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding })
      : generateKeyPairSync('rsa', { modulusLength: kind === 'rsa-2048' ? 2048 : 3072, publicKeyEncoding, privateKeyEncoding });
  return { privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey };
}

const YEAR = 365.25 * 24 * 3600 * 1000;

/** A self-signed root, P-256 unless another kind is named, valid from a day before `now` (clocks differ) for `years` (20). */
export function createAuthority({ commonName, now, years = 20, organisation, kind = 'p-256' }: { commonName: string; now: Date; years?: number; organisation?: string; kind?: KeyKind }): Authority {
  const { privateKeyPem, publicKeyPem } = createKeyPair(kind);
  const spki = publicSpki(publicKeyPem);
  const name = writeName({ commonName, organisation });
  const id = keyIdOf(spki);
  const notBefore = new Date(now.getTime() - YEAR / 365.25);
  const notAfter = new Date(now.getTime() + years * YEAR);
  const extensions = [basicConstraints(true), keyUsage(['keyCertSign', 'cRLSign']), subjectKeyId(id), authorityKeyId(id)];
  const certificatePem = seal({ issuerDer: name, subjectDer: name, spki, notBefore, notAfter, extensions }, privateKeyPem);
  return { certificatePem, privateKeyPem };
}

/** What the holder may do with the key. */
export type CertificateUsage = 'signing' | 'encipherment';

const USAGES: Record<CertificateUsage, readonly KeyUsage[]> = {
  signing: ['digitalSignature', 'nonRepudiation'],
  encipherment: ['keyEncipherment', 'dataEncipherment'],
};

interface Subject extends SubjectName {
  readonly publicKeyPem: string;
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface CertificateRequest extends Subject {
  readonly usage: CertificateUsage;
}

/** A holder's certificate; `serialNumber` is the unified social credit code. */
export function issueCertificate(authority: Authority, { usage, ...subject }: CertificateRequest): string {
  return issueWith(authority, { ...subject, extensions: [basicConstraints(false), keyUsage(USAGES[usage])] });
}

export interface IntermediateRequest extends Subject {
  /** How many further authorities may stand below this one; none by default. */
  readonly pathLength?: number;
}

export function issueIntermediate(authority: Authority, { pathLength = 0, ...subject }: IntermediateRequest): string {
  return issueWith(authority, { ...subject, extensions: [basicConstraints(true, pathLength), keyUsage(['keyCertSign', 'cRLSign'])] });
}

export interface CustomRequest extends Subject {
  readonly extensions: readonly ExtensionToWrite[];
}

/** Issues with any extensions, also wrong ones: tests of the validator need those. Key identifiers are added. */
export function issueWith(authority: Authority, { publicKeyPem, notBefore, notAfter, extensions, ...name }: CustomRequest): string {
  const issuer = parsed(authority.certificatePem);
  const spki = publicSpki(publicKeyPem);
  const ids = [subjectKeyId(keyIdOf(spki)), authorityKeyId(issuer.extensions.subjectKeyId ?? keyIdOf(issuer.spki))];
  const fields = { issuerDer: issuer.subjectDer, subjectDer: writeName(name), spki, notBefore, notAfter };
  return seal({ ...fields, extensions: [...extensions, ...ids] }, authority.privateKeyPem);
}

type Unsigned = Omit<Parameters<typeof writeTbs>[0], 'serial' | 'issuerKey'>;

function seal(fields: Unsigned, privateKeyPem: string): string {
  const key = importPrivateKey(privateKeyPem);
  const issuerKey = key.family;
  const tbs = writeTbs({ ...fields, serial: randomSerial(), issuerKey });
  return writePem('CERTIFICATE', writeCertificate(tbs, issuerKey, key.sign(tbs)));
}

/** 16 random octets; the top bits make the number positive and of full length. */
function randomSerial(): Uint8Array {
  const serial = Uint8Array.from(randomBytes(16));
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}

/** RFC 7093 2 (1): the leftmost 160 bits of SHA-256; identifiers only have to agree, and SHA-1 is not used anywhere. */
const keyIdOf = (spki: Uint8Array): Uint8Array => sha256(spki).slice(0, 20);
