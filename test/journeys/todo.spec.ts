import { commitment } from '@draw';
import type { Client } from '../../apps/cli/src/play/client';
import type { Member } from '../../apps/cli/src/play/people';
import { send, until } from './tools';
import {
  advance,
  ask,
  type Asked,
  type Bidder,
  closeConnections,
  confirm,
  draftBody,
  openRoom,
  pastDeadline,
  platformTime,
  publishCandidates,
  type Published,
  REVIEW,
  roomView,
  startWorld,
  type World,
} from './world';

interface Item {
  kind: string;
  tenderId: string | null;
  objectId: string;
  dueAt: string | null;
  overdue: boolean;
  article: string | null;
  owes?: string;
}

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const items = async (client: Client) => (await client.get<{ items: Item[] }>('/api/todo')).items;
const kinds = async (client: Client) => (await items(client)).map(({ kind }) => kind);
const item = async (client: Client, kind: string) => (await items(client)).find((one) => one.kind === kind)!;
const put = (path: string, body: unknown, { token }: Client) => send(world.url, 'PUT', path, { token, body });

const PROJECT = {
  ...{ name: '待办测试道路（演示）', category: 'construction', kind: 'A02', region: '990100', tendererUscc: '91990100MATP100165', mandate: '委托-9' },
  ...{ approvalNumber: '衡发改〔2026〕9号', fundsSource: '财政资金', estimateFen: '1000000000', stateControlled: true, mandatory: true },
};

let projectId: string;
let tender: Published;
let bidders: Bidder[];
let members: Member[];
let evaluationId: string;

/** Asks for an act of two persons and confirms it: in between it is owed by the second one alone. */
async function twoPersons(asked: Promise<Asked>, second: Client, kind: string): Promise<unknown> {
  const { officer } = world.office;
  const proposal = await asked;
  expect(await kinds(officer)).not.toContain(kind);
  expect(await item(second, 'proposal.confirm')).toMatchObject({ objectId: proposal.proposalId, overdue: false });
  expect(await kinds(officer)).not.toContain('proposal.confirm'); // who asked does not confirm
  const done = await confirm(second, proposal);
  expect(await kinds(second)).not.toContain('proposal.confirm');
  return done;
}

// each of these steps is the negative control of the one before: what was owed is gone once it is done
it('entry: the draft, its acceptance, its return', async () => {
  const { officer, approver, entry } = world.office;
  expect(await kinds(officer)).toEqual([]);
  ({ projectId } = await officer.post<{ projectId: string }>('/api/projects', PROJECT));
  expect(await kinds(officer)).toEqual(['project.draft']);
  await twoPersons(ask(officer, `/api/projects/${projectId}/submit`), approver, 'project.draft');
  expect(await kinds(entry)).toEqual(['project.accept']);
  await entry.post(`/api/projects/${projectId}/return`, { reason: '请补充批准文号' });
  expect([await kinds(entry), await kinds(officer)]).toEqual([[], ['project.returned']]);
  const changed = await put(`/api/projects/${projectId}`, { ...PROJECT, approvalNumber: '衡发改〔2026〕10号' }, officer);
  expect(changed.status).toBe(200);
  expect(await officer.get(`/api/projects/${projectId}`)).toMatchObject({ approvalNumber: '衡发改〔2026〕10号', returnReason: '请补充批准文号' });
  await confirm(approver, await ask(officer, `/api/projects/${projectId}/submit`));
  await entry.post(`/api/projects/${projectId}/accept`);
  expect([await kinds(entry), await kinds(officer)]).toEqual([[], []]);
  expect((await put(`/api/projects/${projectId}`, PROJECT, officer)).status).toBe(409); // what was accepted stays as it is
});

it('notice, question, bid', async () => {
  const { officer, approver } = world.office;
  const body = draftBody(world, projectId, await platformTime(officer));
  tender = { ...(await officer.post<Published>('/api/tenders', body)), projectId, deadline: new Date(body.deadline) };
  expect(await kinds(officer)).toEqual(['tender.draft']);
  await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/publish`), approver, 'tender.draft');
  bidders = await Promise.all(['待办甲', '待办乙', '待办丙'].map((name) => world.bidder(name)));
  const [one, two] = bidders as [Bidder, Bidder];
  const { questionId } = await one.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '工期如何计算？' });
  expect(await item(officer, 'tender.question-open')).toMatchObject({ objectId: questionId, dueAt: tender.deadline.toISOString(), article: 'TBR-21' });
  await officer.post(`/api/questions/${questionId}/answer`, { answer: '自开工令起算。' });
  expect(await kinds(officer)).toEqual([]);
  const sealed = one.seal(tender, '100');
  await one.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
  expect(await items(one.client)).toMatchObject([{ kind: 'bid.uploaded-not-submitted', tenderId: tender.tenderId, dueAt: tender.deadline.toISOString(), article: 'O20-27' }]);
  expect(await kinds(two.client)).toEqual([]); // nobody else learns of it (O20 21)
  for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, `${100 + i}`);
  expect(await kinds(one.client)).toEqual([]);
});

it('opening: started, decrypted by each bidder, concluded', async () => {
  const { officer, hall } = world.office;
  await pastDeadline(world, tender);
  await until(async () => (await kinds(officer)).includes('opening.start'));
  await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  expect(await kinds(officer)).toEqual([]);
  const [one, ...others] = bidders as [Bidder, ...Bidder[]];
  expect(await item(one.client, 'opening.decrypt')).toMatchObject({ tenderId: tender.tenderId, overdue: false });
  for (const bidder of others) await bidder.decrypt(tender.tenderId);
  expect(await kinds(officer)).toEqual([]); // one bid is still sealed and the window runs
  await one.decrypt(tender.tenderId);
  expect([await kinds(one.client), await kinds(officer)]).toEqual([[], ['opening.conclude']]);
  await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses: [] }), hall, 'opening.conclude');
});

it('draw: asked, committed and revealed by both parties, answered by the experts', async () => {
  const { officer, approver, bureau, experts } = world.office;
  expect(await kinds(officer)).toEqual(['draw.request']);
  const called = new Map<Member, string>();
  for (const member of experts.values()) member.onCall = async (who, callId) => called.set(who, callId);
  const needs = [
    { specialty: 'A0802', count: 2 },
    { specialty: 'A0402', count: 1 },
    { specialty: 'A0601', count: 1 },
  ];
  const request = { needs, awayMin: 1, homeLibrary: '衡州', representatives: 1, sessionStartsAt: new Date(tender.deadline.getTime() + 3_600_000).toISOString(), sessionHours: 4 };
  const { drawId } = (await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/draws`, request), approver, 'draw.request')) as { drawId: string };
  const parties = [
    [officer, 'tenderer', '3'.repeat(64)],
    [bureau, 'bureau', '4'.repeat(64)],
  ] as const;
  for (const [client, party, number] of parties) {
    expect(await items(client)).toMatchObject([{ kind: 'draw.commit', objectId: drawId }]);
    await client.post(`/api/draws/${drawId}/commit`, { commitment: commitment(drawId, party, number) });
    expect(await kinds(client)).not.toContain('draw.commit');
  }
  for (const [client, , number] of parties) {
    expect(await items(client)).toMatchObject([{ kind: 'draw.reveal', objectId: drawId }]);
    await client.post(`/api/draws/${drawId}/reveal`, { number });
    expect(await kinds(client)).toEqual([]);
  }
  await until(async () => called.size === 4);
  for (const [member, callId] of called) {
    expect(await items(member.client)).toMatchObject([{ kind: 'call.answer', objectId: callId, tenderId: null, overdue: false }]); // which tender it is stays secret
    await member.answer(callId, true);
    expect(await kinds(member.client)).toEqual([]);
  }
  await until(async () => (await kinds(officer)).includes('evaluation.open-room'));
});

it('evaluation: the room is opened, entered, the report is signed', async () => {
  const { office } = world;
  const room = await openRoom(office, tender.tenderId);
  ({ evaluationId } = room);
  members = [...room.experts, office.representative];
  expect(await kinds(office.officer)).toEqual([]);
  const all = (work: (member: Member) => Promise<unknown>) => Promise.all(members.map(work));
  const owed = () => Promise.all(members.map(({ client }) => kinds(client)));
  expect(await owed()).toEqual(members.map(() => ['room.enter']));
  await all((member) => member.act('expert.check-in', { evaluationId }));
  await all((member) => member.act('expert.pledge', { evaluationId }));
  for (const member of members.slice(0, 3)) await member.act('leader.elect', { evaluationId, seat: 'E1' });
  const { bids } = await roomView(members[0]!, tender.tenderId);
  const marks = bids.flatMap(({ bidId }) => REVIEW.map(({ id: itemId }) => ({ bidId, itemId, pass: true })));
  await all((member) => member.act('review.mark', { evaluationId, marks }));
  await members[0]!.act('score.hand-in', { evaluationId, scores: [], remarks: [] });
  expect(await owed()).toEqual(members.map((_, i) => (i === 0 ? [] : ['room.enter'])));
  for (const member of members.slice(1)) await member.act('score.hand-in', { evaluationId, scores: [], remarks: [] });
  expect(await owed()).toEqual(members.map(() => ['report.sign']));
  const { report } = await roomView(members[0]!, tender.tenderId);
  await all(async (member) => member.act('report.sign', { evaluationId, signature: await member.sign(report!) }));
  expect(await owed()).toEqual(members.map(() => []));
});

const hours = (item_: Item, from: Date) => (new Date(item_.dueAt!).getTime() - from.getTime()) / 3_600_000;

it('award: candidates, objection, winner, notice, contract; each with its limit', async () => {
  const { officer, approver, bureau } = world.office;
  const signedAt = await platformTime(officer);
  const candidates = await item(officer, 'candidates.publish');
  expect(candidates).toMatchObject({ article: 'TBR-54', overdue: false });
  expect(hours(candidates, signedAt)).toBeGreaterThan(3 * 24 - 1); // three whole days, and the rest of today
  expect(hours(candidates, signedAt)).toBeLessThan(4 * 24);
  const due = await bureau.get<{ items: Item[] }>('/api/supervision/due');
  expect(due.items).toMatchObject([{ kind: 'candidates.publish', tenderId: tender.tenderId, overdue: false, owes: '衡正工程咨询（演示）' }]);
  const published = await publishCandidates(world.office, tender.tenderId);
  expect(await kinds(officer)).toEqual([]);

  const { objectionId } = await bidders[1]!.client.post<{ objectionId: string }>(`/api/tenders/${tender.tenderId}/objections`, { text: '对第一名的异议' });
  expect(await item(officer, 'objection.answer')).toMatchObject({ objectId: objectionId, article: 'TBR-54' });
  await twoPersons(ask(officer, `/api/objections/${objectionId}/answer`, { answer: '经核实，维持原结果。' }), approver, 'objection.answer');
  expect(await kinds(officer)).toEqual([]);

  await advance(world.office, new Date(published.publicityUntil));
  expect(await kinds(officer)).toEqual(['award.fix-winner']);
  const bidId = published.candidates.find((one) => one.rank === 1)!.bidId;
  await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/winner`, { bidId }), approver, 'award.fix-winner');
  expect(await kinds(officer)).toEqual(['award.issue-notice']);
  await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/award-notice`), approver, 'award.issue-notice');
  const contract = await item(officer, 'contract.sign');
  expect(hours(contract, await platformTime(officer)) / 24).toBeGreaterThanOrEqual(30);
  const { notice } = await officer.get<{ notice: string }>(`/api/tenders/${tender.tenderId}/award`);
  expect((JSON.parse(notice) as { contractUntil: string }).contractUntil).toBe(contract.dueAt); // the notice names the same moment
  const winner = bidders[0]!.client;
  await twoPersons(ask(officer, `/api/tenders/${tender.tenderId}/contract`, { priceFen: '100', text: '合同' }), winner, 'contract.sign');
  for (const client of [officer, approver, bureau, ...bidders.map((one) => one.client), ...members.map((one) => one.client)]) expect(await kinds(client)).toEqual([]);
});

it('what is not done in time is overdue, to the one who owes it and to the bureau', async () => {
  const { officer, approver, bureau, entry } = world.office;
  const { projectId: other } = await officer.post<{ projectId: string }>('/api/projects', { ...PROJECT, name: '另一项目（演示）' });
  await confirm(approver, await ask(officer, `/api/projects/${other}/submit`));
  await entry.post(`/api/projects/${other}/accept`);
  const body = draftBody(world, other, await platformTime(officer));
  const { tenderId } = await officer.post<Published>('/api/tenders', body);
  await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/publish`));
  await bidders[0]!.client.post(`/api/tenders/${tenderId}/questions`, { text: '无人回答的问题' });
  expect((await bureau.get<{ items: Item[] }>('/api/supervision/due')).items).toEqual([]); // weeks away
  await advance(world.office, new Date(new Date(body.deadline).getTime() - 3_600_000));
  expect(await item(officer, 'tender.question-open')).toMatchObject({ tenderId, overdue: false });
  expect((await bureau.get<{ items: Item[] }>('/api/supervision/due')).items).toMatchObject([{ kind: 'tender.question-open', tenderId }]);
});
