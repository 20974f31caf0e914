import { defineRefusals } from '@kernel';

export const R = defineRefusals('http', {
  malformed: { status: 400, zh: '请求内容无法读取：{reason}', en: 'The request could not be read: {reason}', next: { zh: '请检查内容格式。', en: 'Check the format of the content.' } },
  notUtf8: {
    status: 400,
    zh: '内容不是 UTF-8 编码的文字（可能是 GBK），无法还原，没有保存任何数据。',
    en: 'The content is no text in UTF-8 (it may be GBK) and cannot be read back; nothing was stored.',
    next: { zh: '请把文件或程序的编码改为 UTF-8 后重新提交。', en: 'Set the encoding of the file or program to UTF-8 and send it again.' },
  },
  queryNotUtf8: {
    status: 400,
    zh: '地址中的文字不是 UTF-8 编码（可能是 GBK），无法还原，没有查询。',
    en: 'The text in the address is not in UTF-8 (it may be GBK) and cannot be read back; nothing was looked up.',
    next: { zh: '请用 UTF-8 编码并作百分号转义后重试，或在页面上重新输入查询内容。', en: 'Escape it as UTF-8 and try again, or type it anew on the page.' },
  },
  damaged: {
    status: 400,
    zh: '“{field}”中有替换字符（U+FFFD）：文字在别处转换编码时已经损坏，没有保存任何数据。',
    en: '"{field}" holds a replacement character (U+FFFD): the text was damaged where its encoding was converted; nothing was stored.',
    next: { zh: '请找到原文，重新输入或以 UTF-8 编码重新导出后提交。', en: 'Find the original and type it again, or export it anew as UTF-8.' },
  },
  field: { status: 400, zh: '“{field}”：{reason}', en: '"{field}": {reason}', next: { zh: '请按提示修改后重新提交。', en: 'Mend this field and send again.' } },
  noRoute: {
    status: 404,
    zh: '没有这个地址：{method} {path}',
    en: 'There is no such address: {method} {path}',
    next: { zh: '接口目录见 /api/openapi.json。', en: 'The interfaces are listed in /api/openapi.json.' },
  },
  tooMany: {
    status: 429,
    zh: '请求过于频繁，本次没有处理。',
    en: 'Too many requests; this one was not carried out.',
    next: { zh: '请在 {seconds} 秒后重试。', en: 'Try again in {seconds} seconds.' },
  },
  tooLarge: { status: 413, zh: '内容超过上限 {limit}，没有保存任何数据。', en: 'The content exceeds the limit of {limit}; nothing was stored.' },
  lengthRequired: {
    status: 411,
    zh: '请求没有写明内容长度，没有读取。',
    en: 'The request does not say how long its content is; it was not read.',
    next: { zh: '请写明 Content-Length 后重新发送，不使用分块传输（Transfer-Encoding）。', en: 'Send it again with Content-Length and without Transfer-Encoding.' },
  },
  mediaType: { status: 415, zh: '不支持的内容格式，请使用 {expected}。', en: 'This content type is not supported; use {expected}.' },
  brokenOff: {
    status: 400,
    zh: '内容没有传完就中断了，没有保存任何数据。',
    en: 'The connection broke off before the content had come; nothing was stored.',
    next: { zh: '请重新上传。', en: 'Upload it again.' },
  },
  noRoom: {
    status: 507,
    zh: '平台的存储空间已用完，操作没有完成，没有保存任何数据。',
    en: 'The platform has run out of room; nothing was done and nothing was stored.',
    next: { zh: '这不是您的原因。请稍后重试；临近截止时间请立即联系平台运营方。', en: 'This is not your doing. Try again later; shortly before a deadline call the operator at once.' },
  },
  unexpected: {
    status: 500,
    zh: '系统出错，操作没有完成。错误编号 {requestId}。',
    en: 'Something went wrong; nothing was done. Request number {requestId}.',
    next: { zh: '请稍后重试；如仍出错，请将编号告知技术支持。', en: 'Try again; if it fails again, give the number to support.' },
  },
  unavailable: {
    status: 503,
    zh: '数据库暂时无法连接，操作可能没有完成。',
    en: 'The database cannot be reached; it is not certain whether this was done.',
    next: {
      zh: '请稍后用同一个 Idempotency-Key 重试：如已完成，会得到原来的结果，不会重复办理。',
      en: 'Repeat it shortly with the same Idempotency-Key: if it was done, you get the first answer and nothing is done twice.',
    },
  },
});
