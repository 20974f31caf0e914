import { type Acts, NEVER, ORDER } from '../act';
import { BIDDER, SIDE } from '../role';

export type AwardStage = 'reported' | 'publicity' | 'decided' | 'noticed' | 'contracted' | 'failed' | 'terminated';

const BY_SIDE = { by: SIDE, confirm: ['tenderer-approver'] } as const;
const FALLS = { in: ['publicity', 'decided', 'noticed'], to: 'publicity', event: 'tender.winner-lost', article: 'TBR-55' } as const;

/** Candidates, winner, award notice, contract, and who falls out before it (TBR 53-57; TBL 45-46). */
export const AWARD = {
  'candidates.publish': {
    ...{ zh: '公示中标候选人', en: 'publish the candidates', in: ['reported'], ...BY_SIDE, to: 'publicity', event: 'tender.candidates-published' },
    ...{ article: 'TBR-54', stoppedBy: ORDER },
  },
  'objection.raise': { zh: '提出异议', en: 'raise an objection', in: ['publicity'], by: BIDDER, article: 'TBR-54', stoppedBy: NEVER, tells: ['objector'] },
  /** Of a lot that ended meanwhile too: whoever objected is owed an answer. */
  'objection.answer': { zh: '答复异议', en: 'answer an objection', in: ['publicity', 'failed', 'terminated'], ...BY_SIDE, article: 'TBR-54', stoppedBy: NEVER },
  'award.fix-winner': {
    ...{ zh: '确定中标人', en: 'fix the winner', in: ['publicity'], ...BY_SIDE, to: 'decided', event: 'tender.winner-fixed' },
    ...{ article: 'TBR-55', stoppedBy: ['HR', 'HS'] },
  },
  'award.issue-notice': {
    ...{ zh: '发出中标通知书', en: 'issue the award notice', in: ['decided'], ...BY_SIDE, to: 'noticed', event: 'tender.award-notice-issued' },
    ...{ article: 'TBL-45', stoppedBy: ['HR', 'HS'] },
  },
  'candidate.exclude': { zh: '取消中标候选人资格', en: 'exclude a candidate', ...FALLS, ...BY_SIDE, stoppedBy: ['HR', 'HS'] },
  /** The notice binds (TBL 45): who falls out all the same makes room. */
  'candidate.give-up': { zh: '放弃中标', en: 'give up the award', ...FALLS, by: ['bidder-signatory'], stoppedBy: NEVER },
  'award.retender': { zh: '重新招标', en: 'invite tenders anew', in: ['publicity'], ...BY_SIDE, to: 'failed', event: 'tender.failed', article: 'TBR-55', stoppedBy: ORDER },
  'contract.sign': {
    ...{ zh: '签订合同', en: 'sign the contract', in: ['noticed'], by: SIDE, confirm: ['bidder-signatory'] },
    ...{ to: 'contracted', event: 'tender.contract-signed', article: 'TBL-46', stoppedBy: ORDER },
  },
} as const satisfies Acts<AwardStage>;
