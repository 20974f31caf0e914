import { defineRefusals } from '@kernel';

export const R = defineRefusals('evaluation', {
  noBidsToScore: { status: 422, article: 'TBL-42', zh: '没有可供评审的有效投标。', en: 'There is no valid bid to score.' },
  priceNotPositive: { status: 422, article: 'TBR-51', zh: '投标 {bid} 的评标价不是正数。', en: 'The evaluated price of bid {bid} is not positive.' },
  ceilingMissing: {
    status: 422,
    article: 'TBR-27',
    zh: '评标办法使用最高投标限价，但未给出。',
    en: 'The method uses the ceiling price, but there is none.',
  },
  coefficientMissing: { status: 409, article: 'TBR-49', zh: '系数“{name}”尚未抽取。', en: 'The coefficient {name} has not been drawn.' },
  coefficientNotListed: {
    status: 422,
    article: 'TBR-49',
    zh: '系数“{name}”的值 {value} 不在招标文件列出的范围内。',
    en: 'The value {value} of {name} is not in the list of the documents.',
  },
  tooManyCandidates: {
    status: 422,
    article: 'TBR-53',
    zh: '移交定标的候选人有 {n} 个，超过 {max} 个；请评标委员会先推荐。',
    en: '{n} candidates would be handed over, at most {max} may: the committee recommends first.',
  },
  scoreMissing: { status: 422, article: 'TBR-49', zh: '专家 {expert} 未对“{item}”评分。', en: 'Expert {expert} has not scored {item}.' },
  scoreTwice: { status: 422, article: 'TBR-49', zh: '专家 {expert} 对“{item}”重复评分。', en: 'Expert {expert} has scored {item} twice.' },
  scoreUnknownItem: { status: 422, article: 'TBR-49', zh: '“{item}”不是招标文件中的评分项。', en: '{item} is no scoring item of the documents.' },
  scoreOutOfRange: {
    status: 422,
    article: 'O87-64',
    zh: '专家 {expert} 对“{item}”评 {score} 分，超出 {min} 至 {max}。',
    en: 'Expert {expert} gave {item} {score}, outside {min} to {max}.',
  },
  objectiveScoresDiffer: {
    status: 422,
    article: 'O87-64',
    zh: '客观评分项“{item}”的评分不一致：{scores}。',
    en: 'The objective item {item} was scored differently: {scores}.',
    next: { zh: '请评标委员会核对该项。', en: 'The committee checks the item.' },
  },
});
