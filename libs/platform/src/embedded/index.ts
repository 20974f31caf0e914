export * from './access';
export * from './binaries';
export * from './cluster';
export * from './home';
export * from './lock';
export * from './process';
