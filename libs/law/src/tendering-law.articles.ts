import type { ArticleRows } from './instruments';

/** 招标投标法 (2017 text). */
export const TENDERING_LAW = {
  'TBL-3': ['M', '依法必须招标的项目范围', 'Projects that must be tendered'],
  'TBL-7': ['M', '招标投标活动依法接受监督', 'Tendering is supervised according to law'],
  'TBL-8': ['M', '招标人是提出招标项目、进行招标的法人或者其他组织', 'The tenderer is the body that puts a project to tender'],
  'TBL-9': ['M', '招标项目应履行审批手续并落实资金', 'A project needs its approval and its funds before tendering'],
  'TBL-10': ['S', '招标分为公开招标和邀请招标', 'Tenders are open or invited'],
  'TBL-16': ['M', '公开招标应发布招标公告', 'An open tender begins with a published notice'],
  'TBL-17': ['S', '邀请招标应向三个以上特定法人或者组织发出邀请', 'An invited tender invites at least three'],
  'TBL-22': ['M', '不得透露已获取招标文件者的名称、数量；标底必须保密', 'Names and number of document takers stay secret, and so does the estimate'],
  'TBL-23': ['S', '澄清或者修改应在截止时间至少十五日前书面通知', 'Clarifications and amendments at least 15 days before the deadline'],
  'TBL-24': ['S', '自招标文件开始发出之日起至投标截止之日止不得少于二十日', 'At least 20 days from issue of the documents to the deadline'],
  'TBL-28': [
    'M',
    '投标文件应在截止时间前送达；少于三个应重新招标；逾期拒收',
    'Bids arrive before the deadline; fewer than three: tender again; late: refused',
  ],
  'TBL-29': ['W', '截止时间前可以补充、修改或者撤回投标文件', 'Before the deadline a bid may be replaced or withdrawn'],
  'TBL-31': ['W', '联合体以一个投标人的身份投标并承担连带责任', 'A consortium bids as one bidder, its members answer jointly'],
  'TBL-34': ['S', '开标在投标截止时间的同一时间公开进行', 'Opening takes place in public at the time of the deadline'],
  'TBL-35': ['M', '开标由招标人主持，邀请所有投标人参加', 'The tenderer presides over the opening and invites all bidders'],
  'TBL-36': ['M', '开标时当众宣读投标人名称、价格等并记录存档', 'Names and prices are announced at the opening and recorded'],
  'TBL-37': [
    'S',
    '评标委员会五人以上单数，技术、经济等方面专家不少于三分之二；专家从事相关领域满八年；名单保密；利害关系人不得进入',
    'Committee of five or more, odd, at least two thirds experts of eight years’ standing; secret; no member with an interest',
  ],
  'TBL-38': ['M', '评标在严格保密的情况下进行', 'Evaluation is strictly confidential'],
  'TBL-40': ['M', '按招标文件确定的标准和方法评审', 'Evaluation follows the standards and method of the documents'],
  'TBL-41': ['S', '中标人的条件；投标价格低于成本的除外', 'Conditions of winning; a price below cost is excluded'],
  'TBL-42': ['S', '评标委员会可否决所有投标，依法重新招标', 'The committee may reject all bids; then tender again'],
  'TBL-45': ['S', '中标通知书发出，同时将结果通知所有未中标的投标人', 'Award notice to the winner, result to all others at the same time'],
  'TBL-46': ['S', '自中标通知书发出之日起三十日内订立书面合同', 'Written contract within 30 days of the award notice'],
  'TBL-47': ['S', '自确定中标人之日起十五日内提交书面报告', 'Written report within 15 days of fixing the winner'],
  'TBL-53': ['S', '串通投标：中标无效，罚款，情节严重的取消投标资格', 'Collusion: award void, fine, exclusion in serious cases'],
  'TBL-54': ['S', '弄虚作假骗取中标：中标无效，罚款', 'Award by fraud: void, fine'],
} as const satisfies ArticleRows;
