export * from './caller';
export * from './clock';
export { laneWidths } from './connections';
export * from './data-source';
export * from './database.refusals';
export * from './db';
export * from './entity';
export * from './prepare';
export * from './tx';
