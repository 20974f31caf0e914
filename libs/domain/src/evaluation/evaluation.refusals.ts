import { defineRefusals } from '@kernel';

export const R = defineRefusals('evaluation', {
  drawNotConfirmed: {
    status: 409,
    article: 'TBL-37',
    zh: '评标专家尚未全部确认，不能组建评标委员会。',
    en: 'Not all experts have confirmed; the committee cannot be formed.',
    next: { zh: '请等待专家确认或补抽完成。', en: 'Wait for the confirmations or replacements.' },
  },
  representatives: {
    status: 422,
    article: 'TBL-37',
    zh: '评标委员会应为 {min} 人以上单数，专家不少于三分之二；专家 {experts} 人、招标人代表 {representatives} 人不符合。',
    en: 'A committee has an odd number of at least {min} members, two thirds of them experts; {experts} experts and {representatives} representatives do not fit.',
    next: { zh: '请调整招标人代表人数。', en: 'Change the number of representatives.' },
  },
  notRepresentative: { status: 422, article: 'TBL-37', zh: '“{login}”不是本招标人的代表。', en: '"{login}" is not a representative of this tenderer.' },
  notYet: { status: 409, zh: '评标将于 {startsAt} 开始，开始前 60 分钟内可以签到。', en: 'The session starts at {startsAt}; check-in opens 60 minutes before.' },
  interest: {
    status: 422,
    article: 'O12-12',
    zh: '您与投标人存在利害关系，应当主动回避，不能参加本项目评标。',
    en: 'You have an interest in a bidder and have to step aside; you cannot evaluate this tender.',
    next: { zh: '系统已为您登记回避，将按原抽取顺序补抽，您无需再操作。', en: 'Your avoidance is recorded; the next expert in the draw’s order is called. You need do nothing.' },
  },
  notCheckedIn: { status: 409, article: '1117-15', zh: '您还没有签到。', en: 'You have not checked in.', next: { zh: '请先签到。', en: 'Check in first.' } },
  notPledged: { status: 409, article: '1117-12', zh: '您还没有签署承诺书。', en: 'You have not signed the pledge.', next: { zh: '请先阅读并签署承诺书。', en: 'Read and sign the pledge first.' } },
  noSuchSeat: { status: 422, zh: '没有席位“{seat}”。', en: 'There is no seat "{seat}".' },
  already: { status: 409, zh: '您已经完成“{act}”，不能重复或更改。', en: 'You have done "{act}" already; it cannot be repeated or changed.' },
  wrongStep: { status: 409, zh: '评标正处于“{status}”步骤，不能进行“{act}”。', en: 'The evaluation is at the step "{status}"; "{act}" is not possible.', next: { zh: '请按评标室显示的当前步骤操作。', en: 'Follow the present step shown in the room.' } },
  marksIncomplete: { status: 422, article: 'TBR-49', zh: '评审表不完整：{missing} 项未评。', en: 'The review is not complete: {missing} items are not marked.', next: { zh: '请对每个投标的每一项作出结论。', en: 'Mark every item of every bid.' } },
  markUnknown: { status: 422, article: 'TBR-49', zh: '评审表中有招标文件没有规定的项目，或同一项目重复。', en: 'The review holds an item that the tender documents do not have, or one twice.' },
  reasonMissing: { status: 422, article: 'TBR-51', zh: '判定不通过必须写明理由（{item}）。', en: 'A failed item needs a reason ({item}).', next: { zh: '请写明依据的招标文件条款和事实。', en: 'Give the clause and the fact.' } },
  sheetForOthers: { status: 422, article: 'TBR-49', zh: '评分表包含已被否决或不存在的投标。', en: 'The sheet scores a bid that was rejected or does not exist.' },
  remarksMissing: { status: 422, article: 'TBR-49', zh: '请对每个合格投标写明优点和风险。', en: 'Write the strengths and risks of every qualified bid.' },
  reportChanged: { status: 422, article: 'TBR-53', zh: '签名对应的不是当前评标报告。', en: 'The signature is not over the present report.', next: { zh: '请重新读取评标报告后签名。', en: 'Read the report again, then sign.' } },
  signerOther: { status: 422, article: 'O20-40', zh: '签名证书不属于当前账号。', en: 'The signing certificate is not of this account.' },
});
