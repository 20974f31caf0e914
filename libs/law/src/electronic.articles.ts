import type { ArticleRows } from './instruments';

/** 电子招标投标办法 (2013, order 20). */
export const ELECTRONIC_MEASURES = {
  'O20-8': ['S', '接口开放、中立', 'Open and neutral interfaces'],
  'O20-10': ['S', '服务器设在境内，系统经检测认证', 'Servers in China; tested and certified'],
  'O20-16': ['S', '不得强制购买工具软件', 'No one is forced to buy tools'],
  'O20-20': ['S', '不得在下载招标文件前设置注册以外的前置条件', 'No condition before download beyond the platform account'],
  'O20-21': ['S', '投标截止前不得泄露下载者的名称、数量', 'Names and number of downloaders stay secret until the deadline'],
  'O20-23': ['S', '平台运营机构及其控股单位不得投标', 'Operators and their affiliates may not bid'],
  'O20-26': ['S', '投标文件离线编制，分段或者整体加密；未加密的拒收并提示', 'Bids are made offline and encrypted; an unencrypted bid is refused with a prompt'],
  'O20-27': [
    'S',
    '截止时未完成传输视为撤回；截止后拒收；即时回执；截止前任何人不得解密、提取',
    'Unfinished at the deadline: withdrawn; late: refused; instant receipt; nobody decrypts before the deadline',
  ],
  'O20-29': ['S', '按时在线开标', 'Opening online at the stated time'],
  'O20-30': ['S', '开标时自动提取投标文件，按规定方式解密', 'Bids are extracted automatically and decrypted as documented'],
  'O20-31': [
    'S',
    '因投标人原因未解密的视为撤销，其他原因的视为撤回；其他投标继续；可设补救方案',
    'Not decrypted by the bidder’s fault: revoked; by another cause: withdrawn; the others go on; a remedy plan may be set',
  ],
  'O20-32': ['S', '生成开标记录并公布', 'The opening record is made and published'],
  'O20-33': ['S', '评标在有效监控和保密环境下在线进行', 'Evaluation online, monitored and confidential'],
  'O20-34': ['S', '评标报告以数据电文形式提交', 'The report is a data message'],
  'O20-36': ['S', '中标通知书以数据电文形式发出', 'The award notice is a data message'],
  'O20-39': ['S', '异议及答复通过平台进行', 'Objections and answers go through the platform'],
  'O20-40': ['S', '数据电文应签名并归档', 'Listed data messages are signed and archived'],
  'O20-44': ['S', '公共服务平台支持数字证书互认', 'Public service platforms support mutual recognition of certificates'],
  'O20-49': ['S', '记录操作时间、网络地址和人员；不得伪造、篡改、损毁', 'Time, address and person of each operation are recorded; no forging or destroying'],
  'O20-51': ['S', '通过监督平台投诉', 'Complaints through the supervision platform'],
  'O20-53': ['S', '拒绝监督通道的应停止运营', 'An operator who refuses supervision stops'],
  'O20-56': ['S', '泄露应保密信息的责任', 'Liability for leaking what must stay secret'],
  'O20-62': ['S', '纸质与数据电文不一致时以数据电文为准', 'Data prevails over paper'],
} as const satisfies ArticleRows;
