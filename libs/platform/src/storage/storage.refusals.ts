import { defineRefusals } from '@kernel';

export const R = defineRefusals('storage', {
  tooLarge: {
    status: 413,
    zh: '文件超过上限 {limit} MiB，没有保存。',
    en: 'The file exceeds the limit of {limit} MiB and was not stored.',
    next: { zh: '请压缩或拆分后重新上传。', en: 'Compress or split it and upload again.' },
  },
  empty: {
    status: 400,
    zh: '文件没有内容（0 字节），没有保存。',
    en: 'The file is empty (0 bytes) and was not stored.',
    next: { zh: '请检查文件后重新上传。', en: 'Check the file and upload it again.' },
  },
});
