import { writeFileSync } from 'node:fs';
import { asMarkdown, type AwardNotice, renderAwardNotice, renderTenderNotice, type TenderNotice } from '@kernel';
import { join } from 'node:path';
import type { Played } from './life';
import type { Office } from './office';
import type { Bidder, Member } from './people';

export interface DemoResult {
  bidders: readonly Bidder[];
  member: Member;
  refused: readonly unknown[];
  winner: { bidder: string; priceFen: string };
}

interface Signed {
  [name: string]: unknown;
}

/** Writes everything that was published or signed, as the interfaces give it, and `summary.json` that names each file. */
export async function collectOutput(office: Office, { tenderId, code, source }: Played, { bidders, refused, winner }: DemoResult, out: string): Promise<void> {
  const files: string[] = [];
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(out, name), content);
    files.push(name);
  };
  const json = (name: string, value: unknown) => write(name, `${JSON.stringify(value, null, 2)}\n`);
  /** A signed statement: the exact bytes, and the detached CMS signature beside them. */
  const statement = (name: string, text: string, signature: string) => {
    write(`${name}.json`, text);
    write(`${name}.p7s`, Buffer.from(signature, 'base64'));
  };
  const api = `/api/tenders/${tenderId}`;
  const notice = await office.officer.text(`${api}/notice`);
  write('notice.json', notice);
  write('notice.md', asMarkdown(renderTenderNotice(JSON.parse(notice) as TenderNotice)));
  json('tender.json', await office.officer.get(api));
  for (const [i, bidder] of bidders.entries()) {
    const kept = bidder.kept.get(tenderId);
    if (!kept) continue;
    const [own] = await bidder.client.get<{ manifest?: string; receipt: string; signature: string }[]>(`${api}/bids/mine`);
    statement(`receipt-${i + 1}`, own!.receipt, own!.signature);
    statement(`bid-${i + 1}-manifest`, kept.manifest, kept.bidSignature);
    if (kept.sealed) write(`bid-${i + 1}.sealed`, Buffer.from(kept.sealed));
    json(`bid-${i + 1}-evidence.json`, await bidder.client.get(`${api}/opening/evidence`));
    json(`bid-${i + 1}-keys.json`, kept.keys); // handed over in the opening, so no longer a secret: with them anybody can open the bid again
  }
  const opening = await office.officer.get<Signed & { record: string; recordSignature: string; sealedSet: { statement: string; signature: string } }>(`${api}/opening`);
  statement('opening-record', opening.record, opening.recordSignature);
  statement('sealed-set', opening.sealedSet.statement, opening.sealedSet.signature);
  const draws = await office.bureau.get<{ record?: unknown }[]>(`${api}/draws`);
  json('draw.json', draws.at(-1)!.record);
  const evaluation = await office.bureau.get<Signed & { report: string; sheets: unknown; signatures: { seat: string; signature: string }[] }>(`${api}/evaluation`);
  json('score-sheets.json', evaluation.sheets);
  write('report.json', evaluation.report);
  for (const { seat, signature } of evaluation.signatures) write(`report-${seat}.p7s`, Buffer.from(signature, 'base64'));
  const award = await office.officer.get<Signed & { notice: string; noticeSignature: string }>(`${api}/award`);
  statement('award-notice', award.notice, award.noticeSignature);
  write('award-notice.md', asMarkdown(renderAwardNotice(JSON.parse(award.notice) as AwardNotice)));
  json('award.json', award);
  const { projectId } = await office.officer.get<{ projectId: string }>(api);
  const acts = await office.officer.get<{ id: string; act: string; status: string }[]>(`/api/proposals/of/${projectId}`);
  for (const { id, act, status } of acts) if (status === 'confirmed') json(`two-person-${act}.json`, await office.officer.get(`/api/proposals/${id}/evidence`));
  json('statistics.json', await office.officer.get('/api/statistics'));
  const { timeAuthorities, platform } = await office.officer.get<{ timeAuthorities: string[]; platform: string }>('/api/authorities');
  write('demo-ca.pem', office.authority.certificatePem);
  write('platform.pem', platform);
  write('demo-time-authority.pem', timeAuthorities.join(''));
  json('summary.json', {
    simulated: '演示：模拟时钟、演示 CA、化名投标人；价格与结果真实 / simulated clock, demonstration CA, pseudonymous bidders; prices and outcome are real',
    ...{ ref: source.ref, title: source.title, tenderId, lot: code, winner: winner.bidder, awardTotalFen: winner.priceFen },
    winnerMatches: winner.bidder.startsWith(source.expected.winner) && winner.priceFen === source.expected.priceFen,
    ...{ refused, files: [...files, 'summary.json'] },
  });
}
