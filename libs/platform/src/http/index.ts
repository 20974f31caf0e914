export * from './auth.guard';
export * from './body';
export * from './caller';
export * from './problem';
export * from './problem.filter';
export * from './schema.pipe';
export * from './server';
