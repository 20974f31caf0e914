import { BusinessError, refuse } from '@kernel';
import { sameBytes } from './bytes';
import { familyOf } from './certificate';
import { type Certificate, type CertificateSource, type ParsedCertificate, parsed, publicView } from './certificate.node';
import { issuerSerialMatches, MAX_CMS_SIZE, parseSignedData, type SignedData } from './cms-read';
import { writeAttributes, writeSignedData } from './cms-write';
import { digestBy, holds, importPrivateKey, sha256, type SigningKey, spkiOf } from './crypto.node';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { FAMILIES } from './oids';

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
export const signDetached = (content: Uint8Array, options: SigningOptions): Uint8Array => signDigest(digestBy(digestFor(options.certificatePem), content), options);

/** What a signature by this certificate's key is over: SM3 for SM2, SHA-256 for the others. For contents that are hashed while they stream by. */
export const digestFor = (certificate: CertificateSource): 'sha256' | 'sm3' => FAMILIES[familyOf(parsed(certificate).key)].digest;

/** The same over a content whose digest (`digestFor`) was taken before. */
export function signDigest(digest: Uint8Array, { certificatePem, privateKeyPem, chainPem = [], signingTime }: SigningOptions): Uint8Array {
  const signer = parsed(certificatePem);
  const key = matchingKey(signer, privateKeyPem);
  const attributes = writeAttributes({ digest, signingTime, certificateHash: sha256(signer.der) });
  const chain = chainPem.map((pem) => parsed(pem).der);
  return writeSignedData({ signer, chain, attributes, signature: key.sign(attributes) });
}

/** A signature by another key would be found only at the other end: so it is found here. */
function matchingKey(signer: ParsedCertificate, privateKeyPem: string): SigningKey {
  const key = importPrivateKey(privateKeyPem);
  return sameBytes(key.spki, spkiOf(signer.publicKey)) ? key : refuse(R.keyNotOfCertificate({ subject: signer.subjectText }));
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
export const verifyDetached = (cms: Uint8Array, content: Uint8Array): VerifiedSignature => verifyDigest(cms, (name) => digestBy(name, content));

/** `digest` gives the content's digest under the name that the signature uses. */
export function verifyDigest(cms: Uint8Array, digest: (name: 'sha256' | 'sm3') => Uint8Array): VerifiedSignature {
  const data = read(cms);
  const certificates = data.certificates.map(parsed);
  const signer = certificates.find((c) => sameBytes(c.issuerDer, data.issuerDer) && sameBytes(c.serial, data.serial));
  if (!signer) return refuse(R.signatureMalformed({ reason: 'the signer’s certificate is missing' }));
  assertSigned(data, signer, digest(data.digestName));
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
