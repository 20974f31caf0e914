/** What is missing, as people call it; its key is the English word. */
export const THINGS = {
  account: '账号',
  award: '定标信息',
  bid: '投标',
  call: '邀请',
  certificate: '证书',
  demonstration: '演示环境',
  document: '招标文件',
  draft: '草稿',
  draw: '抽取',
  evaluation: '评标',
  expert: '专家',
  file: '文件',
  'first-password': '初始口令',
  hold: '暂停',
  interest: '利害关系',
  library: '专家库',
  news: '动态',
  notice: '公告',
  objection: '异议',
  opening: '开标',
  organisation: '单位',
  person: '人员',
  project: '项目',
  proposal: '待确认事项',
  question: '提问',
  receipt: '回执',
  room: '房间',
  session: '登录会话',
  tender: '标段',
  upload: '上传',
} as const;
export type Thing = keyof typeof THINGS;

/** For a refusal: named in the language of its text. */
export const called = (what: Thing): Record<'zh' | 'en', string> => ({ zh: THINGS[what], en: what.replaceAll('-', ' ') });
