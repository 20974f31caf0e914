/** Object identifiers, by what they name. */
export const OID = {
  // RFC 5652, RFC 5035, RFC 5754
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  /** Only as a name for an issuer in OCSP; nothing is protected by it. */
  sha1: '1.3.14.3.2.26',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  // time stamps, RFC 3161
  stampInfo: '1.2.840.113549.1.9.16.1.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  // key envelopes, RFC 5083, RFC 4055, RFC 5753, RFC 3565, RFC 5084
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  rsaOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  ecdhSha256Kdf: '1.3.132.1.11.1',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  // keys and signatures, RFC 8017, RFC 5480, RFC 5758
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  rsaSha384: '1.2.840.113549.1.1.12',
  rsaSha512: '1.2.840.113549.1.1.13',
  ec: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  ecdsaSha384: '1.2.840.10045.4.3.3',
  ecdsaSha512: '1.2.840.10045.4.3.4',
  // the national suite: GB/T 33560, GM/T 0006, GB/T 35275
  sm2: '1.2.156.10197.1.301',
  sm2Encryption: '1.2.156.10197.1.301.3',
  sm3: '1.2.156.10197.1.401',
  sm2Sm3: '1.2.156.10197.1.501',
  sm4Cbc: '1.2.156.10197.1.104.2',
  gmData: '1.2.156.10197.6.1.4.2.1',
  gmSignedData: '1.2.156.10197.6.1.4.2.2',
  envelopedData: '1.2.840.113549.1.7.3',
  // names, X.520
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  organisation: '2.5.4.10',
  // extensions, RFC 5280
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  crlNumber: '2.5.29.20',
  crlReason: '2.5.29.21',
  crlDistributionPoints: '2.5.29.31',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  // OCSP, RFC 6960
  ocsp: '1.3.6.1.5.5.7.48.1',
  ocspBasic: '1.3.6.1.5.5.7.48.1.1',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** Keys that sign alike. */
export type KeyFamily = 'rsa' | 'ec' | 'sm2';

/** How a key signs: the hash and the family, as `node:crypto` and WebCrypto both name them. */
export interface SignatureScheme {
  readonly key: KeyFamily;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | 'sm3';
}

export type DigestName = SignatureScheme['hash'];
export const DIGESTS: ReadonlyMap<string, DigestName> = new Map([
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
  [OID.sm3, 'sm3'],
]);

/** SHA-1 and RSA-PSS are not in the list, so they are refused. */
export const SIGNATURE_SCHEMES: ReadonlyMap<string, SignatureScheme> = new Map([
  [OID.rsaSha256, { key: 'rsa', hash: 'sha256' }],
  [OID.rsaSha384, { key: 'rsa', hash: 'sha384' }],
  [OID.rsaSha512, { key: 'rsa', hash: 'sha512' }],
  [OID.ecdsaSha256, { key: 'ec', hash: 'sha256' }],
  [OID.ecdsaSha384, { key: 'ec', hash: 'sha384' }],
  [OID.ecdsaSha512, { key: 'ec', hash: 'sha512' }],
  [OID.sm2Sm3, { key: 'sm2', hash: 'sm3' }],
]);

/** What each family of keys writes: the digest of what it signs, and the names of both (RFC 5754, RFC 5758, GM/T 0006). */
export const FAMILIES: Readonly<
  Record<KeyFamily, { readonly digest: 'sha256' | 'sm3'; readonly digestOid: string; readonly signatureOid: string; readonly cmsOid: string; readonly withNull: boolean }>
> = {
  rsa: { digest: 'sha256', digestOid: OID.sha256, signatureOid: OID.rsaSha256, cmsOid: OID.rsa, withNull: true },
  ec: { digest: 'sha256', digestOid: OID.sha256, signatureOid: OID.ecdsaSha256, cmsOid: OID.ecdsaSha256, withNull: false },
  sm2: { digest: 'sm3', digestOid: OID.sm3, signatureOid: OID.sm2Sm3, cmsOid: OID.sm2Sm3, withNull: false },
};
