import { type Acts, ANY, NEVER, ORDER } from '../act';
import { MEMBER, SIDE } from '../role';

export type CommitteeStage = 'closed' | 'opening' | 'opened' | 'evaluating' | 'reported' | 'failed' | 'terminated';

const AT_WORK = { in: ['evaluating'], by: MEMBER, stoppedBy: ORDER, tells: ['memberNames'] } as const;
/** From the deadline on, when it is known who bids (docs/decisions/0012); further draws while the committee sits. */
const DRAW = { in: ['closed', 'opening', 'opened', 'evaluating'], stoppedBy: ORDER } as const;

/** The committee: drawn, seated, at work until its report is signed (TBL 37-40; TBR 46-53; O12). */
export const COMMITTEE = {
  'draw.request': { zh: '申请抽取专家', en: 'ask for a draw of experts', ...DRAW, by: SIDE, article: 'TBL-37', confirm: ['tenderer-approver'] },
  /** Of a lot that ended too: whoever was called is let go. */
  'draw.abandon': { zh: '放弃抽取', en: 'abandon a draw', in: [...DRAW.in, 'failed', 'terminated'], by: SIDE, article: 'TBR-46', confirm: ['tenderer-approver'], stoppedBy: NEVER },
  'draw.contribute': { zh: '抽取承诺与揭示', en: 'commit or reveal for a draw', ...DRAW, by: [...SIDE, 'bureau-officer'], article: 'TBR-46' },
  'committee.name-representative': {
    ...{ zh: '开启评标室', en: 'open the evaluation room', in: ['opened', 'evaluating'], by: ['tenderer-approver'], to: 'evaluating', event: 'tender.evaluation-started' },
    ...{ article: 'TBL-37', stoppedBy: ANY, tells: ['memberNames'] },
  },
  'expert.check-in': { zh: '签到', en: 'check in', ...AT_WORK, article: 'TBL-38' },
  'expert.pledge': { zh: '签署承诺', en: 'sign the pledge', ...AT_WORK, article: '1117-12' },
  'expert.declare-avoidance': { zh: '申请回避', en: 'declare an interest or leave', ...AT_WORK, article: 'TBR-48' },
  'member.replace': {
    ...{ zh: '更换评标委员会成员', en: 'replace a member', ...AT_WORK, by: [...MEMBER, 'hall-operator'], article: 'TBR-48' },
    ...{ confirm: ['tenderer-approver', 'hall-operator'] },
  },
  'leader.elect': { zh: '推选组长', en: 'elect the leader', ...AT_WORK, article: 'O12-9' },
  'review.mark': { zh: '提交初步评审', en: 'hand in the preliminary review', ...AT_WORK, article: 'TBR-49' },
  'evaluation.judge-competition': { zh: '判断竞争性', en: 'judge whether there is competition', ...AT_WORK, article: 'O12-27' },
  'score.save': { zh: '保存评分', en: 'save scores', ...AT_WORK, article: 'TBL-40' },
  'score.hand-in': { zh: '提交评分', en: 'hand in scores', ...AT_WORK, article: 'TBL-40' },
  'tie.vote': { zh: '为并列投标表决', en: 'vote on equal bids', ...AT_WORK, article: 'TBR-53' },
  'report.sign': { zh: '签署评标报告', en: 'sign the report', ...AT_WORK, article: 'TBR-53' },
  'report.complete': { zh: '评标报告签署完毕', en: 'complete the report', in: ['evaluating'], by: [], to: 'reported', event: 'tender.report-signed', article: 'TBR-53', stoppedBy: NEVER },
} as const satisfies Acts<CommitteeStage>;
