import { defineMachine } from '@kernel';

export const EVALUATION_STATUSES = ['assembling', 'electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing', 'signed', 'ended'] as const;
export type EvaluationStatus = (typeof EVALUATION_STATUSES)[number];

/**
 * Check-in and pledge, election of the leader, preliminary review, (fewer than three valid bids: is there still competition?),
 * detailed evaluation, (equals at the limit of candidates: a recorded vote,) report (rulebook 1.2 steps 6-7). Each step ends by itself when the last
 * member has acted; a member who falls out is replaced at any of them (TBR 48).
 */
export const evaluationMachine = defineMachine({
  name: 'evaluation',
  initial: 'assembling',
  statuses: EVALUATION_STATUSES,
  acts: {
    assemble: { from: ['assembling'], to: 'electing' },
    elect: { from: ['electing'], to: 'reviewing' },
    review: { from: ['reviewing'], to: 'scoring' },
    doubt: { from: ['reviewing'], to: 'judging' },
    goOn: { from: ['judging'], to: 'scoring' },
    tie: { from: ['scoring'], to: 'untying' },
    summarise: { from: ['scoring', 'untying'], to: 'signing' },
    replace: { from: ['electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing'], to: 'assembling' },
    sign: { from: ['signing'], to: 'signed' },
    end: { from: ['reviewing', 'judging'], to: 'ended' },
  },
  words: {
    assembling: { zh: '签到', en: 'check-in' },
    electing: { zh: '推选组长', en: 'election of the leader' },
    reviewing: { zh: '初步评审', en: 'preliminary review' },
    judging: { zh: '判断竞争性', en: 'judging the competition' },
    scoring: { zh: '详细评审', en: 'scoring' },
    untying: { zh: '并列表决', en: 'vote on equal bids' },
    signing: { zh: '签署报告', en: 'signing the report' },
    signed: { zh: '已结束', en: 'finished' },
    ended: { zh: '已终止', en: 'ended' },
    assemble: { zh: '签到完毕', en: 'complete the check-in' },
    elect: { zh: '推选组长', en: 'elect the leader' },
    review: { zh: '完成初步评审', en: 'complete the review' },
    doubt: { zh: '转入竞争性判断', en: 'doubt the competition' },
    goOn: { zh: '继续评标', en: 'go on' },
    tie: { zh: '转入并列表决', en: 'put equals to the vote' },
    summarise: { zh: '汇总', en: 'sum up' },
    replace: { zh: '更换成员', en: 'replace a member' },
    sign: { zh: '签署报告', en: 'sign the report' },
    end: { zh: '终止评标', en: 'end the evaluation' },
  },
});
