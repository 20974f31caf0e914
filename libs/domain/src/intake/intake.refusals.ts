import { defineRefusals } from '@kernel';

export const R = defineRefusals('intake', {
  held: {
    status: 409,
    zh: '项目已暂停：{reason}。在暂停解除前不能进行此操作。',
    en: 'The project is on hold: {reason}. This act has to wait until the hold is lifted.',
    next: { zh: '请等待答复或处理决定；解除后可继续。', en: 'Wait for the answer or decision; then go on.' },
  },
  notDraft: {
    status: 409,
    zh: '该项目已提交（状态：{status}），不能修改，也不必再次提交。',
    en: 'The project has been submitted ({status}) and is neither changed nor submitted again.',
    next: { zh: '如需修改，请由交易中心退回。', en: 'The trading centre can return it for changes.' },
  },
  noTenderer: {
    status: 422,
    article: 'TBL-8',
    zh: '没有代码为 {uscc} 的招标人。',
    en: 'There is no tenderer (招标人) with the code {uscc}.',
    next: { zh: '请核对招标人的统一社会信用代码。', en: 'Check the code of the tenderer.' },
  },
  ownCode: {
    status: 422,
    article: 'TBL-8',
    zh: '填写的是本单位的代码，您在本单位办理的是代理业务，不是招标。',
    en: 'This is the code of your own organisation, for which you act as an agency, not as a tenderer.',
    next: { zh: '请填写委托您的招标人的统一社会信用代码。', en: 'Give the code of the tenderer who engaged you.' },
  },
  mandateMissing: {
    status: 422,
    article: 'TBR-14',
    zh: '代理机构登记项目须填写委托合同编号。',
    en: 'An agency must give the number of its mandate.',
    next: { zh: '请填写委托合同编号后重新提交。', en: 'Fill in the number and send again.' },
  },
  groundMissing: {
    status: 422,
    article: 'TBR-8',
    zh: '国有资金占控股或者主导地位的依法必须招标的项目应当公开招标；邀请招标须有法定情形和批准或认定文件。',
    en: 'Works that must be tendered and in which state funds dominate are tendered openly; inviting needs one of the two grounds and the document that finds it to be there.',
    next: { zh: '请选择邀请招标的依据并填写批准或认定文号，或改为公开招标。', en: 'Choose the ground and give the number of the document, or tender openly.' },
  },
  openNeedsNoGround: {
    status: 422,
    article: 'TBL-10',
    zh: '公开招标不填写邀请招标的依据。',
    en: 'An open tender has no ground for inviting.',
    next: { zh: '请删去依据，或改为邀请招标。', en: 'Leave the ground out, or tender by invitation.' },
  },
  notRegistered: {
    status: 409,
    zh: '项目尚未受理，不能进行此操作（当前状态：{status}）。',
    en: 'The project is not registered yet ({status}).',
    next: { zh: '请等待交易中心受理。', en: 'Wait until the trading centre accepts the entry.' },
  },
});
