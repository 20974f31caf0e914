export * from './draw';
export { drawOne, permutation } from './permutation';
export * from './record';
export { type Candidate, canonicalRules, type DrawRules, type Need, parseRules } from './rules';
export * from './walk';
