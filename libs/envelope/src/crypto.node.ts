import { createHash, createPrivateKey, createPublicKey, hash, type KeyObject, randomBytes as nodeRandomBytes, sign, verify } from 'node:crypto';
import { refuse } from '@kernel';
import { sameBytes } from './bytes';
import { familyOf, type KeyDescription } from './certificate';
import { oid } from './der';
import { R } from './envelope.refusals';
import { type KeyFamily, OID, type SignatureScheme } from './oids';
import { Recent } from './recent';
import { signSm2, verifySm2 } from './sm2.node';

/** All that this library takes from node:crypto besides the body cipher. A browser puts WebCrypto in its place. */
export const sha256 = (data: string | Uint8Array): Uint8Array => hash('sha256', data, 'buffer');
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
export const sha256Stream = () => createHash('sha256');
export const randomBytes = (size: number): Uint8Array => nodeRandomBytes(size);

export type { KeyObject };

export const importPublicKey = (spki: Uint8Array): KeyObject => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });

export const spkiOf = (publicKey: KeyObject): Uint8Array => publicKey.export({ format: 'der', type: 'spki' });

/** A key that signs, whatever its kind. */
export interface SigningKey {
  readonly family: KeyFamily;
  readonly spki: Uint8Array;
  /** RSA PKCS#1 v1.5 with SHA-256; ECDSA with SHA-256 and SM2 with SM3 as DER SEQUENCE { r, s } (RFC 5480, GM/T 0009). */
  sign(data: Uint8Array): Uint8Array;
}

/** The keys that sign all the time are the platform's own two or three: taking one apart costs more than a signature by it. */
const imported = new Recent<string, SigningKey>(8);

export const importPrivateKey = (pem: string): SigningKey => imported.get(pem, () => signingKey(pem));

function signingKey(pem: string): SigningKey {
  const key = nodeKey(pem);
  const spki = spkiOf(createPublicKey(key));
  if (isSm2(spki)) return { family: 'sm2', spki, sign: (data) => signSm2(key, spki, data) };
  return { family: keyFamily(key), spki, sign: (data) => sign('sha256', data, key) };
}

function nodeKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    return refuse(R.keyMalformed({ reason: 'PKCS#8 PEM' }));
  }
}

/** SubjectPublicKeyInfo of a PEM public key. */
export const publicSpki = (pem: string): Uint8Array => spkiOf(importPublicPem(pem));

const SM2_CURVE = oid(OID.sm2);
const isSm2 = (spki: Uint8Array): boolean => spki.length === 91 && sameBytes(spki.subarray(13, 13 + SM2_CURVE.length), SM2_CURVE);

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

export interface VerifyingKey {
  readonly publicKey: KeyObject;
  readonly spki: Uint8Array;
  readonly key: KeyDescription;
}

/** The family comes from the certificate's own fields: asking the KeyObject costs as much as half a signature check. */
export function holds(signer: VerifyingKey, scheme: SignatureScheme, data: Uint8Array, signature: Uint8Array): boolean {
  return familyOf(signer.key) === scheme.key && VERIFIERS[scheme.key](signer, scheme, data, signature);
}

const byNode = ({ publicKey }: VerifyingKey, { hash: name }: SignatureScheme, data: Uint8Array, signature: Uint8Array): boolean => verify(name, data, publicKey, signature);

/** One way to verify for each family of keys. */
const VERIFIERS: Readonly<Record<KeyFamily, typeof byNode>> = {
  rsa: byNode,
  ec: byNode,
  sm2: ({ publicKey, spki }, _scheme, data, signature) => verifySm2(publicKey, spki, data, signature),
};

/** The digest that a CMS signature names. */
export const digestBy = (name: 'sha256' | 'sm3', data: string | Uint8Array): Uint8Array => hash(name, data, 'buffer');
