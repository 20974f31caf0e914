import { amountInWords, formatYuan, markdown } from '@kernel';

/** 中标通知书: the letter to the winner; its issue binds both sides (TBL 45). Without `issued`: as it is asked for. */
export function awardNoticeText(of: {
  title: string;
  code: string;
  tenderer: string;
  agency: string | null;
  winner: string;
  priceFen: bigint;
  issued: { at: Date; contractUntil: Date } | null;
}): string {
  const day = (date: Date) => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return markdown`# 中标通知书

${of.winner}：

“${of.title}”（标段编号 ${of.code}）经评标、公示，确定贵单位为中标人。

- 招标人：${of.tenderer}
- 招标代理机构：${of.agency ?? '（自行招标）'}
- 中标价：人民币 ${formatYuan(of.priceFen)} 元（大写：${amountInWords(of.priceFen)}）
- 发出日期：${of.issued ? day(of.issued.at) : '（复核人确认发出之日）'}

请自本通知书发出之日起三十日内${of.issued ? markdown`（${day(of.issued.contractUntil)} 前）` : markdown``}与招标人按照招标文件和贵单位的投标文件订立书面合同（《招标投标法》第四十六条）。
`.text;
}
