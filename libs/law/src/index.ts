export * from './articles';
export { INSTRUMENTS, type Instrument, type InstrumentId, type Mark } from './instruments';
export * from './law-map';
export type { Decision } from './decision';
export * from './rulesets';
export * from './terms';
export * from './stops';
export * from './uses';
