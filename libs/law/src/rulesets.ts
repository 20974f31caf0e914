import { BusinessError, defineRefusals, type LocalDate } from '@kernel';
import { type Decision, DEMONSTRATION, YICHANG } from './decision';
import { isEnforced } from './uses';
import { CONSTRUCTION_TERMS, TERM_CODES, type Term, type TermCode, type Terms, type TermVersion } from './terms';

/** A set of terms and switches under one name. A project freezes its ruleset when it enters, and keeps it to the archive. */
export interface Ruleset {
  readonly category: Category;
  /** GB/T 2260 prefix of the places where it holds; empty: everywhere that has none of its own. */
  readonly region: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo?: LocalDate;
  readonly zh: string;
  readonly en: string;
  /** Where evaluation and award may be separated: the local rule. */
  readonly decision?: Decision;
}

/** Categories of rulebook 1.1. Only construction has a ruleset yet. */
export const CATEGORIES = ['construction', 'government-procurement', 'land', 'mining', 'state-property', 'agency-market'] as const;
export type Category = (typeof CATEGORIES)[number];

const CONSTRUCTION_2019 = { category: 'construction', effectiveFrom: '2019-03-02' } as const;
const [ZH, EN] = ['工程建设项目招标投标规则（2019年实施条例）', 'Construction tenders under the 2019 regulations'];

export const RULESETS = {
  'cn-construction-2019': { ...CONSTRUCTION_2019, region: '', zh: ZH, en: EN },
  'cn-4205-construction-2019': { ...CONSTRUCTION_2019, region: '4205', zh: `${ZH}，宜昌市`, en: `${EN}, Yichang`, decision: YICHANG },
  'cn-9901-construction-2019': { ...CONSTRUCTION_2019, region: '9901', zh: `${ZH}，衡州市（演示）`, en: `${EN}, Hengzhou (demonstration)`, decision: DEMONSTRATION },
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

/** The ruleset in force for a category, a region (GB/T 2260) and a day: that of the nearest place above it which has one of its own. Throws `law.no-ruleset`. */
export function rulesetFor({ category, region, on }: { category: string; region: string; on: LocalDate }): RulesetId {
  const holds = RULESET_IDS.filter((id) => RULESETS[id].category === category && region.startsWith(RULESETS[id].region) && holdsOn(RULESETS[id], on));
  const [found] = holds.sort((a, b) => RULESETS[b].region.length - RULESETS[a].region.length);
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

/** What a ruleset says: its numbers, and what it allows. */
export type Rules = Terms & Pick<Ruleset, 'decision'>;

const made = new Map<RulesetId, Rules>();

/** All values of a ruleset by name: `terms(project.ruleset).minBidDays`. */
export function terms(ruleset: string): Rules {
  const id = rulesetOf(ruleset);
  const values = made.get(id) ?? { ...(Object.fromEntries(TERM_CODES.map((code) => [code, term(id, code).value])) as unknown as Terms), decision: (RULESETS[id] as Ruleset).decision };
  made.set(id, values);
  return values;
}
