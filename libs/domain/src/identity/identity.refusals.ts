import { defineRefusals } from '@kernel';

export const R = defineRefusals('identity', {
  usccWrong: {
    status: 422,
    zh: '统一社会信用代码“{uscc}”不正确：{reason}。',
    en: 'The unified social credit code "{uscc}" is not right: {reason}.',
    next: { zh: '请对照营业执照重新填写 18 位代码（不含字母 I、O、S、V、Z）。', en: 'Copy the 18 characters from the business licence again (no letters I, O, S, V, Z).' },
  },
  usccTaken: {
    status: 409,
    zh: '代码 {uscc} 的单位已经注册。',
    en: 'An organisation with the code {uscc} is already registered.',
    next: { zh: '请用本单位已有账号登录，或联系本单位管理员。', en: 'Sign in with your organisation’s account, or ask its administrator.' },
  },
  documentShape: {
    status: 422,
    zh: '证件号码的格式与所选证件种类不符。',
    en: 'The number does not have the form of the chosen kind of document.',
    next: {
      zh: '请对照证件逐字填写：身份证 18 位；港澳通行证 H 或 M 加 8 位数字；台湾通行证 8 位数字；护照在号码前加三位国家代码，如 USAX1234567。',
      en: 'Copy it from the document: an identity card has 18 characters; a Hong Kong or Macao permit H or M and 8 digits; a Taiwan permit 8 digits; a passport the three letters of its state and its number, as USAX1234567.',
    },
  },
  documentRegion: {
    status: 422,
    zh: '证件号码开头的地区代码不存在。',
    en: 'The region with which the number begins does not exist.',
    next: { zh: '请对照证件检查前六位数字。', en: 'Check the first six digits against the document.' },
  },
  documentBirth: {
    status: 422,
    zh: '证件号码中的出生日期不存在或在今天之后。',
    en: 'The date of birth in the number does not exist or lies after today.',
    next: { zh: '请对照证件检查第 7 至 14 位数字。', en: 'Check digits 7 to 14 against the document.' },
  },
  documentCheck: {
    status: 422,
    zh: '证件号码的校验码不正确，至少有一位填错（GB 11643）。',
    en: 'The check character of the number is not right: at least one character was mistyped (GB 11643).',
    next: { zh: '请对照证件逐位核对，末位可能是 X。', en: 'Compare it with the document one by one; the last may be an X.' },
  },
  documentState: {
    status: 422,
    zh: '没有这个签发国代码，或者该证件持有人应使用居民身份证、通行证办理。',
    en: 'There is no such issuing state, or its people are known by an identity card or permit here.',
    next: {
      zh: '外国护照请在号码前填写三位国家代码；中国公民请选择居民身份证，港澳台居民请选择通行证。',
      en: 'Put the three letters of the state before a foreign passport’s number; citizens of China use their identity card, residents of Hong Kong, Macao and Taiwan their permit.',
    },
  },
  loginTaken: { status: 409, zh: '账号“{login}”已被使用。', en: 'The account name "{login}" is taken.', next: { zh: '请换一个账号名。', en: 'Choose another one.' } },
  wrongPassword: {
    status: 401,
    zh: '账号或口令不正确。',
    en: 'Account or password is not right.',
    next: { zh: '请检查大小写后重试；多次错误后须等待，等待时间逐次加长。', en: 'Check upper and lower case; after several mistakes there is a wait, which grows.' },
  },
  codeNeeded: {
    status: 401,
    zh: '该账号已启用动态码，请填写验证器上显示的 6 位动态码。',
    en: 'This account asks for a one-time code: enter the six digits of your authenticator.',
    next: {
      zh: '打开手机上的验证器，填写 6 位数字；手机遗失的，请联系安全管理员或使用证书登录。',
      en: 'Open your authenticator; if it is lost, ask the security administrator or sign in with your certificate.',
    },
  },
  codeWrong: {
    status: 401,
    zh: '动态码不正确或已使用过。',
    en: 'The one-time code is wrong or was used already.',
    next: { zh: '请等待下一个动态码（每 30 秒更换一次），并核对手机时间。', en: 'Wait for the next code (they change every 30 seconds) and check the clock of your phone.' },
  },
  codeOn: { status: 409, zh: '动态码已经启用。', en: 'One-time codes are on already.', next: { zh: '如需更换手机，请先停用再重新启用。', en: 'To change your phone, turn them off first.' } },
  codeNotBegun: { status: 409, zh: '还没有开始绑定动态码。', en: 'No authenticator is being set up.', next: { zh: '请先获取密钥，再填写动态码。', en: 'Ask for a secret first, then enter a code.' } },
  tryLater: {
    status: 429,
    zh: '尝试次数过多，这一次没有核对。',
    en: 'Too many attempts: this one was not looked at.',
    next: {
      zh: '请在 {seconds} 秒后重试；持数字证书的可立即用证书登录，在本人曾登录并选择“记住这台设备”的设备上不受他人尝试影响。',
      en: 'Try again in {seconds} seconds. A certificate signs in at once, and on a device that you asked to be remembered nobody else’s attempts count.',
    },
  },
  challengeGone: {
    status: 401,
    zh: '登录挑战不存在、已使用或已超过 2 分钟。',
    en: 'The sign-in challenge is unknown, used, or older than two minutes.',
    next: { zh: '请重新开始证书登录。', en: 'Start the certificate sign-in again.' },
  },
  certificateUnbound: {
    status: 401,
    zh: '该数字证书没有绑定到账号“{login}”。',
    en: 'This certificate is not bound to the account "{login}".',
    next: { zh: '请确认插入的是本账号的证书，或先绑定证书。', en: 'Check that it is the certificate of this account, or bind it first.' },
  },
  certificateTaken: {
    status: 409,
    zh: '该数字证书已绑定到另一个账号。',
    en: 'This certificate is already bound to another account.',
    next: { zh: '一张证书只能属于一个账号，请使用自己的证书。', en: 'A certificate belongs to one account; use your own.' },
  },
  certificateForeign: {
    status: 422,
    article: 'O20-40',
    zh: '证书上的单位代码 {found} 与本单位代码 {expected} 不一致。',
    en: 'The certificate names the organisation {found}, yours is {expected}.',
    next: { zh: '请使用以本单位名义签发的证书。', en: 'Use a certificate issued to your organisation.' },
  },
  apart: {
    status: 422,
    zh: '同一自然人不得同时担任“{held}”和“{wanted}”。',
    en: 'One person may not be both "{held}" and "{wanted}".',
    next: { zh: '请指定另一人。', en: 'Name somebody else.' },
  },
  notOwnRight: { status: 422, zh: '任何人不得给自己授权。', en: 'Nobody may give himself a right.', next: { zh: '请由另一名安全管理员办理。', en: 'Another security administrator has to do it.' } },
  keyNotShown: {
    status: 422,
    article: 'O20-40',
    zh: '回答与信封中的内容不符：没有证明您持有该加密证书的私钥。',
    en: 'The answer is not what the envelope holds: you have not shown that you hold the key of this encryption certificate.',
    next: { zh: '请用该证书的私钥打开信封后重试。', en: 'Open the envelope with the key of this certificate and try again.' },
  },
  certificateNotYours: {
    status: 422,
    article: 'O20-40',
    zh: '签名证书没有绑定到当前账号，或已经停用。',
    en: 'The signing certificate is not bound to this account, or was ended.',
    next: { zh: '请使用“我的证书”中有效的签名证书重新签名。', en: 'Sign again with a certificate that “My certificates” lists as in force.' },
  },
  certificateEnded: { status: 409, zh: '该证书已经停用。', en: 'This certificate was ended already.' },
});
