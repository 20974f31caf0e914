/**
 * Signatures and sealed bids. Pure: no database, no clock, no files. `format.ts` runs in browsers too; the files `*.node.ts` add
 * what needs node:crypto and node:stream. docs/formats describes each byte.
 */
export { basicConstraints, crlDistributionPoint, extendedKeyUsage, ocspAccess, type ExtensionToWrite, keyUsage } from './certificate-write';
export { canonicalJson, type Json, NotCanonicalError, parseCanonical } from './canonical';
export { type CertificateFields } from './certificate';
export { type KeyUsage } from './certificate-extensions';
export { type SubjectName } from './certificate-name';
export * from './authority.node';
export * from './bid.node';
export * from './bid-file';
export * from './bid-parts';
export * from './price-sheet';
export { type Certificate, type CertificateSource, readCertificate, readCertificates } from './certificate.node';
export * from './certificate-request.node';
export * from './chain.node';
export * from './cms.node';
export { MAX_CMS_SIZE } from './cms-read';
export { sha256, sha256Hex } from './crypto.node';
export {
  BID_MANIFEST_FORMAT,
  type BidAddress,
  type BidManifest,
  type BidPart,
  findPart,
  MAX_MANIFEST_SIZE,
  MAX_PARTS,
  parseManifest,
  partAad,
} from './manifest';
export * from './escrow';
export { holderFromPkcs8, type KeyHolder, openEnvelope, sealFor } from './key-envelope.crypto';
export { MAX_OCSP } from './ocsp';
export * from './ocsp.node';
export * from './open.node';
export * from './crl.node';
export { MAX_CRL_SIZE, REASONS, type RevocationList } from './crl';
export { readPem, writePem } from './pem';
export * from './receipt.node';
export * from './seal.node';
export { choices, combine, type Share, split } from './shamir';
export { MAX_TIMESTAMP, writeStampRequest } from './timestamp';
export * from './timestamp.node';
export * from './two-person';
export { type Field, fieldName, FIELDS } from '@kernel';
export { inclusionProof, merkleRoot, provesInclusion } from './tree';
export { cipherSize, HEADER_SIZE, SEGMENT_SIZE, type Suite } from './stream';
export { assertSealed, decryptBytes, decryptStream, encryptBytes, encryptStream } from './stream.node';
