/** The part of this library that runs anywhere: layouts and rules over Uint8Array, no node: module behind any of it. */
export * from './canonical';
export * from './certificate';
export * from './certificate-extensions';
export * from './certificate-name';
export * from './certificate-write';
export * from './chain';
export * from './cms-read';
export * from './cms-write';
export * from './der';
export * from './manifest';
export * from './pem';
export * from './stream';
