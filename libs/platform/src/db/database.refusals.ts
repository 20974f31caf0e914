import { defineRefusals } from '@kernel';

export const R = defineRefusals('platform', {
  notFound: {
    status: 404,
    zh: '没有找到“{what}”，或者您无权查看。',
    en: 'There is no such {what}, or it is not yours to see.',
    next: { zh: '请核对编号；如应有权限，请联系本单位管理员。', en: 'Check the number; if you should have access, ask the administrator of your organisation.' },
  },
  actorGone: {
    status: 401,
    zh: '您的登录或账号在办理过程中已经结束，本次没有办理，数据没有变化。',
    en: 'Your session or account ended while this was under way; nothing was done and nothing changed.',
    next: { zh: '请重新登录后重试；账号被停用的，请联系本单位负责人。', en: 'Sign in again; if the account was suspended, ask the head of your organisation.' },
  },
  rightGone: {
    status: 403,
    zh: '您办理本事项的职务在办理过程中已经结束，本次没有办理，数据没有变化。',
    en: 'The duty by which you do this ended while it was under way; nothing was done and nothing changed.',
    next: { zh: '如应继续任职，请由本单位负责人和安全管理员重新授权。', en: 'If you are to keep it, the head of your organisation and a security administrator grant it anew.' },
  },
  changedMeanwhile: {
    status: 409,
    zh: '内容已被他人更新，您的修改没有保存。',
    en: 'Somebody else changed this meanwhile; your change was not saved.',
    next: { zh: '请刷新后重试。', en: 'Reload and try again.' },
  },
  tryAgain: {
    status: 503,
    zh: '系统繁忙，操作没有完成，数据没有变化。',
    en: 'The system is busy; nothing was done and nothing changed.',
    next: { zh: '请稍候重试。', en: 'Try again shortly.' },
  },
  thereAlready: {
    status: 409,
    zh: '同样的内容已经存在，或者刚刚由他人提交，本次没有保存。',
    en: 'The same is there already, or somebody else sent it a moment ago; nothing was stored.',
    next: { zh: '请刷新查看已有的内容；如仍需提交，请改用不同的名称或编号。', en: 'Reload and look at what is there; if it is still needed, use another name or number.' },
  },
  referenceGone: {
    status: 409,
    zh: '所引用的对象不存在，或者仍被其他内容引用，本次没有保存。',
    en: 'What this refers to is not there, or something else still refers to it; nothing was stored.',
    next: { zh: '请刷新后重新选择。', en: 'Reload and choose again.' },
  },
  outOfBounds: {
    status: 422,
    zh: '内容超出允许的范围，或者前后不一致，本次没有保存。',
    en: 'A value is beyond what is allowed, or does not fit the others; nothing was stored.',
    next: { zh: '请核对数量、金额、时间的先后和所选的种类后重新提交。', en: 'Check numbers, amounts, the order of times and the kinds that were chosen, and send it again.' },
  },
  notStorable: {
    status: 400,
    zh: '有一个值无法保存：日期、时间或数字超出范围，或者文字过长。',
    en: 'A value cannot be stored: a date, a time or a number is out of range, or a text is too long.',
    next: { zh: '请核对日期、时间和数字后重新提交。', en: 'Check dates, times and numbers and send it again.' },
  },
  keyReused: {
    status: 422,
    zh: '同一个 Idempotency-Key 曾用于不同的内容，本次请求没有执行。',
    en: 'This Idempotency-Key was used before with other content; the request was not carried out.',
    next: { zh: '请换用新的 Idempotency-Key。', en: 'Use a new Idempotency-Key.' },
  },
  tooMany: {
    status: 422,
    zh: '“{what}”已达上限 {most} 项，没有保存。',
    en: 'There are {most} of {what} already, which is the most there may be; nothing was stored.',
    next: { zh: '请先处理已有的；确有需要时请联系平台运营方。', en: 'Deal with those that are there first; if more are really needed, ask the operator.' },
  },
  clockOnlyInDemonstration: {
    status: 403,
    zh: '只有演示环境可以使用模拟时钟。',
    en: 'Only a demonstration installation may simulate its clock.',
  },
  clockOnlyForward: { status: 422, zh: '模拟时钟只能向前调整，当前为 {now}。', en: 'The simulated clock only moves forward; it is {now}.' },
});
