export * from './lanes';
export * from './line';
export * from './workshop';
