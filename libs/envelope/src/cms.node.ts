import { BusinessError, refuse } from '@kernel';
import { sameBytes } from './bytes';
import { type Certificate, type ParsedCertificate, parsed, publicView } from './certificate.node';
import { issuerSerialMatches, MAX_CMS_SIZE, parseSignedData, type SignedData } from './cms-read';
import { writeAttributes, writeSignedData } from './cms-write';
import { holds, importPrivateKey, type KeyObject, sha256, signBytes, spkiOf } from './crypto.node';
import { createPublicKey } from 'node:crypto';
import { DerError } from './der';
import { R } from './envelope.refusals';

export interface Signer {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Intermediate certificates to send along; not the root, which the reader has to know of himself. */
  readonly chainPem?: readonly string[];
}

export interface SigningOptions extends Signer {
  /** The signer's own claim; the proof of time is the receipt or a time stamp. */
  readonly signingTime: Date;
}

/** A detached CMS signature (CAdES-BES) over `content`, DER. */
export const signDetached = (content: Uint8Array, options: SigningOptions): Uint8Array => signDigest(sha256(content), options);

/** The same over a content whose SHA-256 was taken while it streamed by. */
export function signDigest(digest: Uint8Array, { certificatePem, privateKeyPem, chainPem = [], signingTime }: SigningOptions): Uint8Array {
  const signer = parsed(certificatePem);
  const key = matchingKey(signer, privateKeyPem);
  const attributes = writeAttributes({ digest, signingTime, certificateHash: sha256(signer.der) });
  const chain = chainPem.map((pem) => parsed(pem).der);
  return writeSignedData({ signer, chain, attributes, signature: signBytes(key, attributes) });
}

/** A signature by another key would be found only at the other end: so it is found here. */
function matchingKey(signer: ParsedCertificate, privateKeyPem: string): KeyObject {
  const key = importPrivateKey(privateKeyPem);
  const same = sameBytes(spkiOf(createPublicKey(key)), spkiOf(signer.publicKey));
  return same ? key : refuse(R.keyNotOfCertificate({ subject: signer.subjectText }));
}

export interface VerifiedSignature {
  readonly certificate: Certificate;
  /** As the signer claims. */
  readonly signingTime: Date;
  /** The other certificates of the signature, for `verifyChain`. */
  readonly intermediates: readonly Certificate[];
}

/**
 * Throws `envelope.signature-malformed` or `envelope.signature-invalid` unless the signature is by the certificate inside it and
 * over this content. Whether that certificate may be trusted is for `verifyChain` to say.
 */
export const verifyDetached = (cms: Uint8Array, content: Uint8Array): VerifiedSignature => verifyDigest(cms, sha256(content));

export function verifyDigest(cms: Uint8Array, digest: Uint8Array): VerifiedSignature {
  const data = read(cms);
  const certificates = data.certificates.map(parsed);
  const signer = certificates.find((c) => sameBytes(c.issuerDer, data.issuerDer) && sameBytes(c.serial, data.serial));
  if (!signer) return refuse(R.signatureMalformed({ reason: 'the signer’s certificate is missing' }));
  assertSigned(data, signer, digest);
  const intermediates = certificates.filter((c) => c !== signer).map(publicView);
  return { certificate: publicView(signer), signingTime: new Date(data.signingTime), intermediates };
}

/** Whose certificates a signature brings along; nothing is verified, and what cannot be read has none. */
export function signersOf(cms: Uint8Array): { certificate?: Certificate; intermediates: readonly Certificate[] } {
  try {
    const data = read(cms);
    const certificates = data.certificates.map(parsed);
    const signer = certificates.find((c) => sameBytes(c.issuerDer, data.issuerDer) && sameBytes(c.serial, data.serial));
    const intermediates = certificates.filter((c) => c !== signer).map(publicView);
    return signer ? { certificate: publicView(signer), intermediates } : { intermediates };
  } catch (error) {
    if (error instanceof BusinessError) return { intermediates: [] };
    throw error;
  }
}

function read(cms: Uint8Array): SignedData {
  if (cms.length > MAX_CMS_SIZE) refuse(R.signatureTooLarge({ size: cms.length, limit: MAX_CMS_SIZE }));
  try {
    return parseSignedData(cms);
  } catch (error) {
    if (error instanceof DerError) return refuse(R.signatureMalformed({ reason: error.message }));
    throw error;
  }
}

function assertSigned(data: SignedData, signer: ParsedCertificate, digest: Uint8Array): void {
  const invalid = (reason: string) => refuse(R.signatureInvalid({ reason }));
  if (!sameBytes(data.digest, digest)) invalid('messageDigest');
  if (!sameBytes(data.certificateHash, sha256(signer.der))) invalid('signingCertificateV2');
  if (data.issuerSerial && !serialMatches(data.issuerSerial, signer)) invalid('signingCertificateV2 issuerSerial');
  if (!holds(signer, data.scheme, data.signedBytes, data.signature)) invalid('signature');
}

function serialMatches(issuerSerial: Uint8Array, signer: ParsedCertificate): boolean {
  try {
    return issuerSerialMatches(issuerSerial, signer.issuerDer, signer.serial);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
