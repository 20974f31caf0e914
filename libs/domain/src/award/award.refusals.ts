import { defineRefusals } from '@kernel';

export const R = defineRefusals('award', {
  publicityRuns: {
    status: 409,
    article: 'TBR-54',
    zh: '中标候选人公示期不少于 {days} 日，到 {until} 届满，现在不能确定中标人。',
    en: 'The candidates are public for at least {days} days, until {until}; the winner cannot be fixed yet.',
    next: { zh: '请在公示期满且无未答复的异议后办理。', en: 'Come back when the period is over and every objection is answered.' },
  },
  noPublicity: {
    status: 409,
    article: 'TBR-54',
    zh: '只能在中标候选人公示期间对评标结果提出异议（当前状态：{status}）。',
    en: 'Objections to the result are raised while the candidates are public ({status} now).',
    next: {
      zh: '对招标文件、开标的异议请在相应阶段提出；对其他违法行为可向监督部门投诉。',
      en: 'Object to documents or the opening in their own stage; complain to the supervising department otherwise.',
    },
  },
  publicityOver: {
    status: 409,
    article: 'TBR-54',
    zh: '公示期已于 {until} 届满，不能再提出异议。',
    en: 'The publicity period ended at {until}; objections are no longer possible.',
    next: { zh: '如认为违法，可依法向监督部门投诉。', en: 'You may still complain to the supervising department.' },
  },
  notCandidate: { status: 422, article: 'TBR-53', zh: '所选投标不是中标候选人。', en: 'This bid is not a candidate.' },
  notFirst: {
    status: 422,
    article: 'TBR-55',
    zh: '应当确定排名第一的中标候选人“{first}”为中标人；只有其放弃、不能履约或被查实违法时，才可依次确定下一名。',
    en: 'The first-ranked candidate "{first}" has to win, unless he gives up, cannot perform, or is found to have broken the law.',
    next: { zh: '请选择排名第一的候选人。', en: 'Choose the first-ranked candidate.' },
  },
  tieUndecided: { status: 422, article: 'TBR-55', zh: '排名第一的候选人不止一名，评标办法没有规定如何处理。', en: 'More than one candidate ranks first and the method does not say how to decide.' },
  decisionMissing: {
    status: 422,
    article: 'TBR-55',
    zh: '评定分离的标段须提交定标会议记录。',
    en: 'With separation of evaluation and award, the minutes of the decision meeting are needed.',
    next: { zh: '请填写定标委员会成员和表决结果。', en: 'Enter the members and their votes.' },
  },
  decisionNotUsed: {
    status: 422,
    article: 'TBR-55',
    zh: '本标段不采用评定分离，不能以定标会议确定中标人。',
    en: 'This tender does not separate evaluation and award; a decision meeting cannot choose.',
  },
  decisionCommittee: {
    status: 422,
    article: 'TBR-55',
    zh: '定标委员会应为 {min} 人以上单数且成员不得重复，当前 {members} 人。',
    en: 'A decision committee has an odd number of at least {min} different members; there are {members}.',
  },
  decisionTie: {
    status: 422,
    article: '1117-2',
    zh: '表决未产生得票最多的唯一候选人；不得以抽签、摇号方式确定。',
    en: 'The votes do not single out one candidate; lots must not decide.',
    next: { zh: '请重新表决。', en: 'Vote again.' },
  },
  decisionOther: { status: 422, article: 'TBR-55', zh: '所选候选人与表决结果不一致，得票最多的是“{winner}”。', en: 'The chosen candidate is not the one with most votes ("{winner}").' },
  contractPrice: {
    status: 422,
    article: 'TBR-57',
    zh: '合同价 {given} 元与中标价 {price} 元不一致，合同主要条款应与投标文件一致。',
    en: 'The contract price {given} differs from the award price {price}; the essentials have to be those of the bid.',
  },
  notParticipant: { status: 403, article: 'TBR-54', zh: '只有参加投标的单位或其他利害关系人可以对评标结果提出异议。', en: 'Only bidders and other interested parties may object to the result.' },
  objectionAnswered: { status: 409, article: 'TBR-54', zh: '该异议已经答复。', en: 'This objection was already answered.' },
  alreadyGivenUp: { status: 409, article: 'TBR-55', zh: '本单位已放弃中标资格，或不是中标候选人。', en: 'Your organisation has given up already or is not a candidate.' },
});
