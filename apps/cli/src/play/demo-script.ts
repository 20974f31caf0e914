import { join } from 'node:path';
import { sealBidFor } from '@envelope';
import { formatYuan } from '@kernel';
import { citation, terms } from '@law';
import {
  award,
  type Candidate,
  draftOf,
  draw,
  enter,
  escrowTermsOf,
  evaluate,
  lawfulDates,
  openRoom,
  type Played,
  publishCandidates,
  publishDraft,
  trusteesOf,
  untilConfirmed,
  uploadDocument,
} from './life';
import type { Narrator } from './narrator';
import { advance, ask, confirm, firmOf, importExperts, type Office, platformTime, registerBidder } from './office';
import type { Bidder, Member, TenderAddress } from './people';
import { readReplayFile } from './replay-file';
import { collectOutput } from './demo-output';

const EXAMPLE = join(__dirname, '../../examples/yichang-one.json');
const EXPERTS = 40;
const beijing = (date: Date) => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** The script of `npm run demo`. Returns the path of the tender that was played. */
export async function playDemo(office: Office, tell: Narrator, out: string | undefined): Promise<string> {
  const source = readReplayFile(EXAMPLE).tenders[0]!;
  tell.say(`标段：${source.title}（${source.tenderer}，${source.publishedOn}）`, 'A real tender of Yichang, Hubei: prices and outcome are real; bidders are pseudonyms, all people are fictional.');
  await people(office, tell);
  const played = await entryAndNotice(office, tell, source);
  const { bidders, late, tampered } = await bidding(office, tell, played);
  await opening(office, tell, played, bidders, late);
  const room = await committee(office, tell, played, bidders[0]!);
  await evaluation(office, tell, played, room);
  const candidates = await publicity(office, tell, played);
  const winner = await decide(office, tell, played, candidates, bidders);
  await figures(office, tell, played, bidders, winner);
  if (out) await collectOutput(office, played, { bidders: [...bidders, late, tampered], member: room.experts[0]!, refused: tell.refused, winner }, out);
  return `/tenders/${played.code}`;
}

async function people(office: Office, tell: Narrator): Promise<void> {
  tell.step('专家入库：40 名专家，每人一张演示 CA 证书', '40 experts join the library, each with a certificate of the demonstration CA', citation('TBL-37', 'zh'));
  await importExperts(office, EXPERTS, (error) => console.error(error));
  tell.done('专家、招标人代表已用证书登录 / all signed in with their own keys');
}

async function entryAndNotice(office: Office, tell: Narrator, source: Played['source']): Promise<Played> {
  tell.step('进场登记：代理机构登记，招标人确认，交易中心受理', 'Entry: registered by the agency, confirmed by the tenderer, accepted by the trading centre', citation('1117-1', 'zh'));
  const projectId = await enter(office, source);
  const now = await platformTime(office.officer);
  const documentId = await uploadDocument(office, `${source.title}\n招标文件（演示）`);
  tell.done(`平台时间 ${beijing(now)}（模拟时钟）；规则版本已冻结 / simulated clock; ruleset frozen`);
  tell.step('发布招标公告：内容由两人先后确认', 'The notice: one person asks, another confirms exactly the same content', citation('TBL-24', 'zh'));
  const dates = lawfulDates(now);
  const soon = { ...dates, deadline: new Date(dates.deadline.getTime() - 10 * 86_400_000), documentsUntil: dates.documentsUntil };
  const trustees = await trusteesOf(office);
  const draftBy = (by: typeof dates) => ({ ...draftOf(projectId, source, documentId, by), trustees });
  const draft = await office.officer.post<TenderAddress>('/api/tenders', draftBy(soon));
  await tell.expectRefusal('投标截止时间只留 11 天', 'tender.deadline-too-early', () => office.officer.post(`/api/tenders/${draft.tenderId}/publish`));
  await office.officer.post(`/api/tenders/${draft.tenderId}/draft`, draftBy(dates));
  const published = await publishDraft(office, draft, { projectId, source, deadline: dates.deadline });
  const played = { ...published, escrowTerms: await escrowTermsOf(office, published) };
  tell.done(`已发布，标段编号 ${played.code}，投标截止 ${beijing(played.deadline)}`);
  const { ruleset } = await office.officer.get<{ ruleset: string }>(`/api/projects/${projectId}`);
  const { basis, articles } = terms(ruleset).decision!;
  tell.say(`本地区启用“评定分离”：${basis.zh}。相关条文：${articles.map((id) => citation(id, 'zh')).join('、')}`, `Separation of evaluation and award is on for this region: ${basis.en}.`);
  tell.say(
    '开启方式：招标人、交易中心、监管局各有一名密钥保管人，任意两名共同开启；平台和任何一家都不能提前打开',
    'Opened by any two of three key trustees; neither the platform nor any one of them can open early.',
  );
  return played;
}

async function bidding(office: Office, tell: Narrator, played: Played): Promise<{ bidders: Bidder[]; late: Bidder; tampered: Bidder }> {
  const { source, tenderId } = played;
  tell.step('投标：在投标人一侧加密、签名，平台只存密文', 'Bids are sealed and signed on the bidder’s side; the platform holds ciphertext only', citation('O20-26', 'zh'));
  const bidders: Bidder[] = [];
  for (const [i, { bidder }] of source.bids.entries()) bidders.push(await registerBidder(office, firmOf(bidder, i), { kind: i === 0 ? 'rsa-2048' : 'p-256', kept: true }));
  const late = await registerBidder(office, firmOf('投标人-迟到', 3));
  const tampered = await registerBidder(office, firmOf('投标人-篡改', 4));
  await office.officer.get(`/api/tenders/${tenderId}`);
  const { questionId } = await bidders[0]!.client.post<{ questionId: string }>(`/api/tenders/${tenderId}/questions`, { text: '路灯基础是否在招标范围内？' });
  await office.officer.post(`/api/questions/${questionId}/answer`, { answer: '在招标范围内，见工程量清单第 12 页。' });
  tell.done('提问已匿名答复并公开 / a question was answered for all; nobody learns who asked');
  for (const [i, { priceFen }] of source.bids.entries()) await bidders[i]!.submit(played, priceFen);
  tell.done(`${bidders.length} 份投标已递交，回执已签名 / ${bidders.length} bids submitted, each with a signed receipt`);
  await tell.expectRefusal('密文在上传途中被改动一个字节', 'bidding.content-differs', async () => {
    const sealed = await sealBidFor({ ...tampered.toSeal(played, source.bids[0]!.priceFen), escrowTerms: played.escrowTerms });
    const blob = Buffer.from(sealed.blob);
    blob[blob.length - 1]! ^= 1;
    await tampered.client.put(`/api/tenders/${tenderId}/bid-content`, blob);
    await tampered.client.post(`/api/tenders/${tenderId}/bids`, { manifest: sealed.manifest, signature: Buffer.from(sealed.signature).toString('base64'), escrow: sealed.escrow });
  });
  await tell.expectRefusal('截止前一名保管人要求取得密钥信封', 'opening.too-early', () => office.trustees[0]!.release(tenderId));
  await tell.expectRefusal('截止前要求开标', 'opening.too-early', () => office.officer.post(`/api/tenders/${tenderId}/opening/start`));
  return { bidders, late, tampered };
}

async function opening(office: Office, tell: Narrator, played: Played, bidders: readonly Bidder[], late: Bidder): Promise<void> {
  const { tenderId, deadline, source } = played;
  const sealed = await sealBidFor({ ...late.toSeal(played, source.bids[0]!.priceFen), escrowTerms: played.escrowTerms });
  await late.client.put(`/api/tenders/${tenderId}/bid-content`, sealed.blob);
  await advance(office, new Date(deadline.getTime() + 1));
  tell.step(`截止时间到（${beijing(deadline)}），开标`, 'The deadline passes; the opening', citation('TBL-34', 'zh'));
  await tell.expectRefusal('截止后 1 毫秒递交投标', 'bidding.deadline-passed', () =>
    late.client.post(`/api/tenders/${tenderId}/bids`, { manifest: sealed.manifest, signature: Buffer.from(sealed.signature).toString('base64'), escrow: sealed.escrow }),
  );
  await office.officer.post(`/api/tenders/${tenderId}/opening/start`);
  const [loser, ...others] = bidders;
  for (const bidder of others) await bidder.decrypt(tenderId);
  tell.say(`${others.length} 家投标人自行解密；“${loser!.firm.name}”的密钥遗失，由保管人开启`, 'The others decrypt by themselves; one bidder lost its keys, and the trustees open its bid.');
  for (const trustee of office.trustees.slice(0, 2)) await trustee.release(tenderId);
  await untilOpened(office, tenderId, bidders.length);
  const asked = await ask(office.officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] });
  await confirm(office.hall, asked);
  tell.done('两名保管人的份额恢复了遗失的密钥；报价公布，开标记录经见证并签名 / two shares restored the lost keys; prices announced, the record witnessed and signed');
}

/** The documents of a bid that trustees open are opened by a job, moments later. */
async function untilOpened(office: Office, tenderId: string, count: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { bidders } = await office.officer.get<{ bidders: { decrypted: boolean }[] }>(`/api/tenders/${tenderId}/opening`);
    if (bidders.filter(({ decrypted }) => decrypted).length === count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`tender ${tenderId}: the bids were not opened`);
}

interface Room {
  evaluationId: string;
  experts: Member[];
}

async function committee(office: Office, tell: Narrator, played: Played, rival: Bidder): Promise<Room> {
  tell.step('随机抽取专家：名单先冻结，三方先承诺、后揭示随机数，任何人可重算', 'Experts are drawn: frozen pool, three parties commit then reveal, anyone can repeat it', citation('TBR-46', 'zh'));
  declineSecond(office, tell);
  await draw(office, played);
  await untilConfirmed(office, played.tenderId);
  const { evaluationId } = await openRoom(office, played.tenderId);
  const seated = await office.seated(played.tenderId, 4);
  tell.done('4 名专家（至少 1 名异地）和 1 名招标人代表组成评标委员会 / 4 experts, at least one from away, and one representative');
  const tied = seated[0]!;
  await tied.client.post('/api/experts/interests', { uscc: rival.firm.uscc, kind: 'adviser', note: '曾任该单位技术顾问（演示）' });
  await tell.expectRefusal('一名专家与投标人有利害关系，仍要签到', 'evaluation.interest', () => tied.act('expert.check-in', { evaluationId }));
  await untilConfirmed(office, played.tenderId);
  const others = await replacement(office, tied, played.tenderId);
  tell.done('按原抽取顺序补抽，席位已补齐 / the same walk went on; the seat is filled');
  return { evaluationId, experts: others };
}

/** The second person called declines; the walk goes on to the next. */
function declineSecond(office: Office, tell: Narrator): void {
  let calls = 0;
  for (const member of office.experts.values()) {
    member.onCall = async (self, callId) => {
      calls += 1;
      const accept = calls !== 2;
      await self.answer(callId, accept);
      if (!accept) tell.done('第二名被呼叫的专家谢绝，顺延下一名 / the second one declines; the next in the walk is called');
    };
  }
}

/** The replacement hears of his seat like everybody else. */
async function replacement(office: Office, tied: Member, tenderId: string): Promise<Member[]> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const now = await office.seated(tenderId, 4);
    if (!now.includes(tied)) return now;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the replacement was not seated');
}

async function evaluation(office: Office, tell: Narrator, played: Played, { evaluationId, experts }: Room): Promise<void> {
  tell.step('评标室：签到、承诺、推选组长、初步评审、详细评审、报告签名', 'The room: check-in, pledge, leader, preliminary review, detailed evaluation, signed report', citation('TBR-49', 'zh'));
  await evaluate(office, played, experts, evaluationId);
  tell.done('五名成员已用各自证书签署评标报告 / all five signed the report with their own keys');
}

async function publicity(office: Office, tell: Narrator, played: Played): Promise<Candidate[]> {
  tell.step('中标候选人公示，不少于三日', 'The candidates are public for at least three days', citation('TBR-54', 'zh'));
  const { candidates, publicityUntil } = await publishCandidates(office, played.tenderId);
  tell.done(`${candidates.length} 名候选人（不排序），公示到 ${beijing(new Date(publicityUntil))}`);
  await tell.expectRefusal('公示期内就确定中标人', 'award.publicity-runs', () => office.officer.post(`/api/tenders/${played.tenderId}/winner`, { bidId: candidates[0]!.bidId }));
  await advance(office, new Date(new Date(publicityUntil).getTime() + 60_000));
  return candidates;
}

async function decide(office: Office, tell: Narrator, played: Played, candidates: readonly Candidate[], bidders: readonly Bidder[]): Promise<{ bidder: string; priceFen: string }> {
  tell.step('定标会议票决、中标通知书、合同', 'The decision meeting votes; award notice; contract', citation('TBL-45', 'zh'));
  const winner = await award(office, played, candidates, (name) => bidders.find((bidder) => bidder.firm.name === name)!);
  tell.done(`中标人 ${winner.bidder}，中标价 ${formatYuan(BigInt(winner.priceFen))} 元；合同由双方签署`);
  return winner;
}

async function figures(office: Office, tell: Narrator, { source, tenderId }: Played, bidders: readonly Bidder[], winner: { bidder: string; priceFen: string }): Promise<void> {
  tell.step('统计：作业增量计算，与全量重算逐格一致', 'Figures: counted by a job, equal cell by cell to a full recompute');
  const { differences } = await office.system.post<{ differences: unknown[] }>('/api/statistics/recount');
  if (differences.length > 0) throw new Error(`statistics differ from the recompute in ${differences.length} cells`);
  const { total } = await office.officer.get<{ total: { projects: string; turnoverFen: string; remoteShare: string } }>('/api/statistics');
  tell.done(`成交 ${total.projects} 个标段，成交额 ${formatYuan(BigInt(total.turnoverFen))} 元，远程异地评标占比 ${total.remoteShare}`);
  const record = await office.officer.get<{ record: string }>(`/api/tenders/${tenderId}/opening`);
  const { bids } = JSON.parse(record.record) as { bids: { bidder: string; priceFen: string }[] };
  const rows = bids.map(({ bidder, priceFen }) => [bidder, formatYuan(BigInt(priceFen)), bidder === winner.bidder ? '中标' : '', `${source.expected.winner}（演示）` === bidder ? '真实中标人' : '']);
  tell.table(['投标人（化名）', '报价（元）', '平台结果', '真实结果'], rows);
  tell.table(
    ['依法拒绝的操作', '依据'],
    tell.refused.map(({ what, article }) => [what, article]),
  );
  if (bidders.length !== bids.length) throw new Error('not every bid was opened');
}
