import type { Door } from '@platform/http/doors';

/** What is flooded, by whose budgets it has to pass: every door that the platform has is among them (test/architecture/flooded.spec.ts). */
export const FLOODED = {
  sockets: ['socket'],
  'sign-ins': ['sign-in'],
  searches: ['search'],
  exports: ['export'],
  pages: ['page'],
  reads: ['read'],
  uploads: ['locked'],
  'sealed uploads': [], // a bidder’s who is signed in
  registrations: ['registration'],
  'certificate sign-ins': ['challenge'],
  'signed sign-ins': ['certificate'],
  'unknown paths': ['unknown'],
  'made-up sessions': ['locked'],
  files: ['file'],
  healths: ['health'],
} as const satisfies Record<string, readonly Door[]>;

export type Flooding = keyof typeof FLOODED;
