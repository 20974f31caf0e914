import type { ArticleId } from './articles';

/**
 * What stops a lot, or a project as a whole: HD objection to documents (TBR 22), HO at the opening (TBR 44), HR to the result (TBR 54),
 * HS order of suspension (TBR 62), HT outage of the platform. HT is told afterwards: while it lasts nobody can act, so it refuses no act.
 */
export const HOLD_KINDS = ['HD', 'HO', 'HR', 'HS', 'HT'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export interface Period {
  zh: string;
  en: string;
  article: ArticleId;
  /** The holds that stop it: as long as one lies on the lot it does not run, and what was left of it runs afterwards. */
  stopsWith: readonly HoldKind[];
  /** Why it goes on under the other holds: nobody loses by it. */
  why: { zh: string; en: string };
}

/** Every running period after whose end somebody has lost a right. */
export const PERIODS = {
  'bid-deadline': {
    zh: '投标截止时间',
    en: 'deadline for bids',
    article: 'TBL-24',
    stopsWith: ['HD', 'HS', 'HT'],
    why: { zh: '对开标、评标结果的异议在截止之后提出', en: 'Objections to the opening and to the result come after it' },
  },
  questions: {
    zh: '提问截止时间',
    en: 'end of questions',
    article: 'TBR-22',
    stopsWith: ['HS', 'HT'],
    why: { zh: '对招标文件的异议期间仍可提问', en: 'Questions may be asked while an objection to the documents is open' },
  },
  documents: {
    zh: '招标文件获取截止时间',
    en: 'end of giving out documents',
    article: 'TBR-16',
    stopsWith: ['HS', 'HT'],
    why: { zh: '异议期间仍可获取招标文件', en: 'Documents are given out while an objection is open' },
  },
  decryption: {
    zh: '解密时限',
    en: 'window for decryption',
    article: 'O20-31',
    stopsWith: ['HS', 'HT'],
    why: { zh: '对开标的异议当场答复，不影响解密', en: 'An objection at the opening is answered in it and hinders no decryption' },
  },
  'call-answer': {
    zh: '专家应答时限',
    en: 'time to answer a call',
    article: 'TBR-46',
    stopsWith: ['HT'],
    why: { zh: '暂停期间仍可应答', en: 'A call may be answered under every hold' },
  },
  contract: {
    zh: '订立合同期限',
    en: 'time to sign the contract',
    article: 'TBL-46',
    stopsWith: ['HS', 'HT'],
    why: { zh: '公示期满且异议已答复才发中标通知书', en: 'The notice is issued only when the publicity is over and objections are answered' },
  },
  publicity: {
    zh: '中标候选人公示期',
    en: 'publicity of candidates',
    article: 'TBR-54',
    stopsWith: ['HT'],
    why: { zh: '公示和异议在暂停期间照常', en: 'Candidates stay published, and objections are taken, under every hold' },
  },
} as const satisfies Record<string, Period>;
export type PeriodName = keyof typeof PERIODS;

/** What an outage does to the deadline for bids; no article has figures, so these are the platform's rule, the same for everybody. */
export const OUTAGE = {
  /** Shorter interruptions are bridged by trying again, s. */
  fromSeconds: 30,
  /** A deadline is moved that lies in the outage, or within so many hours of its end. */
  nearHours: 2,
  /** By so much it is moved, from the later of itself and the end of the outage, h: after less than `shortHours`, and after more. */
  shortHours: 2,
  afterShortHours: 2,
  afterLongHours: 24,
  /** A deadline moved out of these hours of Beijing, or onto a day off, goes to the next working day at its own time of day. */
  openFromHour: 9,
  openUntilHour: 17,
} as const;
