import { defineRefusals } from '@kernel';

export const R = defineRefusals('bidding', {
  deadlinePassed: {
    status: 409,
    article: 'TBR-36',
    zh: '投标截止时间 {deadline} 已过（平台时间 {now}），逾期送达的投标文件平台拒收。',
    en: 'The deadline {deadline} has passed (it is {now} by the platform’s clock); a late bid is refused.',
    next: { zh: '截止前已递交成功的投标不受影响；本次内容没有保存为投标。', en: 'A bid that was submitted in time stands; this one was not taken.' },
  },
  withdrawLate: {
    status: 409,
    article: 'TBL-29',
    zh: '投标截止时间 {deadline} 已过（平台时间 {now}），不能再撤回；您的投标仍然有效，没有变动。',
    en: 'The deadline {deadline} has passed (it is {now} by the platform’s clock): nothing is withdrawn any more. Your bid stands, unchanged.',
    next: {
      zh: '截止后要撤销的，请告知招标人；依《招标投标法实施条例》第三十五条，招标人可以不退还投标保证金。',
      en: 'To revoke it all the same, tell the tenderer, who may keep the deposit (Implementing Regulations, art. 35).',
    },
  },
  notOpenForBids: { status: 409, article: 'TBL-28', zh: '该标段目前不接收投标（状态：{status}）。', en: 'This tender takes no bids now ({status}).' },
  uploadMissing: {
    status: 422,
    article: 'O20-26',
    zh: '没有找到本单位上传的密文 {sha256}，投标未递交。',
    en: 'The sealed content {sha256} was not uploaded by your organisation; the bid was not submitted.',
    next: { zh: '请先完整上传密文，再递交。', en: 'Upload the sealed content completely, then submit.' },
  },
  wrongOffset: {
    status: 409,
    zh: '上传应从第 {received} 字节继续，本次从第 {offset} 字节开始，没有保存。',
    en: 'The upload goes on at byte {received}; this piece began at {offset} and was not stored.',
    next: { zh: '请从平台已收到的位置继续上传。', en: 'Go on from where the platform stands.' },
  },
  pieceDamaged: {
    status: 422,
    zh: '从第 {offset} 字节开始的一段在传输中损坏（摘要不符），没有保存。',
    en: 'The piece that begins at byte {offset} was damaged on its way (its digest differs) and was not stored.',
    next: { zh: '请从同一位置重新上传这一段；多次出现时请检查网络。', en: 'Send this piece again from the same place; if it happens again, check the network.' },
  },
  uploadBusy: {
    status: 409,
    zh: '这个上传的另一段还在接收中，本次没有保存。',
    en: 'Another piece of this upload is still arriving; this one was not stored.',
    next: { zh: '请等待几秒，查询平台已收到的位置，再继续上传。', en: 'Wait some seconds, ask how much has arrived, then go on.' },
  },
  incomplete: {
    status: 409,
    zh: '上传尚未完成：已收到 {received} 字节，共 {size} 字节。',
    en: 'The upload is not complete: {received} of {size} bytes have arrived.',
    next: { zh: '请继续上传其余部分。', en: 'Send the rest.' },
  },
  contentDiffers: {
    status: 422,
    article: 'TBR-36',
    zh: '上传的密文与签名清单不一致（清单摘要 {expected}），投标文件未通过完整性校验，平台拒收。',
    en: 'The sealed content does not match the signed manifest (digest {expected}); the bid is refused.',
    next: { zh: '请用投标工具重新封装、上传并递交。', en: 'Seal it again with the bidding kit, upload and submit.' },
  },
  arrivedDiffers: {
    status: 422,
    zh: '平台收到并保存的内容与摘要 {expected} 不符，可能在传输或存储中受损，没有留用；没有递交任何投标。',
    en: 'What arrived and was stored here is not what the digest {expected} names: it may have been damaged on its way or in storage, and was not kept. No bid was handed in.',
    next: {
      zh: '请把同一密文重新上传一次，不必重新封装；再次出现时请联系交易中心。',
      en: 'Upload the same sealed content once more, without sealing anew; if it happens again, call the trading centre.',
    },
  },
  numberWrong: {
    status: 409,
    zh: '清单中的版本号为 {given}，应为 {expected}。',
    en: 'The manifest is version {given}; the next one is {expected}.',
    next: { zh: '请以版本号 {expected} 重新封装。', en: 'Seal again as version {expected}.' },
  },
  tooManyVersions: {
    status: 429,
    zh: '一小时内已递交 {versions} 个版本，此后每分钟可以递交一个。本次没有递交，此前递交的投标没有变动。',
    en: '{versions} versions were handed in within an hour; after them one a minute is taken. This one was not, and what was handed in before stands unchanged.',
    next: { zh: '请在 {seconds} 秒后再次递交，已上传的密文不必重传。', en: 'Hand it in again in {seconds} seconds; what was uploaded need not be sent again.' },
  },
  copied: {
    status: 422,
    article: 'TBR-40',
    zh: '相同的密文已被递交过，不能重复使用。',
    en: 'The same sealed content was submitted before.',
    next: { zh: '请重新封装自己的投标文件。', en: 'Seal your own bid again.' },
  },
  nothingInForce: { status: 409, zh: '没有可以撤回的投标。', en: 'There is no bid to withdraw.' },
  ownTender: { status: 422, article: 'TBR-34', zh: '招标人及其代理机构不得参加本项目投标。', en: 'The tenderer and its agency may not bid in their own tender.' },
});
