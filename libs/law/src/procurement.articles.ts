import type { ArticleRows } from './instruments';

/** 政府采购法, 政府采购法实施条例, 政府采购货物和服务招标投标管理办法: what scoring, periods and avoidance lean on. */
export const PROCUREMENT = {
  'GPL-12': ['S', '采购人员及相关人员与供应商有利害关系的必须回避', 'Persons with an interest in a supplier step aside'],
  'GPL-36': ['S', '应予废标的情形', 'When a procurement is nullified'],
  'GPL-42': ['S', '采购文件保存期限至少十五年', 'Records are kept for at least 15 years'],
  'GPR-9': ['S', '回避的情形，含前三年内的任职、持股和亲属关系', 'Avoidance, looking back three years: employment, shares, kin'],
  'GPR-75': ['S', '评审专家违规的责任', 'Liability of experts'],
  'O87-17': ['S', '不得将规模条件作为资格要求或者评审因素', 'No requirement or score on company size'],
  'O87-31': ['S', '同品牌投标的处理', 'Several bids with one brand'],
  'O87-37': ['S', '视为串通投标的情形', 'Presumed collusion'],
  'O87-39': ['S', '开标、评标全程录音录像', 'Opening and evaluation are recorded'],
  'O87-42': ['M', '投标人未参加开标的，视同认可开标结果', 'A bidder who stays away accepts the opening'],
  'O87-45': ['S', '评标组织；采购人代表不得担任组长', 'Order of evaluation; the purchaser’s representative does not lead'],
  'O87-47': ['S', '评标委员会五人以上单数，专家不少于三分之二', 'Five or more, odd, two thirds experts'],
  'O87-48': ['S', '专家随机抽取', 'Experts are drawn at random'],
  'O87-49': ['S', '评审专家缺席、回避时的处理', 'When an expert is missing or steps aside'],
  'O87-54': ['S', '最低评标价法', 'Lowest price method'],
  'O87-55': ['S', '综合评分法；价格分采用低价优先法，不得去掉最高、最低报价', 'Comprehensive scoring; price by lowest-first; no dropping of highest or lowest'],
  'O87-56': ['S', '最低评标价法按投标报价由低到高排序', 'Lowest price method: ranked by price rising'],
  'O87-57': ['S', '综合评分法按得分由高到低排序，得分相同按报价由低到高', 'Comprehensive scoring: ranked by score falling, then by price rising'],
  'O87-59': ['S', '报价不一致的修正顺序', 'Order of corrections of the price'],
  'O87-60': ['S', '报价明显过低应说明，否则作无效投标', 'A clearly low price is explained or the bid is invalid'],
  'O87-61': ['S', '需共同认定的事项按少数服从多数的原则作出结论', 'Matters for the whole committee are settled by majority'],
  'O87-62': ['S', '不得协商评分', 'No negotiated scores'],
  'O87-63': ['S', '投标无效的情形', 'Invalid bids'],
  'O87-64': ['S', '汇总后不得修改结果的例外：分值计算错误、超出范围、客观分不一致、畸高畸低', 'No change after summary but for wrong sums, out of range, unequal objective items, outliers'],
  'O87-85': ['S', '期间开始当天不计入；末日为节假日的顺延', 'The first day is not counted; a last day on a holiday moves'],
  'O87-86': ['S', '以上、以下、内、以内包括本数', 'At least, at most and within include the number'],
} as const satisfies ArticleRows;

/** Other instruments; number 0 cites the instrument as a whole, where the article is not known. */
export const OTHERS = {
  'O10-6': ['W', '中标候选人公示应载明的内容', 'What the publicity of candidates must state'],
  'O26-7': ['W', '采集专家生物特征信息', 'Biometric data of experts'],
  'O26-21': ['W', '评标现场门禁与轨迹管理', 'Access gates and tracks at the site'],
  'O30-37': ['M', '施工投标保证金最高不超过八十万元', 'Bid deposit for works at most 800,000 yuan'],
  'PTM-0': ['M', '公共资源交易平台的服务与管理', 'Service and management of trading platforms'],
  'PIPL-28': ['M', '敏感个人信息', 'Sensitive personal information'],
  'PIPL-29': ['M', '处理敏感个人信息应取得单独同意', 'Separate consent for sensitive information'],
  'CIV-201': ['M', '按日计算期间的，开始的当日不计入', 'In a period of days the first day is not counted'],
  'CIV-203': ['M', '期间末日是法定休假日的，顺延至次日；末日截止时间为二十四时', 'A last day on a holiday moves; a last day ends at 24:00'],
  '807-0': ['W', '推进远程异地评标：主场、副场分工，共享专家和工位，网络安全与审计', 'Remote evaluation: main and sub venue, shared experts and seats, network security and audit'],
} as const satisfies ArticleRows;
