import type { ArticleId } from './articles';
import type { Mark } from './instruments';

/**
 * Separation of evaluation and award (评定分离) stands in tension with TBR 53 (ranked candidates), TBR 55 (the first wins where the state controls) and
 * 1117(2) (no lottery), which remain in force. So it is off, and on only by the ruleset of a region whose local rule is named and confirmed.
 */
export interface Decision {
  /** The local rule, shown beside the decision. */
  readonly basis: { readonly zh: string; readonly en: string };
  readonly articles: readonly ArticleId[];
  readonly mark: Mark;
}

const TENSION = ['TBR-53', 'TBR-55', '1117-2'] as const satisfies readonly ArticleId[];

export const YICHANG: Decision = {
  basis: {
    zh: '宜昌市评定分离地方规定（文号待管理员录入并确认）',
    en: 'Local rules of Yichang on separating evaluation and award (number to be entered and confirmed by an administrator)',
  },
  articles: TENSION,
  mark: 'M',
};

export const DEMONSTRATION: Decision = {
  basis: { zh: '演示地区设定，不是法律依据', en: 'Set for the demonstration region; no basis in law' },
  articles: TENSION,
  mark: 'D',
};
