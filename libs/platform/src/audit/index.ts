export * from './refusal-book';
export * from './refusal-trail';
