import { beijingTime, formatYuan, joined, keepLines, markdown, type Markdown } from '@kernel';
import type { Project } from '../intake';
import type { Tender } from './tender.entity';

const METHODS = { 'lowest-price': '经评审的最低投标价法', 'base-price': '综合评估法', 'lowest-price-first': '综合评分法', decision: '评定分离' } as const;
export const methodName = (method: string): string => METHODS[method as keyof typeof METHODS] ?? method;

const beijing = (date: Date) => markdown`${beijingTime(date)}（北京时间）`;

/** Who opens the bids, by name and certificate: what bidders enclose their keys to. */
function opening({ trustees }: Tender): Markdown {
  if (!trustees) return markdown`投标人在解密时限内自行解密`;
  const people = trustees.people.map(({ name, organisation, fingerprint }) => markdown`${organisation} ${name}（加密证书 SHA-256 ${fingerprint}）`);
  return markdown`${trustees.people.length} 名密钥保管人中任意 ${trustees.threshold} 名共同开启：${joined(people, '；')}`;
}

/** The tender notice (招标公告) with what TBL 16 asks for: tenderer, nature, scope, place, time and how to get the documents. Without `publishedAt`: as it is asked for. */
export function noticeText(tender: Tender, project: Project, names: { tenderer: string; agency: string | null }, publishedAt: Date | null): string {
  return markdown`# 招标公告

**${tender.title}**

| 项目 | 内容 |
|---|---|
| 招标项目编号 | ${project.code ?? ''} |
| 标段编号 | ${tender.code} |
| 招标人 | ${names.tenderer} |
| 招标代理机构 | ${names.agency ?? '（自行招标）'} |
| 项目批准文号 | ${project.approvalNumber} |
| 资金来源 | ${project.fundsSource} |
| 所在区域 | ${tender.region} |
| 最高投标限价 | ${tender.ceilingFen === null ? '未设' : markdown`${formatYuan(tender.ceilingFen)} 元`} |
| 评标办法 | ${methodName(tender.plan.method.method)} |
| 公告发布时间 | ${publishedAt ? beijing(publishedAt) : '（复核人确认发布之时）'} |
| 招标文件获取截止 | ${beijing(tender.documentsUntil)} |
| 提问截止 | ${beijing(tender.questionsUntil)} |
| 投标截止（开标）时间 | ${beijing(tender.deadline)} |
| 解密时限 | 开标后 ${tender.decryptionMinutes} 分钟 |
| 解密方式 | ${opening(tender)} |

## 招标范围
${keepLines(tender.scope)}

## 投标人资格要求
${keepLines(tender.qualification)}

## 招标文件的获取
登录天平平台下载，无需报名（《电子招标投标办法》第二十条）。

## 投标文件的递交
投标文件应加密、签名后在投标截止时间前通过平台递交；逾期送达的，平台拒收（《招标投标法实施条例》第三十六条）。

## 异议
潜在投标人对招标文件有异议的，应在投标截止时间 10 日前提出（《招标投标法实施条例》第二十二条）。
`.text;
}
