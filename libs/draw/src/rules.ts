import { BusinessError, defineRefusals } from '@kernel';

export const R = defineRefusals('experts', {
  drawTextInvalid: {
    status: 422,
    article: 'TBR-46',
    zh: '抽取数据“{field}”的值“{value}”含有不允许的字符。',
    en: 'The value "{value}" of {field} has characters that a draw record cannot hold.',
  },
  drawCandidateTwice: { status: 422, article: 'TBR-46', zh: '候选专家 {id} 重复。', en: 'Candidate {id} is listed twice.' },
  drawRulesInvalid: { status: 422, article: 'TBR-46', zh: '抽取规则无效：{why}。', en: 'The rules of the draw are not valid: {why}.' },
  drawDeclineUnknown: {
    status: 409,
    article: 'TBR-46',
    zh: '专家 {id} 此时并未被抽中，不能记为谢绝。',
    en: 'Expert {id} is not drawn at this point and cannot decline.',
  },
});

/** One person of the frozen pool. `id` is salted or internal: names and telephone numbers never enter a draw. */
export interface Candidate {
  readonly id: string;
  /** Codes of the classification, e.g. `A080201`. */
  readonly specialties: readonly string[];
  readonly employer: string;
  readonly library: string;
}

export interface Need {
  /** A prefix of specialty codes: `A0802` is met by `A080201`. */
  readonly specialty: string;
  readonly count: number;
}

/** The rules of one draw; their canonical JSON is frozen and hashed before anybody commits (docs/formats/draw-v1.md). */
export interface DrawRules {
  readonly needs: readonly Need[];
  /** At least so many from other libraries than `homeLibrary` (异地). */
  readonly awayMin: number;
  readonly homeLibrary: string;
  readonly maxPerEmployer: number;
  readonly avoidEmployers: readonly string[];
  /** Person -> code of the reason (O12 12; TBR 46). */
  readonly avoid: Readonly<Record<string, string>>;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785 for what draw records hold: strings, whole numbers, lists, and objects with keys in UTF-16 order. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one as Json)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

const FIELD = /^[^\t\n\r,]+$/;
const PARTY = /^[a-z0-9][a-z0-9-]*$/;

function demand(field: string, value: string, shape: RegExp): string {
  if (!shape.test(value)) throw new BusinessError([R.drawTextInvalid({ field, value })]);
  return value;
}

/** Tabs, commas and line ends separate fields, so no field may hold them. */
export const checkField = (field: string, value: string): string => demand(field, value, FIELD);

/** Names of parties stand before a colon in the seed's text. */
export const checkParty = (party: string): string => demand('party', party, PARTY);

export const checkHex = (field: string, hex: string): string => demand(field, hex, /^[0-9a-f]{64}$/);

const whole = (n: number, least: number) => Number.isSafeInteger(n) && n >= least;

function faultOf({ needs, awayMin, maxPerEmployer }: DrawRules): string | undefined {
  if (needs.length === 0 || !needs.every((need) => whole(need.count, 1) && FIELD.test(need.specialty))) return 'needs';
  if (new Set(needs.map((need) => need.specialty)).size !== needs.length) return 'needs';
  if (!whole(maxPerEmployer, 1)) return 'maxPerEmployer';
  const seats = needs.reduce((total, need) => total + need.count, 0);
  return whole(awayMin, 0) && awayMin <= seats ? undefined : 'awayMin';
}

function checked(rules: DrawRules): DrawRules {
  const why = faultOf(rules);
  if (why) throw new BusinessError([R.drawRulesInvalid({ why })]);
  return rules;
}

/** The bytes that are frozen and hashed. */
export function canonicalRules(rules: DrawRules): string {
  const { needs, awayMin, homeLibrary, maxPerEmployer, avoidEmployers, avoid } = checked(rules);
  const plainNeeds = needs.map(({ specialty, count }) => ({ specialty, count }));
  return canonical({ needs: plainNeeds, awayMin, homeLibrary, maxPerEmployer, avoidEmployers, avoid });
}

/** Reads frozen bytes back. */
export const parseRules = (json: string): DrawRules => checked(JSON.parse(json) as DrawRules);
