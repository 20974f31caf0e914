import { ALL_ACTS, actsOf, apartRule, ROLE_CODES, type RoleCode, ROLES } from './roles';

/** roles.md 2, transcribed: whom one person may never be together with; the rest is allowed. */
const MARKET: RoleCode[] = ['tenderer-officer', 'tenderer-approver', 'agency-officer', 'bidder-officer', 'bidder-signatory', 'tenderer-representative'];
const ADMINS: RoleCode[] = ['system-admin', 'security-admin', 'audit-admin'];
const pair = (a: RoleCode, b: RoleCode, ones: readonly RoleCode[], others: readonly RoleCode[]) => (ones.includes(a) && others.includes(b)) || (ones.includes(b) && others.includes(a));
const forbidden = (a: RoleCode, b: RoleCode): boolean =>
  a !== b &&
  (ADMINS.includes(a) ||
    ADMINS.includes(b) ||
    pair(a, b, ['entry-officer', 'hall-operator'], ['bureau-officer', ...MARKET, 'expert']) ||
    pair(a, b, ['bureau-officer'], [...MARKET, 'expert']) ||
    pair(a, b, ['library-admin'], ['expert']) ||
    pair(a, b, ['key-trustee'], ['bidder-officer', 'bidder-signatory']) || // whoever opens bids hands none in (O20 27)
    pair(a, b, ['tenderer-officer', 'tenderer-approver', 'agency-officer', 'tenderer-representative'], ['bidder-officer', 'bidder-signatory']));

test.each(ROLE_CODES)('%s beside every other role', (wanted) => {
  for (const held of ROLE_CODES) expect([held, apartRule([held], wanted) !== undefined]).toEqual([held, forbidden(held, wanted)]);
});

test('the rule looks at everything a person holds and names what clashes', () => {
  expect(apartRule(['expert', 'bidder-officer'], 'tenderer-officer')).toMatchObject({ with: 'bidder-officer', rule: { article: 'TBR-34' } });
  expect(apartRule([], 'expert')).toBeUndefined();
});

test('an unknown role gives no act; supervision writes nothing in rooms', () => {
  expect(actsOf(['nobody', 'toString'])).toEqual(new Set());
  expect([...actsOf(ROLE_CODES)].sort()).toEqual([...ALL_ACTS].sort());
  const written = ROLES['bureau-officer'].acts.filter((act) => /^(score|review|report|leader|bid|expert)\./.test(act));
  expect(written).toEqual([]);
});
