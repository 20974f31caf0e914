export * from './open-storage';
export * from './storage';
