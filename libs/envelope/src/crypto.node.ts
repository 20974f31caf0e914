import { createHash, createPrivateKey, createPublicKey, hash, type KeyObject, randomBytes as nodeRandomBytes, sign, verify } from 'node:crypto';
import { refuse } from '@kernel';
import type { KeyDescription } from './certificate';
import { R } from './envelope.refusals';
import type { SignatureScheme } from './oids';

/** All that this library takes from node:crypto besides the body cipher. A browser puts WebCrypto in its place. */
export const sha256 = (data: string | Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
export const sha256Stream = () => createHash('sha256');
export const randomBytes = (size: number): Uint8Array => nodeRandomBytes(size);

export type { KeyObject };

export const importPublicKey = (spki: Uint8Array): KeyObject => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });

export const spkiOf = (publicKey: KeyObject): Uint8Array => publicKey.export({ format: 'der', type: 'spki' });

export function importPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    return refuse(R.keyMalformed({ reason: 'PKCS#8 PEM' }));
  }
}

export function importPublicPem(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    return refuse(R.keyMalformed({ reason: 'SPKI PEM' }));
  }
}

export function keyFamily(key: KeyObject): 'rsa' | 'ec' {
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return 'rsa';
  if (type === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ec';
  return refuse(R.certificateAlgorithm({ algorithm: String(type) }));
}

/** SHA-256 with RSA PKCS#1 v1.5, or ECDSA with the signature as DER SEQUENCE { r, s } (RFC 5480): node:crypto's defaults. */
export const signBytes = (key: KeyObject, data: Uint8Array): Uint8Array => sign('sha256', data, key);

export interface VerifyingKey {
  readonly publicKey: KeyObject;
  readonly key: KeyDescription;
}

/** The family comes from the certificate's own fields: asking the KeyObject costs as much as half a signature check. */
export function holds({ publicKey, key }: VerifyingKey, scheme: SignatureScheme, data: Uint8Array, signature: Uint8Array): boolean {
  const family = key.algorithm === 'rsa' ? 'rsa' : 'ec';
  return family === scheme.key && verify(scheme.hash, data, publicKey, signature);
}
