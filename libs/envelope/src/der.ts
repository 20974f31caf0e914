/** A small strict DER (X.690) writer and reader: what X.509 (RFC 5280) and CMS (RFC 5652) need and no more. */
export * from './der-read';
export * from './der-values';
export * from './der-write';
