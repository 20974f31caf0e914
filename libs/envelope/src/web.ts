/** The door for browsers: the same formats over WebCrypto. Nothing behind it needs a node: module. */
export { canonicalJson, type Json } from './canonical';
export { concat, fromHex, toHex, utf8 } from './bytes';
export { type CertificateFields } from './certificate';
export { type BidManifest, type BidPart, MAX_PARTS, parseManifest, partAad } from './manifest';
export { readPem, writePem } from './pem';
export { cipherSize, SEGMENT_SIZE } from './stream';
export * from './cms.web';
export * from './crypto.web';
export * from './escrow';
export { holderFromPkcs8, type KeyHolder, openEnvelope, sealFor } from './key-envelope.crypto';
export * from './seal.web';
export type { Share } from './shamir';
export * from './stream.web';
export { readStampToken } from './timestamp';
export { provesInclusion } from './tree';
export * from './two-person';
export { type Field, FIELDS } from './two-person-fields';
