import { defineRefusals } from '@kernel';

export const R = defineRefusals('trust', {
  timeSourceOut: {
    status: 503,
    article: 'O20-40',
    zh: '可信时间源自 {since} 起不可用，已超过 {minutes} 分钟的上限，平台暂停接收投标。',
    en: 'The source of trusted time has been out since {since}, longer than {minutes} minutes; bids are not taken for now.',
    next: { zh: '请联系平台运行单位；已取得回执的投标不受影响。', en: 'Tell the operator of the platform; bids that have a receipt are not affected.' },
  },
  notAuthority: {
    status: 422,
    article: 'O20-44',
    zh: '“{subject}”不是可以签发证书的机构证书。',
    en: '“{subject}” is not the certificate of an authority.',
    next: { zh: '请提交认证机构的根证书或中级证书（PEM）。', en: 'Give the root or intermediate certificate of the authority (PEM).' },
  },
  authorityUnknown: { status: 404, zh: '没有这个认证机构。', en: 'There is no such authority.' },
  lastAuthority: {
    status: 409,
    article: 'O20-44',
    zh: '这是最后一个认可的认证机构，停用后任何人都无法投标或用证书登录，因此没有停用。',
    en: 'This is the last recognised authority; without it nobody could bid or sign in by certificate, so it was not ended.',
    next: { zh: '请先增加另一个认证机构。', en: 'Add another authority first.' },
  },
});
