import { defineRefusals } from '@kernel';

export const R = defineRefusals('proposal', {
  ownRequest: {
    status: 422,
    zh: '需要两人办理的事项不能由申请人本人确认。',
    en: 'An act that needs two persons cannot be confirmed by the one who asked for it.',
    next: { zh: '请由本单位负责人用自己的账号确认。', en: 'The responsible person has to confirm it with his own account.' },
  },
  altered: {
    status: 422,
    zh: '您所见的内容与待确认内容不一致（摘要不符），没有确认。',
    en: 'What you saw differs from what is to be confirmed (digest mismatch); nothing was confirmed.',
    next: { zh: '请刷新后核对内容再确认。', en: 'Reload, read it again, then confirm.' },
  },
  decided: { status: 409, zh: '该事项已经处理（{status}）。', en: 'This was already decided ({status}).' },
  expired: { status: 409, zh: '申请已于 {at} 失效。', en: 'The request expired at {at}.', next: { zh: '请重新提出申请。', en: 'Ask for it again.' } },
});
