import type { Stage } from '../stage';

/** Stages of every procedure with sealed bids and a committee (rulebook 1.2). */
export const SEALED_BIDS = {
  draft: { zh: '草稿', en: 'draft', phase: 'before-notice', article: 'TBL-19' },
  bidding: { zh: '招标中', en: 'bidding', phase: 'bidding', article: 'TBL-24' },
  closed: { zh: '投标截止', en: 'closed', phase: 'closed', article: 'TBL-34' },
  opening: { zh: '开标中', en: 'opening', phase: 'closed', article: 'TBL-35' },
  opened: { zh: '已开标', en: 'opened', phase: 'opened', article: 'TBL-37' },
  evaluating: { zh: '评标中', en: 'under evaluation', phase: 'evaluation', article: 'TBL-40' },
  reported: { zh: '评标结束', en: 'evaluated', phase: 'reported', article: 'TBR-54' },
  publicity: { zh: '候选人公示', en: 'candidates published', phase: 'publicity', article: 'TBR-54' },
  decided: { zh: '已定标', en: 'winner fixed', phase: 'publicity', article: 'TBL-45' },
  noticed: { zh: '已发中标通知书', en: 'award notice issued', phase: 'awarded', article: 'TBL-46' },
  contracted: { zh: '已签合同', en: 'contract signed', phase: 'awarded', article: 'TBL-46' },
  failed: { zh: '招标失败', en: 'failed', phase: 'kept', article: 'TBR-44' },
  terminated: { zh: '已终止', en: 'terminated', phase: 'kept', article: 'TBR-31' },
} as const satisfies Record<string, Stage>;
export type SealedBidStage = keyof typeof SEALED_BIDS;
