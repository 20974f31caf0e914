/**
 * Roles that people hold, each with its letter of roles.md 4: T tenderer, A agency, B bidder, K key trustee, M committee member, H hall operator, S bureau officer,
 * X audit administrator. A role without a letter has no part in a procedure once it runs.
 */
export const ROLE_LETTERS = {
  'tenderer-officer': 'T',
  'tenderer-approver': 'T',
  'agency-officer': 'A',
  'bidder-officer': 'B',
  'bidder-signatory': 'B',
  'organisation-head': null,
  'key-trustee': 'K',
  expert: 'M',
  'tenderer-representative': 'M',
  'entry-officer': null,
  'hall-operator': 'H',
  'bureau-officer': 'S',
  'library-admin': null,
  'security-admin': null,
  'audit-admin': 'X',
  'system-admin': null,
} as const satisfies Record<string, Letter | null>;

export type Letter = 'T' | 'A' | 'B' | 'K' | 'M' | 'H' | 'S' | 'X' | '*';

export type RoleCode = keyof typeof ROLE_LETTERS;
export const ROLE_CODES = Object.keys(ROLE_LETTERS) as [RoleCode, ...RoleCode[]];

/** Whoever acts for the tenderer: its own people, or the agency that it appointed. */
export const SIDE = ['tenderer-officer', 'tenderer-approver', 'agency-officer'] as const satisfies RoleCode[];
export const BIDDER = ['bidder-officer', 'bidder-signatory'] as const satisfies RoleCode[];
export const MEMBER = ['expert', 'tenderer-representative'] as const satisfies RoleCode[];
