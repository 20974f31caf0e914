import { commitment } from '@draw';
import type { EscrowTerms } from '@envelope';
import { invites, type ProcedureId } from '@procedure';
import { randomBytes } from 'node:crypto';
import { ask, confirm, type Office } from './office';
import type { Bidder, Member, TenderAddress } from './people';
import type { ReplayTender } from './replay-file';

export interface Played extends TenderAddress {
  projectId: string;
  source: ReplayTender;
  deadline: Date;
}

const DAY = 86_400_000;

export const REVIEW = [
  { id: 'signed', kind: 'form', text: '投标文件按招标文件要求签字、盖章' },
  { id: 'qualified', kind: 'qualification', text: '投标人资质、业绩、项目负责人符合要求' },
  { id: 'responsive', kind: 'responsiveness', text: '投标内容实质性响应招标文件' },
] as const;

const methodOf = ({ method, bids }: ReplayTender) => (method === 'decision' ? { method, candidatesMax: Math.max(3, bids.length) } : { method, tieRule: 'earlier-receipt' });

/** How a lot is tendered: by which procedure, and, where it invites, whom by their codes. */
export interface Way {
  procedure: ProcedureId;
  invitees: readonly string[];
}

const OPENLY: Way = { procedure: 'works-open', invitees: [] };
const GROUND = { ground: 'few', approval: '演示认定-001' } as const;

/** Entry: registered by the agency, confirmed by the tenderer, accepted by the trading centre. */
export async function enter(office: Office, source: ReplayTender, { procedure }: Way = OPENLY): Promise<string> {
  const { officer, approver, entry, tendererUscc } = office;
  const { title: name, region, category, estimateFen } = source;
  const project = await officer.post<{ projectId: string }>('/api/projects', {
    ...{ name, category, region, estimateFen, tendererUscc, kind: 'A02', mandate: '演示委托-001' },
    ...{ approvalNumber: source.ref, fundsSource: '财政资金', stateControlled: true, mandatory: true },
    ...{ procedure, invitation: invites({ procedure }) ? GROUND : null },
  });
  await confirm(approver, await ask(officer, `/api/projects/${project.projectId}/submit`));
  await entry.post(`/api/projects/${project.projectId}/accept`);
  return project.projectId;
}

/** The dates of a notice that goes out now: documents for six days, bids for twenty full days. */
export function lawfulDates(now: Date): { documentsUntil: Date; questionsUntil: Date; deadline: Date } {
  const midnight = new Date(Math.floor((now.getTime() + 8 * 3_600_000) / DAY) * DAY - 8 * 3_600_000);
  const at = (days: number, hours: number) => new Date(midnight.getTime() + days * DAY + hours * 3_600_000);
  return { documentsUntil: at(7, 0), questionsUntil: at(9, 17), deadline: at(21, 9.5) };
}

/** A notice as the agency drafts it, with these dates. */
export function draftOf(projectId: string, source: ReplayTender, documentId: string, dates: ReturnType<typeof lawfulDates>, { invitees }: Way = OPENLY) {
  return {
    invitees,
    ...{ projectId, title: source.title, scope: `${source.title}，招标范围详见招标文件。`, qualification: '具备相应资质，信誉良好，接受联合体投标的按招标文件规定。' },
    ...{ plan: { method: methodOf(source), review: REVIEW, items: [] }, ceilingFen: null, candidateLimit: source.method === 'decision' ? Math.max(3, source.bids.length) : 3 },
    ...{ documentsUntil: dates.documentsUntil.toISOString(), questionsUntil: dates.questionsUntil.toISOString(), deadline: dates.deadline.toISOString(), documents: [documentId] },
  };
}

/** Two of the three trustees of the demonstration world, for a draft. */
export async function trusteesOf({ officer }: Office): Promise<{ threshold: number; people: string[] }> {
  const { items } = await officer.get<{ items: { accountId: string }[] }>('/api/trustees');
  return { threshold: 2, people: items.slice(0, 3).map(({ accountId }) => accountId) };
}

/** What the notice says about who opens the bids; undefined where bidders do. */
export async function escrowTermsOf({ officer }: Office, { tenderId }: TenderAddress): Promise<EscrowTerms | undefined> {
  const { trustees } = await officer.get<{ trustees: { threshold: number; people: { certificate: string }[] } | null }>(`/api/tenders/${tenderId}`);
  return trustees ? { threshold: trustees.threshold, trustees: trustees.people.map(({ certificate }) => certificate) } : undefined;
}

/** Notice and documents: drafted by the agency, published when the tenderer's approver confirms. */
export async function publish(office: Office, projectId: string, source: ReplayTender, documentId: string, now: Date, way: Way = OPENLY): Promise<Played> {
  const dates = lawfulDates(now);
  const draft = await office.officer.post<TenderAddress>('/api/tenders', draftOf(projectId, source, documentId, dates, way));
  return publishDraft(office, draft, { projectId, source, deadline: dates.deadline }, way);
}

export async function publishDraft({ officer, approver }: Office, draft: TenderAddress, of: Pick<Played, 'projectId' | 'source' | 'deadline'>, way: Way = OPENLY): Promise<Played> {
  await confirm(approver, await ask(officer, `/api/tenders/${draft.tenderId}/${invites(way) ? 'invitations' : 'publish'}`));
  return { ...draft, ...of };
}

export async function uploadDocument(office: Office, text: string): Promise<string> {
  const name = encodeURIComponent('招标文件.txt');
  return (await office.officer.put<{ id: string }>(`/api/files?name=${name}&mediaType=text/plain`, Buffer.from(text))).id;
}

/** The opening: started by the agency for the tenderer, bids opened by their bidders, concluded before a witness. */
export async function open(office: Office, { tenderId }: TenderAddress, bidders: readonly Bidder[]): Promise<void> {
  const { officer, hall } = office;
  await officer.post(`/api/tenders/${tenderId}/opening/start`);
  await Promise.all(bidders.map((bidder) => bidder.decrypt(tenderId)));
  await confirm(hall, await ask(officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));
}

/** The draw: asked and confirmed, both outside parties commit, then reveal. Returns its id. */
export async function draw(
  office: Office,
  { tenderId, deadline }: Played,
  needs = [
    { specialty: 'A0802', count: 2 },
    { specialty: 'A0402', count: 1 },
    { specialty: 'A0601', count: 1 },
  ],
  session = new Date(deadline.getTime() + 3_600_000),
): Promise<string> {
  const { officer, approver, bureau } = office;
  const request = { needs, awayMin: 1, homeLibrary: '衡州', representatives: 1, sessionStartsAt: session.toISOString(), sessionHours: 4 };
  const { drawId } = await confirm<{ drawId: string }>(approver, await ask(officer, `/api/tenders/${tenderId}/draws`, request));
  const numbers = [
    [officer, 'tenderer', randomBytes(32).toString('hex')],
    [bureau, 'bureau', randomBytes(32).toString('hex')],
  ] as const;
  for (const [client, party, number] of numbers) await client.post(`/api/draws/${drawId}/commit`, { commitment: commitment(drawId, party, number) });
  for (const [client, , number] of numbers) await client.post(`/api/draws/${drawId}/reveal`, { number });
  return drawId;
}

/** Waits until every seat of the draw is accepted; the members answer their calls by themselves. */
export async function untilConfirmed(office: Office, tenderId: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const draws = await office.officer.get<{ status: string }[]>(`/api/tenders/${tenderId}/draws`);
    if (draws.at(-1)?.status === 'confirmed') return;
    await new Promise((resolve) => setTimeout(resolve, 20 + tries));
  }
  throw new Error(`tender ${tenderId}: the draw was not confirmed`);
}

interface RoomView {
  id: string;
  bids: { bidId: string; bidder: string; priceFen: string }[];
  documents?: { number: number; bidId: string; bidder: string; documents: { name: string; fileName: string; mediaType: string; size: number; sha256: string }[] }[];
  own: { seat: string };
  report?: string;
}

export const roomView = (member: Member, tenderId: string): Promise<RoomView> => member.client.get<RoomView>(`/api/tenders/${tenderId}/evaluation`);

/** The committee at work, from check-in to the last signature. */
export async function evaluate(office: Office, { tenderId, source }: Played, experts: readonly Member[], evaluationId: string): Promise<void> {
  const members = [...experts, office.representative];
  const all = (work: (member: Member) => Promise<unknown>) => Promise.all(members.map(work));
  await all((member) => member.act('expert.check-in', { evaluationId }));
  await all((member) => member.act('expert.pledge', { evaluationId }));
  for (const member of members.slice(0, Math.floor(members.length / 2) + 1)) await member.act('leader.elect', { evaluationId, seat: 'E1' });
  const { bids } = await roomView(members[0]!, tenderId);
  const marks = bids.flatMap(({ bidId }) => REVIEW.map(({ id: itemId }) => ({ bidId, itemId, pass: true })));
  await all((member) => member.act('review.mark', { evaluationId, marks }));
  const remark = { strengths: '响应招标文件，方案可行。', risks: '无突出风险。', recommend: true };
  const remarks = source.method === 'decision' ? bids.map(({ bidId }) => ({ bidId, ...remark })) : [];
  await all((member) => member.act('score.hand-in', { evaluationId, scores: [], remarks }));
  const { report } = await roomView(members[0]!, tenderId);
  await all(async (member) => member.act('report.sign', { evaluationId, signature: await member.sign(report!) }));
}

/** The approver opens the room; the experts hear over their sockets that they have a seat. */
export async function openRoom(office: Office, tenderId: string): Promise<{ evaluationId: string; roomId: string; experts: Member[] }> {
  const room = await office.approver.post<{ evaluationId: string; roomId: string; members: number }>(`/api/tenders/${tenderId}/evaluation`, { representatives: ['t1.rep.1'] });
  return { ...room, experts: await office.seated(tenderId, room.members - 1) };
}

export async function publishCandidates(office: Office, tenderId: string): Promise<{ publicityUntil: string; candidates: Candidate[] }> {
  return confirm(office.approver, await ask(office.officer, `/api/tenders/${tenderId}/candidates`));
}

export interface Candidate {
  bidId: string;
  bidder: string;
  priceFen: string;
  rank: number | null;
}

/** Who wins: the first-ranked, or, among unranked candidates, whom the real decision meeting chose. */
function chosen({ source }: Played, candidates: readonly Candidate[]): Candidate {
  if (source.method !== 'decision') return candidates.find((one) => one.rank === 1)!;
  return candidates.find((one) => one.bidder.startsWith(source.expected.winner) && one.priceFen === source.expected.priceFen)!;
}

const DECIDERS = Array.from({ length: 7 }, (_, i) => ({ name: `定标委员${i + 1}（演示）`, position: '招标人职工' }));

/** Winner, award notice, contract; each asked and confirmed by two persons. */
export async function award(office: Office, played: Played, candidates: readonly Candidate[], winnerOf: (bidder: string) => Bidder): Promise<{ bidder: string; priceFen: string }> {
  const { officer, approver } = office;
  const { tenderId, source } = played;
  const { bidId, bidder } = chosen(played, candidates);
  const members = DECIDERS.map((one, i) => ({ ...one, vote: i < 5 ? bidId : candidates[i % candidates.length]!.bidId }));
  const decision = source.method === 'decision' ? { decision: { place: '衡州市公共资源交易中心定标室（演示）', members } } : {};
  const fixed = await confirm<{ winner: string; priceFen: string }>(approver, await ask(officer, `/api/tenders/${tenderId}/winner`, { bidId, ...decision }));
  await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/award-notice`));
  const contract = await ask(officer, `/api/tenders/${tenderId}/contract`, { priceFen: fixed.priceFen, text: '按招标文件和中标人的投标文件订立。' });
  await confirm(winnerOf(bidder).client, contract);
  return { bidder, priceFen: fixed.priceFen };
}
