import { hash } from 'node:crypto';
import { refuse } from '@kernel';
import { sameBytes } from './bytes';
import { type Certificate, type ParsedCertificate, parsed, publicView } from './certificate.node';
import { type Trust, verifyChain } from './chain.node';
import { writeAttributes } from './cms-write';
import type { Signer } from './cms.node';
import { holds, importPrivateKey, sha256 } from './crypto.node';
import { DerError } from './der';
import { R } from './envelope.refusals';
import { type DigestName, OID } from './oids';
import {
  readStampRequest,
  readStampResponse,
  readStampToken,
  sameNonce,
  type StampRequest,
  type StampToken,
  writeStampInfo,
  writeStampRefusal,
  writeStampResponse,
  writeStampToken,
} from './timestamp';

/** The policy of the embedded authority, under the arc that is set aside for examples: nobody vouches for it. */
export const EMBEDDED_POLICY = '2.999.3161.1';

export interface StampOptions extends Signer {
  readonly at: Date;
  /** Positive, unique for this authority. */
  readonly serial: bigint;
  readonly policy?: string;
}

/** A time stamp token over a SHA-256 digest by an authority's own key (RFC 3161), DER. */
export function stamp({ digest, nonce, certificateWanted }: StampRequest, { certificatePem, privateKeyPem, chainPem = [], at, serial, policy = EMBEDDED_POLICY }: StampOptions): Uint8Array {
  const signer = parsed(certificatePem);
  const info = writeStampInfo({ policy, digest, serial: bytesOf(serial), at: at.getTime(), nonce });
  const attributes = writeAttributes({ contentType: OID.stampInfo, digest: sha256(info), certificateHash: sha256(signer.der), signingTime: at });
  const signature = importPrivateKey(privateKeyPem).sign(attributes);
  const chain = certificateWanted ? [signer.der, ...chainPem.map((pem) => parsed(pem).der)] : [];
  return writeStampToken({ signer, chain, info, attributes, signature });
}

function bytesOf(serial: bigint): Uint8Array {
  const hex = serial.toString(16);
  return Uint8Array.from(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
}

/** Answers a request as the HTTP exchange of RFC 3161 3.4 wants it: granted, or refused with the reason's bit. */
export function answerStampRequest(request: Uint8Array, options: StampOptions): Uint8Array {
  try {
    return writeStampResponse(stamp(readStampRequest(request), options));
  } catch (error) {
    if (error instanceof DerError) return writeStampRefusal(5);
    throw error;
  }
}

export interface VerifiedStamp {
  readonly at: Date;
  readonly serialHex: string;
  readonly policy: string;
  readonly certificate: Certificate;
}

/** Reads the answer of an authority and checks that it is to this request. Throws `envelope.timestamp-*`. */
export function tokenOf(response: Uint8Array, request: StampRequest, trust: Trust): Uint8Array {
  const token = reading(() => readStampResponse(response));
  const { info } = reading(() => readStampToken(token));
  if (!sameNonce(info.nonce, request.nonce)) refuse(R.timestampInvalid({ reason: 'nonce' }));
  verifyStamp(token, request.digest, trust);
  return token;
}

/** Throws unless the token is over this digest, its signature holds, and its signer was a time-stamping authority with a path to a root at that time. */
export function verifyStamp(token: Uint8Array, digest: Uint8Array, trust: Omit<Trust, 'at'> & { readonly certificates?: readonly string[] }): VerifiedStamp {
  const read = reading(() => readStampToken(token));
  const certificates = [...read.certificates, ...(trust.certificates ?? [])].map((one) => parsed(one));
  const signer = certificates.find((one) => sameBytes(one.issuerDer, read.issuerDer) && sameBytes(one.serial, read.serial));
  if (!signer) return refuse(R.timestampMalformed({ reason: 'the authority’s certificate is missing' }));
  assertStamped(read, signer, digest);
  const at = new Date(read.info.at);
  verifyChain(publicView(signer), { ...trust, intermediates: [...certificates.filter((one) => one !== signer).map(publicView), ...(trust.intermediates ?? [])], at, purpose: 'timestamp' });
  return { at, serialHex: Buffer.from(read.info.serial).toString('hex'), policy: read.info.policy, certificate: publicView(signer) };
}

function assertStamped({ info, infoBytes, messageDigest, digestName, certificateHash, scheme, signedBytes, signature }: StampToken, signer: ParsedCertificate, digest: Uint8Array): void {
  const invalid = (reason: string) => refuse(R.timestampInvalid({ reason }));
  if (info.algorithm !== 'sha256' || !sameBytes(info.digest, digest)) invalid('messageImprint');
  if (!sameBytes(messageDigest, digestBy(digestName, infoBytes))) invalid('messageDigest');
  if (!sameBytes(certificateHash.value, digestBy(certificateHash.algorithm, signer.der))) invalid('signingCertificateV2');
  if (!holds(signer, scheme, signedBytes, signature)) invalid('signature');
}

const digestBy = (name: DigestName, bytes: Uint8Array): Uint8Array => hash(name, bytes, 'buffer');

function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DerError) return refuse(R.timestampMalformed({ reason: error.message }));
    throw error;
  }
}
