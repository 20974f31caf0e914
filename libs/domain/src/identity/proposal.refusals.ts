import { type Difference, excerpt, fieldName } from '@envelope';
import { defineRefusals, formatYuan, type Refusal } from '@kernel';

export const R = defineRefusals('proposal', {
  manyWait: {
    status: 429,
    zh: '您已有 {most} 项申请等待办理，暂不能提出新的申请。',
    en: '{most} of your requests wait to be decided; no further one is taken now.',
    next: {
      zh: '请等其中一部分办结或到期后再提出；事情紧急的，请直接联系交易中心的安全管理员。',
      en: 'Ask again when some are decided or have lapsed; where it is urgent, call the security administrator of the trading centre.',
    },
  },
  ownMatter: {
    status: 422,
    zh: '这一事项涉及您本人，不能由您确认或拒绝。',
    en: 'This is about yourself: you can neither confirm nor refuse it.',
    next: { zh: '请由另一名有权人员办理；您有异议的，请向其说明。', en: 'Another person who may has to decide; tell him what you object to.' },
  },
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
  outdated: {
    status: 409,
    zh: '提请之后内容有变化（{changes} 处），没有确认，此次提请不再有效。',
    en: 'What was asked for has changed since ({changes} places); nothing was confirmed and the request no longer holds.',
    next: { zh: '请申请人核对变化后重新提请。', en: 'Whoever asked has to read the changes and ask again.' },
  },
  changed: { status: 409, zh: '“{field}”提请时为“{before}”，现为“{after}”。', en: '“{field}” was “{before}” when it was asked for and is “{after}” now.' },
  certificateNeeded: {
    status: 422,
    article: 'O20-40',
    zh: '此事项须由两人分别用数字证书签名，您的账号没有可用的签名证书。',
    en: 'Both persons sign this act with their certificates, and your account has none that could sign now.',
    next: { zh: '请在“我的证书”登记签名证书后再办理。', en: 'Register a signing certificate under “My certificates”, then come back.' },
  },
  signatureNeeded: {
    status: 422,
    article: 'O20-40',
    zh: '缺少您对所确认内容的签名。',
    en: 'Your signature over what you confirm is missing.',
    next: { zh: '请用您的证书签署所见内容后再确认。', en: 'Sign what you see with your certificate, then confirm.' },
  },
  oneKey: {
    status: 422,
    article: 'O20-40',
    zh: '您的签名与申请人的签名出自同一把密钥，不能算两人办理，没有确认。',
    en: 'Your signature and that of the person who asked are by one key: that is not two persons, and nothing was confirmed.',
    next: { zh: '请用您本人的密钥申领证书，在“我的证书”登记后再确认。', en: 'Have a certificate issued for a key of your own, register it under “My certificates”, then confirm.' },
  },
  askerLost: {
    status: 409,
    zh: '申请人“{asker}”现已没有提请此事项的权限（账号停用、角色到期或不再属于该单位、项目），没有确认。',
    en: '{asker}, who asked for this, no longer has the right to (account suspended, role ended, or no longer of this organisation or project); nothing was confirmed.',
    next: { zh: '请由现有权限的人员重新提请，再行确认。', en: 'Somebody who holds the right has to ask anew; then confirm that.' },
  },
  askerCertificate: {
    status: 409,
    article: 'O20-40',
    zh: '申请人“{asker}”签署此次提请的证书现已不能签名（注销、停用或吊销），没有确认。',
    en: 'The certificate with which {asker} signed this request can sign no longer (ended, expired or revoked); nothing was confirmed.',
    next: { zh: '请由持有有效证书的人员重新提请并签署，再行确认。', en: 'Somebody whose certificate is in force has to ask and sign anew; then confirm that.' },
  },
  decided: { status: 409, zh: '该事项已经处理（{status}）。', en: 'This was already decided ({status}).' },
  expired: { status: 409, zh: '申请已于 {at} 失效。', en: 'The request expired at {at}.', next: { zh: '请重新提出申请。', en: 'Ask for it again.' } },
});

const MOST_SHOWN = 20;

/** Money as people read it: its field counts in fen, a hundred times as much. */
function told(difference: Difference, side: 'before' | 'after'): string {
  const text = excerpt(difference, side) ?? '—';
  return difference.pointer.endsWith('Fen') && /^\d+$/.test(text) ? `¥${formatYuan(BigInt(text))}` : text;
}

function changed(difference: Difference): Refusal {
  const { pointer } = difference;
  const refusal = R.changed({ before: told(difference, 'before'), after: told(difference, 'after') }, pointer);
  return { ...refusal, zh: refusal.zh.replace('{field}', () => fieldName(pointer, 'zh')), en: refusal.en.replace('{field}', () => fieldName(pointer, 'en')) };
}

/** What was confirmed has to be what was asked: which fields are not, from what to what. */
export const outdated = (changes: readonly Difference[]): [Refusal, ...Refusal[]] => [R.outdated({ changes: changes.length }), ...changes.slice(0, MOST_SHOWN).map(changed)];
