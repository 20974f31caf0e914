import { actsOfRole, ROLE_CODES, type RoleCode } from '@procedure';

export { ROLE_CODES, type RoleCode };

/**
 * Which role may do what. A right is role x scope x period; the scope (organisation, project, room) is checked by each module's access rules, so a code here opens
 * no object by itself. What is done in a procedure stands with the procedure (`@procedure`); here stands the rest: reading, signing in, offices.
 */
export interface RoleSpec {
  zh: string;
  en: string;
  acts: readonly string[];
}

/** About his own account, whoever is signed in: also before he has a role. */
export const OWN = ['session.read', 'session.end', 'session.prove', 'session.remember', 'password.change', 'totp.enrol'];
const SESSION = [...OWN, 'draft.keep', 'proposal.read', 'proposal.sign'];
/** Accounts, what people sign in by, their end and return: always with a second person. */
const PEOPLE = ['identity.grant-role', 'identity.create-account', 'identity.reset-password', 'identity.end-codes', 'identity.take-half', 'account.suspend', 'account.reinstate'];
const TENDERING = ['certificate.bind', 'trustee.read', 'file.upload', 'room.enter', 'evaluation.read'];
const BIDDING = ['tender.follow', 'bid.read'];
const SITTING = ['evaluation.read', 'room.enter', 'certificate.bind'];

const BESIDE_PROCEDURES: Readonly<Record<RoleCode, RoleSpec>> = {
  'tenderer-officer': { zh: '招标人经办', en: 'tenderer’s officer', acts: TENDERING },
  'tenderer-approver': { zh: '招标人负责人', en: 'tenderer’s approver', acts: [...TENDERING, 'proposal.confirm'] },
  'agency-officer': { zh: '招标代理经办', en: 'agency officer', acts: TENDERING },
  'bidder-officer': { zh: '投标人经办', en: 'bidder’s officer', acts: BIDDING },
  'bidder-signatory': { zh: '投标人签章人', en: 'bidder’s signatory', acts: [...BIDDING, 'proposal.confirm', 'room.enter', 'certificate.bind'] },
  'organisation-head': { zh: '单位负责人', en: 'head of the organisation', acts: [...PEOPLE, 'proposal.confirm', 'account.read-own', 'organisation.rename'] },
  'key-trustee': { zh: '密钥保管人', en: 'key trustee', acts: ['room.enter', 'certificate.bind'] },
  expert: { zh: '评标专家', en: 'expert', acts: [...SITTING, 'call.answer', 'call.step-aside', 'call.read', 'expert.declare-interest'] },
  'tenderer-representative': { zh: '招标人代表', en: 'tenderer’s representative', acts: SITTING },
  'entry-officer': { zh: '进场受理', en: 'entry officer', acts: ['project.accept', 'project.return', 'venue.read', 'news.publish', 'certificate.bind'] },
  'hall-operator': {
    ...{ zh: '场内服务', en: 'hall operator' },
    acts: ['proposal.confirm', 'room.enter', 'evaluation.read', 'venue.read', 'venue.manage', 'certificate.bind'],
  },
  'bureau-officer': {
    ...{ zh: '综合监管', en: 'bureau officer' },
    acts: ['proposal.confirm', 'evaluation.read', 'audit.read', 'hold.lift', 'room.enter', 'certificate.bind'],
  },
  'library-admin': { zh: '专家库管理员', en: 'library administrator', acts: ['proposal.confirm', 'pool.import'] },
  'security-admin': {
    ...{ zh: '安全管理员', en: 'security administrator' },
    acts: [...PEOPLE, 'proposal.confirm', 'session.revoke', 'account.read', 'certificate.read', 'authority.manage'],
  },
  'audit-admin': { zh: '审计管理员', en: 'audit administrator', acts: ['audit.read', 'audit.read-platform'] },
  'system-admin': {
    ...{ zh: '系统管理员', en: 'system administrator' },
    acts: ['authority.ask', 'calendar.import-year', 'clock.advance', 'job.read', 'certificate.read', 'figure.recompute'],
  },
};

export const ROLES = Object.fromEntries(
  ROLE_CODES.map((role) => [role, { ...BESIDE_PROCEDURES[role], acts: [...SESSION, ...BESIDE_PROCEDURES[role].acts, ...actsOfRole(role)] }]),
) as unknown as Readonly<Record<RoleCode, RoleSpec>>;

export const ALL_ACTS: ReadonlySet<string> = new Set(Object.values(ROLES).flatMap((role) => [...role.acts]));

export const actsOf = (roles: readonly string[]): Set<string> => new Set(roles.flatMap((role) => (Object.hasOwn(ROLES, role) ? ROLES[role as RoleCode].acts : [])));

/** Which roles may do this. */
export const rolesWith = (act: string): RoleCode[] => ROLE_CODES.filter((role) => ROLES[role].acts.includes(act));

/** Roles that one natural person may never hold together, over all accounts (roles.md 2; TBR 5, 34, 46; GB/T 22239). */
const CENTRE: RoleCode[] = ['entry-officer', 'hall-operator'];
const SUPERVISION: RoleCode[] = ['bureau-officer'];
const MARKET: RoleCode[] = ['tenderer-officer', 'tenderer-approver', 'agency-officer', 'bidder-officer', 'bidder-signatory', 'tenderer-representative'];
const ADMINS: RoleCode[] = ['system-admin', 'security-admin', 'audit-admin'];

export interface ApartRule {
  article: string;
  one: readonly RoleCode[];
  other: readonly RoleCode[];
}

const without = (role: RoleCode) => ROLE_CODES.filter((other) => other !== role);

export const APART: readonly ApartRule[] = [
  { article: 'TBR-5', one: CENTRE, other: [...SUPERVISION, ...MARKET] },
  { article: 'TBR-46', one: ['expert'], other: [...CENTRE, ...SUPERVISION, 'library-admin'] },
  { article: 'TBR-34', one: ['tenderer-officer', 'tenderer-approver', 'agency-officer', 'tenderer-representative'], other: ['bidder-officer', 'bidder-signatory'] },
  { article: 'TBR-5', one: SUPERVISION, other: MARKET },
  { article: 'O20-27', one: ['key-trustee'], other: ['bidder-officer', 'bidder-signatory'] },
  ...ADMINS.map((role) => ({ article: 'GBT-22239', one: [role], other: without(role) })),
];

/** The first rule that a person holding `held` would break by also holding `wanted`. */
export function apartRule(held: readonly string[], wanted: RoleCode): { rule: ApartRule; with: string } | undefined {
  for (const rule of APART) {
    const clash = rule.one.includes(wanted)
      ? held.find((role) => rule.other.includes(role as RoleCode))
      : rule.other.includes(wanted)
        ? held.find((role) => rule.one.includes(role as RoleCode))
        : undefined;
    if (clash) return { rule, with: clash };
  }
  return undefined;
}
