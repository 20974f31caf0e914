import { defineRefusals } from '@kernel';

export const R = defineRefusals('tender', {
  notDraft: { status: 409, article: 'TBR-21', zh: '公告已发布（状态：{status}），只能通过澄清或修改公告变更内容。', en: 'The notice is published ({status}); it is changed by a clarification or amendment only.', next: { zh: '请发布澄清或修改公告。', en: 'Issue an amendment.' } },
  deadlineTooEarly: {
    status: 422,
    article: 'TBL-24',
    zh: '投标截止时间 {deadline} 过早：自招标文件发出之日起不得少于 {days} 日，最早为 {earliest}。',
    en: 'The deadline {deadline} is too early: at least {days} days from the issue of the documents, {earliest} at the earliest.',
    next: { zh: '请将截止时间改为 {earliest} 或之后。', en: 'Set the deadline to {earliest} or later.' },
  },
  documentsTooShort: {
    status: 422,
    article: 'TBR-16',
    zh: '招标文件发售期不足 {days} 日，最早可于 {earliest} 结束。',
    en: 'The documents must be available for at least {days} days, until {earliest}.',
    next: { zh: '请将文件获取截止时间改为 {earliest} 或之后。', en: 'Set the end of availability to {earliest} or later.' },
  },
  documentsAfterDeadline: { status: 422, zh: '文件获取截止时间不能晚于投标截止时间。', en: 'Documents cannot be available longer than bids are taken.' },
  questionsAfterDeadline: { status: 422, zh: '提问截止时间不能晚于投标截止时间。', en: 'Questions cannot end after the deadline of bids.' },
  noDocuments: { status: 422, article: 'TBR-15', zh: '没有上传招标文件，不能发布。', en: 'There are no tender documents; the notice cannot be published.', next: { zh: '请先上传招标文件。', en: 'Upload the tender documents first.' } },
  candidatesTooMany: { status: 422, article: 'TBR-53', zh: '中标候选人最多 {max} 人，当前设置为 {given} 人。', en: 'At most {max} candidates are allowed; {given} were set.', next: { zh: '请改为 {max} 人或以下。', en: 'Set it to {max} or fewer.' } },
  decisionNotAllowed: {
    status: 422,
    article: 'TBR-55',
    zh: '区域 {region} 未启用评定分离：国有资金控股的依法必须招标项目应由排名第一的候选人中标。',
    en: 'Separation of evaluation and award is not switched on for region {region}: the first-ranked candidate must win.',
    next: { zh: '请改用经评审的最低投标价法或综合评估法。', en: 'Use the lowest evaluated price or the comprehensive method.' },
  },
  amendmentTooLate: {
    status: 422,
    article: 'TBR-21',
    zh: '澄清或修改可能影响投标文件编制的，应在截止 {days} 日前发出；现在发出须将截止时间顺延至 {earliest} 或之后。',
    en: 'What may affect bids must be issued {days} days before the deadline; issued now, the deadline moves to {earliest} or later.',
    next: { zh: '请填写不早于 {earliest} 的新截止时间，或留空由系统顺延。', en: 'Give a deadline not before {earliest}, or leave it empty and the platform moves it.' },
  },
  deadlineBackwards: { status: 422, article: 'TBR-21', zh: '截止时间只能推迟，不能提前（现为 {deadline}）。', en: 'A deadline only moves later (it is {deadline}).' },
  deadlinePassed: { status: 409, zh: '投标截止时间 {deadline} 已过，不能再修改或提问。', en: 'The deadline {deadline} has passed.' },
  questionsClosed: { status: 409, article: 'TBR-21', zh: '提问已于 {until} 截止。', en: 'Questions ended at {until}.', next: { zh: '请关注已发布的答疑和澄清。', en: 'Read the published answers and clarifications.' } },
  documentsClosed: { status: 409, article: 'TBR-16', zh: '文件获取时间已于 {until} 结束。', en: 'The documents were available until {until}.' },
  answered: { status: 409, zh: '该问题已经答复。', en: 'This question was already answered.' },
  retenderOnlyFailed: { status: 422, article: 'TBR-44', zh: '只有流标或终止的标段可以重新招标。', en: 'Only a failed or terminated tender can be tendered again.' },
  ceilingBelow: { status: 422, article: 'TBR-27', zh: '该评标办法的参数需要最高投标限价。', en: 'The parameters of this method need a ceiling price.', next: { zh: '请填写最高投标限价。', en: 'Set the ceiling price.' } },
});
