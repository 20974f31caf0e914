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
  notRegistered: {
    status: 409,
    zh: '项目尚未受理，不能进行此操作（当前状态：{status}）。',
    en: 'The project is not registered yet ({status}).',
    next: { zh: '请等待交易中心受理。', en: 'Wait until the trading centre accepts the entry.' },
  },
});
