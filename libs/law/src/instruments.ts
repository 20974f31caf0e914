/** The laws and rules that articles belong to. Names as cited on screens; `unit` says how their parts are counted. */
export interface Instrument {
  readonly zh: string;
  readonly en: string;
  /** 条, or 项 of an opinion paper. */
  readonly unit: 'article' | 'item';
}

const article = (zh: string, en: string): Instrument => ({ zh, en, unit: 'article' });

export const INSTRUMENTS = {
  TBL: article('招标投标法', 'Tendering and Bidding Law'),
  TBR: article('招标投标法实施条例', 'Implementing Regulations of the Tendering and Bidding Law'),
  GPL: article('政府采购法', 'Government Procurement Law'),
  GPR: article('政府采购法实施条例', 'Implementing Regulations of the Government Procurement Law'),
  O10: article('招标公告和公示信息发布管理办法', 'Measures for the Publication of Tender Notices and Publicity'),
  O11: article('工程建设项目招标投标活动投诉处理办法', 'Measures for Handling Complaints in Construction Tendering'),
  O12: article('评标委员会和评标方法暂行规定', 'Interim Provisions on Evaluation Committees and Evaluation Methods'),
  O20: article('电子招标投标办法', 'Measures for Electronic Tendering and Bidding'),
  O26: article('评标专家和评标专家库管理办法', 'Measures for Evaluation Experts and Expert Libraries'),
  O30: article('工程建设项目施工招标投标办法', 'Measures for Tendering of Construction Works'),
  O87: article('政府采购货物和服务招标投标管理办法', 'Measures for Tendering of Goods and Services in Government Procurement'),
  PTM: article('公共资源交易平台管理暂行办法', 'Interim Measures for Public Resource Trading Platforms'),
  PIPL: article('个人信息保护法', 'Personal Information Protection Law'),
  CIV: article('民法典', 'Civil Code'),
  '1117': {
    zh: '关于严格执行招标投标法规制度进一步规范招标投标主体行为的若干意见',
    en: 'Opinions on Strict Enforcement of Tendering Rules (2022, no. 1117)',
    unit: 'item',
  },
  '807': { zh: '发改办法规〔2025〕807号', en: 'Circular on Remote Evaluation (2025, no. 807)', unit: 'item' },
} as const satisfies Record<string, Instrument>;

export type InstrumentId = keyof typeof INSTRUMENTS;

/**
 * How far the words were checked: S the text of the article was read, W a secondary page was read, M from memory, D a design of this project.
 * What is M or D ships as a default that an administrator must confirm.
 */
export type Mark = 'S' | 'W' | 'M' | 'D';

/** [mark, gist in Chinese, gist in English] */
export type ArticleRow = readonly [mark: Mark, zh: string, en: string];
export type ArticleRows = Readonly<Record<string, ArticleRow>>;
