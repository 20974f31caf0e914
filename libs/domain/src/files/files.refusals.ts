import { defineRefusals } from '@kernel';

export const R = defineRefusals('files', {
  unknown: {
    status: 422,
    zh: '文件 {id} 不存在，或不是本单位上传的。',
    en: 'The file {id} does not exist or was not uploaded by your organisation.',
    next: { zh: '请先上传文件，再引用它的编号。', en: 'Upload the file first, then refer to its id.' },
  },
  organisationQuota: {
    status: 413,
    zh: '本单位的存储额度不足，没有保存：额度 {quota}，已用 {used}（文件 {documents}，投标密文 {bids}，正在上传 {open}），本次需要 {size}。',
    en: 'Your organisation has no room left for this and nothing was stored: of {quota}, {used} are used (documents {documents}, sealed bids {bids}, under way {open}); this needs {size}.',
    next: { zh: '请先放弃不再需要的上传，或请平台运营方提高额度（ORGANISATION_QUOTA_MB）。', en: 'Give up uploads that are no longer needed, or ask the operator for more (ORGANISATION_QUOTA_MB).' },
  },
  tenderQuota: {
    status: 413,
    zh: '本单位在该标段的存储额度不足，没有保存：额度 {quota}，已用 {used}（投标密文 {bids}，正在上传 {open}），本次需要 {size}。',
    en: 'Your organisation has no room left for this in this tender and nothing was stored: of {quota}, {used} are used (sealed bids {bids}, under way {open}); this needs {size}.',
    next: {
      zh: '请在该标段的“上传”中放弃未递交的上传，然后重试；临近截止时间请立即联系平台运营方。',
      en: 'Give up uploads of this tender that were not submitted, under "Uploads", and try again; shortly before the deadline call the operator at once.',
    },
  },
  tooManyUploads: {
    status: 429,
    zh: '未完成的上传过多（{count} 个，上限 {most} 个：{scope}），没有开始新的上传。',
    en: 'Too many uploads are under way ({count}, at most {most}: {scope}); no new one was begun.',
    next: { zh: '请继续或放弃已开始的上传；{hours} 小时无人继续的会自动结束。', en: 'Go on with those that were begun, or give them up; one that nobody goes on with ends after {hours} hours.' },
  },
  noRoom: {
    status: 507,
    zh: '平台的磁盘空间不足，没有保存（本次需要 {size}）。',
    en: 'The platform’s disk has no room for this ({size}); nothing was stored.',
    next: { zh: '这不是您的原因。请稍后重试；临近截止时间请立即联系平台运营方。', en: 'This is not your doing. Try again later; shortly before the deadline call the operator at once.' },
  },
});
