import type { ArticleId } from './articles';
import type { Mark } from './instruments';

/**
 * Switches by region (GB/T 2260 prefixes).
 *
 * Separation of evaluation and award (评定分离) stands in tension with TBR 53 (ranked candidates), TBR 55 (the first wins where the state
 * controls) and 1117(2) (no lottery), which remain in force. So it is off, and on only where a local rule is named and confirmed.
 */
export interface DecisionSwitch {
  readonly prefix: string;
  readonly region: string;
  /** The local rule on which the switch rests, shown beside the decision room. */
  readonly basis: { readonly zh: string; readonly en: string };
  readonly articles: readonly ArticleId[];
  readonly mark: Mark;
}

const TENSION = ['TBR-53', 'TBR-55', '1117-2'] as const satisfies readonly ArticleId[];

export const DECISION_REGIONS: readonly DecisionSwitch[] = [
  {
    prefix: '4205',
    region: '宜昌市',
    basis: {
      zh: '宜昌市评定分离地方规定（文号待管理员录入并确认）',
      en: 'Local rules of Yichang on separating evaluation and award (number to be entered and confirmed by an administrator)',
    },
    articles: TENSION,
    mark: 'M',
  },
  {
    prefix: '9901',
    region: '衡州市（演示）',
    basis: { zh: '演示地区设定，不是法律依据', en: 'Set for the demonstration region; no basis in law' },
    articles: TENSION,
    mark: 'D',
  },
];

/** The switch of the region, or undefined where the tenderer must follow the committee's ranking. */
export const decisionSwitch = (region: string): DecisionSwitch | undefined => DECISION_REGIONS.find(({ prefix }) => region.startsWith(prefix));

export const decisionAllowed = (region: string): boolean => decisionSwitch(region) !== undefined;

/** Drawing lots for bidders, candidates or winners: never where a tender is mandatory (1117(2)). */
export const lotteryAllowed = (project: { readonly mandatoryTender: boolean }): boolean => !project.mandatoryTender;
