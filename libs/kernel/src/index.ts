export * from './calendar';
export * from './identity-number';
export * from './ids';
export * from './machine';
export * from './money';
export * from './refusal';
export * from './text';
export * from './uscc';
