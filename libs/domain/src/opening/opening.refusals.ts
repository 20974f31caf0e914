import { defineRefusals } from '@kernel';

export const R = defineRefusals('opening', {
  tooEarly: {
    status: 409,
    article: 'TBL-34',
    zh: '开标应在投标截止时间 {deadline} 进行，现在是 {now}，任何人都不能提前开启投标文件。',
    en: 'The opening takes place at the deadline {deadline}; it is {now}. Nobody can open bids earlier.',
    next: { zh: '请在截止时间之后再开始。', en: 'Start after the deadline.' },
  },
  failed: {
    status: 409,
    article: 'TBR-44',
    zh: '截止时递交的投标不足 {min} 个，不得开标，招标人应当重新招标。',
    en: 'Fewer than {min} bids were submitted; bids are not opened and the tenderer has to tender again.',
    next: { zh: '请分析原因后发起重新招标。', en: 'Look for the reasons and start a new tender.' },
  },
  windowOver: {
    status: 409,
    article: 'O20-31',
    zh: '解密时限已于 {until} 结束，未解密的投标按招标文件处理。',
    en: 'The time for decryption ended at {until}; what was not decrypted is handled as the documents say.',
    next: {
      zh: '不是本单位原因的，请立即告知主持人和场内服务人员，由其核实后写入开标记录。',
      en: 'Where the cause is not yours, tell the presiding person and the hall’s staff at once: they check it and put it on record.',
    },
  },
  windowRuns: {
    status: 409,
    article: 'O20-30',
    zh: '还有 {waiting} 个投标未解密，解密时限到 {until}，现在不能结束开标。',
    en: '{waiting} bids are not decrypted yet and the window runs until {until}; the opening cannot be concluded.',
    next: { zh: '请等待投标人解密，或时限结束后再结束开标。', en: 'Wait for the bidders, or for the end of the window.' },
  },
  noBid: { status: 404, zh: '本单位在该标段没有待解密的投标。', en: 'Your organisation has no bid to decrypt here.' },
  decrypting: {
    status: 409,
    zh: '该投标正在解密，这一次没有重复办理。',
    en: 'This bid is being decrypted; this request did nothing.',
    next: { zh: '请稍候，开标页面会显示结果；文件大时需要几分钟。', en: 'Wait: the opening page shows the result; large files take minutes.' },
  },
  alreadyDecrypted: { status: 409, zh: '该投标已经解密。', en: 'This bid is already decrypted.' },
  keysMissing: {
    status: 422,
    zh: '缺少“{part}”的解密密钥。',
    en: 'The key of the part "{part}" is missing.',
    next: { zh: '请使用封装时保存的密钥文件。', en: 'Use the key file that was kept when sealing.' },
  },
  copyChanged: {
    status: 500,
    article: 'O20-31',
    zh: '平台保存的该投标密文与收到时不一致，现在无法开启；这不是投标人的原因。',
    en: 'The sealed file that the platform keeps of this bid is not as it was received and cannot be opened now; that is not the bidder’s doing.',
    next: {
      zh: '请保留密钥、密封文件和回执，立即告知主持人和平台运行人员：恢复原件后可以开启；不能恢复的，由主持人写明原因，视为撤回。',
      en: 'Keep keys, sealed file and receipt, and tell the presiding person and whoever runs the platform at once: restored, it opens; else the presiding person states the cause, and it counts as withdrawn.',
    },
  },
  coefficientNone: { status: 409, article: 'TBR-49', zh: '本标段的评标办法没有需要抽取的系数。', en: 'This method has no coefficient to draw.' },
  coefficientDrawn: { status: 409, article: 'TBR-49', zh: '系数已经抽取，不能重复抽取。', en: 'The coefficients are drawn; they are not drawn twice.' },
  stillOpening: {
    status: 409,
    article: 'O20-30',
    zh: '{bids} 份投标的密钥已在时限内交来，平台正在开启，暂不能结束开标。',
    en: 'The keys of {bids} bids came in time and the platform is opening them: the opening cannot be concluded yet.',
    next: { zh: '请稍候；确因平台故障无法开启的，请在“其他原因”中逐份写明后再结束。', en: 'Wait a moment; where a fault of the platform keeps one shut, state it for that bid under “other causes”.' },
  },
  coefficientMissing: {
    status: 409,
    article: 'TBR-49',
    zh: '系数尚未抽取，不能公布报价。',
    en: 'The coefficients are not drawn yet; prices cannot be announced.',
    next: { zh: '请先抽取系数。', en: 'Draw the coefficients first.' },
  },
});
