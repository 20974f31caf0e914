import { defineRefusals } from '@kernel';

export const R = defineRefusals('experts', {
  bornDiffers: {
    status: 422,
    article: 'TBR-46',
    zh: '出生日期 {born} 与身份证号码不一致。',
    en: 'The date of birth {born} is not that of the identity number.',
    next: { zh: '请对照身份证核对出生日期和号码；年龄按号码计算。', en: 'Compare both with the identity card; age is counted by the number.' },
  },
  committeeShape: {
    status: 422,
    article: 'TBL-37',
    zh: '评标委员会应为 {min} 人以上单数，其中专家不少于三分之二；当前为 {members} 人、专家 {experts} 人。',
    en: 'A committee has an odd number of at least {min} members, two thirds of them experts; this one has {members} with {experts} experts.',
    next: { zh: '请调整人数后重新申请。', en: 'Change the numbers and ask again.' },
  },
  tooEarly: {
    status: 409,
    article: 'TBR-46',
    zh: '投标截止后才能抽取专家，以便按投标人名单回避（当前状态：{status}）。',
    en: 'Experts are drawn after the deadline, so that those tied to a bidder step aside ({status} now).',
    next: { zh: '请在投标截止后申请抽取。', en: 'Ask for the draw after the deadline.' },
  },
  drawLives: {
    status: 409,
    article: 'TBR-46',
    zh: '该标段已有一次抽取（{status}），不能重复抽取。',
    en: 'There is already a draw for this tender ({status}); nobody draws until he likes the result.',
  },
  committed: { status: 409, article: 'TBR-46', zh: '“{party}”已提交承诺，不能更改。', en: 'The party "{party}" has committed already.' },
  notCommitted: {
    status: 409,
    article: 'TBR-46',
    zh: '各方尚未全部提交承诺，不能揭示随机数。',
    en: 'Not all parties have committed; nothing may be revealed yet.',
    next: { zh: '请等待另一方提交承诺。', en: 'Wait for the other party.' },
  },
  revealWrong: {
    status: 422,
    article: 'TBR-46',
    zh: '揭示的随机数与承诺不符。',
    en: 'The revealed number does not match the commitment.',
    next: { zh: '请提交承诺时使用的随机数。', en: 'Reveal the number that you committed to.' },
  },
  revealed: { status: 409, article: 'TBR-46', zh: '“{party}”已经揭示。', en: 'The party "{party}" has revealed already.' },
  noParty: { status: 403, article: 'TBR-46', zh: '您不是本次抽取的参与方。', en: 'You are not a party to this draw.' },
  poolTooSmall: {
    status: 422,
    article: 'TBR-46',
    zh: '符合条件的专家不足：{missing}。',
    en: 'There are not enough eligible experts: {missing}.',
    next: { zh: '请放宽专业级别后重新申请抽取。', en: 'Widen the specialty and ask for a new draw.' },
  },
  namedByHand: {
    status: 422,
    article: 'TBR-46',
    zh: '任何单位和个人不得以明示、暗示等任何方式指定专家；专家只能随机抽取产生。',
    en: 'Nobody may designate an expert; experts come out of the random draw only.',
  },
  callAnswered: { status: 409, zh: '该邀请已经答复或失效（{status}）。', en: 'This call was answered or has lapsed ({status}).' },
  specialtyUnknown: {
    status: 422,
    zh: '专业代码 {code} 不在《评标专家专业分类标准》中。',
    en: 'The specialty {code} is not in the classification.',
    next: { zh: '请从专业目录中选择。', en: 'Choose one from the catalogue.' },
  },
});
