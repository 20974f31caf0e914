export * from './binaries';
export * from './cluster';
export * from './home';
export * from './process';
