export { MOST_BYTES } from './engine-gate';
export * from './realtime';
