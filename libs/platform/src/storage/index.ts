export * from './disk-space';
export * from './open-storage';
export * from './storage';
