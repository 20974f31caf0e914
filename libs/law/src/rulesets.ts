import { BusinessError, defineRefusals, type LocalDate } from '@kernel';
import { isEnforced } from './uses';
import { CONSTRUCTION_TERMS, TERM_CODES, type Term, type TermCode, type Terms, type TermVersion } from './terms';

/** A set of terms and switches under one name. A project freezes its ruleset when it enters, and keeps it to the archive. */
export interface Ruleset {
  readonly category: Category;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo?: LocalDate;
  readonly zh: string;
  readonly en: string;
}

/** Categories of rulebook 1.1. Only construction has a ruleset yet. */
export const CATEGORIES = ['construction', 'government-procurement', 'land', 'mining', 'state-property', 'agency-market'] as const;
export type Category = (typeof CATEGORIES)[number];

export const RULESETS = {
  'cn-construction-2019': {
    category: 'construction',
    effectiveFrom: '2019-03-02',
    zh: '工程建设项目招标投标规则（2019年实施条例）',
    en: 'Construction tenders under the 2019 regulations',
  },
} as const satisfies Record<string, Ruleset>;

export type RulesetId = keyof typeof RULESETS;
export const RULESET_IDS = Object.keys(RULESETS) as RulesetId[];

const R = defineRefusals('law', {
  noRuleset: {
    status: 422,
    zh: '{on} 没有适用于“{category}”（区划 {region}）的规则版本。',
    en: 'No ruleset for {category} in region {region} on {on}.',
    next: { zh: '请联系平台管理员发布并确认规则版本。', en: 'Ask an administrator to publish and confirm a ruleset.' },
  },
  unknownRuleset: { status: 422, zh: '规则版本“{ruleset}”不存在。', en: 'There is no ruleset {ruleset}.' },
});

const holdsOn = ({ effectiveFrom, effectiveTo }: Pick<TermVersion, 'effectiveFrom' | 'effectiveTo'>, on: LocalDate) => effectiveFrom <= on && (effectiveTo === undefined || on <= effectiveTo);

/** The ruleset in force for a category, a region (GB/T 2260) and a day. Throws `law.no-ruleset`. */
export function rulesetFor({ category, region, on }: { category: string; region: string; on: LocalDate }): RulesetId {
  const found = RULESET_IDS.find((id) => RULESETS[id].category === category && holdsOn(RULESETS[id], on));
  if (!found) throw new BusinessError([R.noRuleset({ category, region, on })]);
  return found;
}

/** Checks a stored name. Throws `law.unknown-ruleset`. */
export function rulesetOf(text: string): RulesetId {
  if (!Object.hasOwn(RULESETS, text)) throw new BusinessError([R.unknownRuleset({ ruleset: text })]);
  return text as RulesetId;
}

/** The full record of a term, with its article and mark, as it stood when the ruleset came into force. */
export function term(ruleset: string, code: TermCode): Term {
  const { effectiveFrom } = RULESETS[rulesetOf(ruleset)];
  const versions: readonly TermVersion[] = CONSTRUCTION_TERMS[code];
  const version = versions.findLast((one) => holdsOn(one, effectiveFrom));
  if (!version) throw new RangeError(`${ruleset} has no term ${code}`);
  return { ...version, code, hard: version.hard && isEnforced(code) };
}

const made = new Map<RulesetId, Terms>();

/** All values of a ruleset by name: `terms(project.ruleset).minBidDays`. */
export function terms(ruleset: string): Terms {
  const id = rulesetOf(ruleset);
  const values = made.get(id) ?? (Object.fromEntries(TERM_CODES.map((code) => [code, term(id, code).value])) as unknown as Terms);
  made.set(id, values);
  return values;
}
