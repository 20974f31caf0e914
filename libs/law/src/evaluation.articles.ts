import type { ArticleRows } from './instruments';

/** 评标委员会和评标方法暂行规定 (the copy read has the 2001 wording). */
export const EVALUATION_PROVISIONS = {
  'O12-8': ['S', '评标委员会名单一般于开标前确定，结果确定前保密', 'The list is normally fixed before the opening and secret until the result'],
  'O12-9': ['S', '评标委员会五人以上单数，专家不少于三分之二；推举组长，权利相同', 'Five or more, odd, two thirds experts; the leader has the same rights'],
  'O12-11': ['S', '评标专家应具备的条件', 'Conditions for experts'],
  'O12-12': ['S', '不得担任评标委员会成员的情形（回避）', 'Who may not be a member (avoidance)'],
  'O12-19': ['S', '算术修正：大写优先、单价优先，小数点明显错误的除外', 'Arithmetic correction: words over figures, unit price over total unless its decimal point is obviously wrong'],
  'O12-21': ['S', '报价明显偏低的应书面说明并提供证明', 'A clearly low price is explained and proved in writing'],
  'O12-25': ['S', '重大偏差', 'Material deviations'],
  'O12-26': ['S', '细微偏差', 'Minor deviations'],
  'O12-27': ['S', '有效投标不足三个使竞争明显缺乏的，可以否决全部投标', 'Fewer than three valid bids and no competition: all may be rejected'],
  'O12-30': ['S', '经评审的最低投标价法的适用', 'When the lowest evaluated price is used'],
  'O12-31': ['S', '能满足实质性要求且经评审的投标价最低的应推荐', 'The lowest evaluated price that meets the substance is proposed'],
  'O12-32': ['S', '以价格因素折算，技术部分无须折算', 'Commercial deviations are priced, the technical part is not'],
  'O12-33': ['S', '拟定标价比较表', 'A table of compared prices is made'],
  'O12-34': ['S', '综合评估法的适用', 'When comprehensive evaluation is used'],
  'O12-35': ['S', '最大限度满足综合评价标准的应推荐', 'The bid that best meets the criteria is proposed'],
  'O12-36': ['S', '对各评审因素量化并加权', 'Criteria are measured and weighted'],
  'O12-37': ['S', '拟定综合评估比较表', 'A table of comprehensive comparison is made'],
} as const satisfies ArticleRows;

/** 关于严格执行招标投标法规制度…的若干意见 (in force until 2027-08-31). */
export const OPINIONS_1117 = {
  '1117-1': ['S', '进场登记只核对完整性，不得无依据事前审查招标文件', 'No review of documents beforehand without a legal basis'],
  '1117-2': ['S', '依法必须招标项目不得以抽签、摇号、抓阄等方式确定投标人、候选人或者中标人', 'No lottery to choose bidders, candidates or winners of a mandatory tender'],
  '1117-3': ['S', '不得要求投标报名；不得因排版、错别字等否决投标', 'No sign-up; no rejection for layout or obvious typing errors'],
  '1117-5': ['S', '否决投标应有依据；研究不平衡报价；加强公开', 'Rejections need a ground; unbalanced pricing is studied; disclosure'],
  '1117-11': ['S', '打击串通投标，分析异常行为', 'Collusion is fought and unusual conduct analysed'],
  '1117-12': ['S', '专家应保密并公正评标；惩戒决定公开', 'Experts keep secrecy; measures against them are public'],
  '1117-13': ['S', '有疑问应先要求澄清；有效投标不足三个应论证竞争性', 'Ask first where unclear; with fewer than three valid bids argue competition'],
  '1117-14': ['S', '专家抽取、履职全程留痕，动态考核', 'Draw and work of experts leave a trace; assessment'],
  '1117-15': ['S', '推进远程异地评标，评标现场封闭、可追溯', 'Remote evaluation; a closed site; all acts traceable'],
  '1117-17': ['S', '双随机一公开', 'Inspection by double random choice, made public'],
  '1117-19': ['S', '加强对招标代理机构的监管', 'Agencies are supervised'],
  '1117-20': ['S', '处罚与信用信息共享公开', 'Penalties and credit records are shared and published'],
} as const satisfies ArticleRows;
