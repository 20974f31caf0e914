import { inPublicity } from './publicity';
import { freezeClock, groundOf, thawClock } from './tools';
import {
  advance,
  ask as askFor,
  type Bidder,
  closeConnections,
  confirm,
  draftBody,
  evaluated,
  LOWEST,
  pastDeadline,
  platformTime,
  type Published,
  publishedTender,
  refusal,
  registeredProject,
  startWorld,
  submitAll,
  type World,
} from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterEach(() => thawClock(world));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const view = (path: string) => world.office.officer.get<Record<string, unknown>>(`/api/tenders/${path}`);
const ask = ({ tenderId }: Published, what: string, body: object = {}) => askFor(world.office.officer, `/api/tenders/${tenderId}/${what}`, body);
const done = async (tender: Published, what: string, body: object = {}) => confirm<Record<string, string>>(world.office.approver, await ask(tender, what, body));

it('fewer than three bids: no opening, the tender has failed, and a new one follows from it', async () => {
  const tender = await publishedTender(world);
  await submitAll(world, tender, ['100', '200']);
  const again = draftBody(world, tender.projectId, await platformTime(world.office.officer), { retenderOf: tender.tenderId });
  expect(await groundOf(world.office.officer.post('/api/tenders', again))).toBe('tender.retender-only-failed TBR-44'); // not while it runs
  await pastDeadline(world, tender);
  expect(await groundOf(world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`))).toMatch(/^(opening\.failed TBR-44|kernel\..*|tender\..*)/);
  expect(await view(tender.tenderId)).toMatchObject({ status: 'failed', endArticle: 'TBR-44' });
  expect((await refusal(world.office.officer.get(`/api/tenders/${tender.tenderId}/opening`))).status).toBe(404);
  const { tenderId } = await world.office.officer.post<Published>('/api/tenders', draftBody(world, tender.projectId, await platformTime(world.office.officer), { retenderOf: tender.tenderId }));
  await confirm(world.office.approver, await askFor(world.office.officer, `/api/tenders/${tenderId}/publish`));
  expect(await view(tenderId)).toMatchObject({ status: 'bidding', retenderOf: tender.tenderId });
  const elsewhere = draftBody(world, await registeredProject(world), await platformTime(world.office.officer), { retenderOf: tender.tenderId });
  expect(await groundOf(world.office.officer.post('/api/tenders', elsewhere))).toBe('tender.retender-only-failed TBR-44');
});

it('a terminated tender takes no bid and cannot be opened', async () => {
  const tender = await publishedTender(world);
  const [one] = await submitAll(world, tender, ['100', '200', '300']);
  await done(tender, 'terminate', { reason: '项目取消' });
  expect(await view(tender.tenderId)).toMatchObject({ status: 'terminated', endArticle: 'TBR-31', endReason: '项目取消' });
  expect((await refusal(one!.submit(tender, '90', { version: 2 }))).code).toBe('bidding.not-open-for-bids');
  await pastDeadline(world, tender);
  expect((await refusal(world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`))).status).toBe(409);
  expect(JSON.stringify(await view(tender.tenderId))).not.toContain('投标人-'); // its end unseals nothing
});

it('a hold of the bureau stops acts and bids until it is lifted; a withdrawal it does not stop', async () => {
  const tender = await publishedTender(world);
  const [one] = await submitAll(world, tender, ['100', '200', '300']);
  const { bureau, officer } = world.office;
  expect((await refusal(officer.post(`/api/projects/${tender.projectId}/holds`, { reason: 'x' }))).code).toBe('auth.not-allowed');
  const { holdId } = await bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查' });
  expect(await groundOf(ask(tender, 'amendments', { kind: 'amendment', text: 'x', affectsBids: false }))).toBe('intake.held TBR-62');
  await ask(tender, 'terminate', { reason: '资金落空' }); // an order to stop forces nobody to go on (TBR 31)
  expect(await groundOf(one!.submit(tender, '90', { version: 2 }))).toBe('intake.held TBR-62');
  await one!.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`);
  await pastDeadline(world, tender);
  expect(await groundOf(officer.post(`/api/tenders/${tender.tenderId}/opening/start`))).toBe('intake.held TBR-62');
  expect((await view(tender.tenderId))['holds']).toEqual([{ kind: 'HS', article: 'TBR-62', reason: '投诉调查' }]);
  expect(((await (await fetch(`${world.url}/api/tenders/${tender.tenderId}`)).json()) as { holds: unknown }).holds).toEqual([{ kind: 'HS', article: 'TBR-62' }]); // to strangers that it is so, not why
  expect(await view(tender.tenderId)).toMatchObject({ status: 'bidding' }); // neither closed nor failed meanwhile
  await bureau.post(`/api/holds/${holdId}/lift`);
  const { deadline } = (await view(tender.tenderId)) as { deadline: string };
  expect(new Date(deadline).getTime()).toBeGreaterThan(tender.deadline.getTime()); // the time that was stopped is given back
  await pastDeadline(world, { ...tender, deadline: new Date(deadline) });
  expect((await refusal(officer.post(`/api/tenders/${tender.tenderId}/opening/start`))).status).toBe(409); // two bids are left
  expect(await view(tender.tenderId)).toMatchObject({ status: 'failed' });
});

it('the winner is fixed at the first instant after the publicity, the contract costs what was bid', async () => {
  const { tender, bidders, candidates, until } = await inPublicity(world);
  const choose = (rank: number) => ({ bidId: candidates.find((one) => one.rank === rank)!.bidId });
  await freezeClock(world, new Date(until.getTime() - 1));
  expect(await groundOf(ask(tender, 'winner', choose(1)))).toBe('award.publicity-runs TBR-54');
  await freezeClock(world, until);
  expect(await groundOf(bidders[0]!.client.post(`/api/tenders/${tender.tenderId}/objections`, { text: '迟到的异议' }))).toBe('award.publicity-over TBR-54');
  expect(await groundOf(ask(tender, 'winner', choose(2)))).toBe('award.not-first TBR-55');
  expect((await refusal(ask(tender, 'winner', { bidId: tender.tenderId }))).code).toBe('award.not-candidate');
  await done(tender, 'winner', choose(1));
  expect((await bidders[0]!.client.get<Record<string, unknown>>(`/api/tenders/${tender.tenderId}/award`))['winner']).toBeUndefined(); // before the notice
  expect((await refusal(ask(tender, 'contract', { priceFen: '100', text: 'x' }))).status).toBe(409);
  await done(tender, 'award-notice');
  expect(await groundOf(ask(tender, 'contract', { priceFen: '101', text: 'x' }))).toBe('award.contract-price TBR-57');
  const asked = await ask(tender, 'contract', { priceFen: '100', text: '合同' });
  expect((await refusal(confirm(bidders[0]!.client, asked))).status).toBe(404); // a loser does not sign it
  expect(await confirm(bidders[1]!.client, asked)).toMatchObject({ status: 'contracted' });
});

it('an objection in the publicity holds the award until it is answered; its author is hidden', async () => {
  const { tender, bidders, candidates, until } = await inPublicity(world);
  const first = { bidId: candidates[0]!.bidId };
  const outsider = await world.bidder('局外人');
  expect(await groundOf(outsider.client.post(`/api/tenders/${tender.tenderId}/objections`, { text: '异议' }))).toBe('award.not-participant TBR-54');
  const { objectionId } = await bidders[0]!.client.post<{ objectionId: string }>(`/api/tenders/${tender.tenderId}/objections`, { text: '对第一名业绩的异议' });
  await advance(world.office, until);
  expect(await groundOf(ask(tender, 'winner', first))).toBe('intake.held TBR-54');
  const open_ = JSON.stringify(await bidders[1]!.client.get(`/api/tenders/${tender.tenderId}/award`));
  expect(open_).toContain('"objections":1');
  expect(open_).not.toContain('业绩的异议');
  const own = async (bidder: Bidder) => (await bidder.client.get<{ ownObjections?: { text: string; answer: string | null }[] }>(`/api/tenders/${tender.tenderId}/award`)).ownObjections;
  expect(await own(bidders[0]!)).toEqual([expect.objectContaining({ text: '对第一名业绩的异议', answer: null })]);
  const asked = await askFor(world.office.officer, `/api/objections/${objectionId}/answer`, { answer: '经核实，业绩属实。' });
  expect(await groundOf(ask(tender, 'winner', first))).toBe('intake.held TBR-54'); // not answered before it is signed by the second person
  await confirm(world.office.approver, asked);
  // negative control: while everybody but the two sides read a number, who had objected never read the answer
  expect(await own(bidders[0]!)).toEqual([expect.objectContaining({ answer: '经核实，业绩属实。', answeredAt: expect.any(String) })]);
  expect([await own(bidders[1]!), await own(outsider)]).toEqual([undefined, undefined]);
  await done(tender, 'winner', first);
  expect(await view(tender.tenderId)).toMatchObject({ status: 'decided' });
});

it('who gives up makes room for the next', async () => {
  const { tender, bidders, candidates, until } = await inPublicity(world);
  await advance(world.office, until);
  const giveUp = (bidder: Bidder) => bidder.client.post(`/api/tenders/${tender.tenderId}/give-up`, { reason: '无法履约' });
  await giveUp(bidders[1]!);
  expect((await refusal(giveUp(bidders[1]!))).code).toBe('award.already-given-up');
  expect((await refusal(ask(tender, 'winner', { bidId: candidates[0]!.bidId }))).code).toBe('award.not-candidate');
  expect(await groundOf(ask(tender, 'winner', { bidId: candidates[2]!.bidId }))).toBe('award.not-first TBR-55');
  expect(await done(tender, 'winner', { bidId: candidates[1]!.bidId })).toMatchObject({ priceFen: '200' });
});

it('a winner who gives up before the notice makes room for the next, too; no notice goes to him', async () => {
  const { tender, bidders, candidates, until } = await inPublicity(world);
  await advance(world.office, until);
  await done(tender, 'winner', { bidId: candidates[0]!.bidId });
  const forTheFirst = await ask(tender, 'award-notice');
  await bidders[1]!.client.post(`/api/tenders/${tender.tenderId}/give-up`, { reason: '无法履约' });
  expect((await refusal(done(tender, 'award-notice'))).status).toBe(409);
  expect(await done(tender, 'winner', { bidId: candidates[1]!.bidId })).toMatchObject({ priceFen: '200' });
  const { violations } = await refusal(confirm(world.office.approver, forTheFirst)); // what was asked for one is not confirmed for another
  expect(violations.map(({ code }) => code)).toEqual(['proposal.outdated', ...violations.slice(1).map(() => 'proposal.changed')]);
  expect(violations.find(({ pointer }) => pointer === '/winner/priceFen')?.detail).toBe('“中标人 / 金额”提请时为“¥1.00”，现为“¥2.00”。');
  await done(tender, 'award-notice');
  expect((await refusal(bidders[0]!.client.post(`/api/tenders/${tender.tenderId}/give-up`, { reason: '反悔' }))).code).toBe('award.already-given-up'); // after the notice only the winner can (TBR 55)
});

it('a decision among unranked candidates: the votes of seven or more, never one person’s choice', async () => {
  const plan = { ...LOWEST, method: { method: 'decision', candidatesMax: 3 } };
  const tender = await publishedTender(world, { plan });
  const bidders = await submitAll(world, tender, ['300', '100', '200']);
  await pastDeadline(world, tender);
  const { candidates, publicityUntil } = await evaluated(world, tender, bidders, 'decision');
  expect(candidates.map(({ rank }) => rank)).toEqual([null, null, null]);
  await advance(world.office, new Date(publicityUntil));
  const [a, b] = candidates.map(({ bidId }) => bidId) as [string, string];
  const decision = (votes: string[]) => ({ place: '定标室', members: votes.map((vote, i) => ({ name: `委员${i}`, position: '职工', vote })) });
  expect(await groundOf(ask(tender, 'winner', { bidId: a }))).toBe('award.decision-missing TBR-55');
  expect(await groundOf(ask(tender, 'winner', { bidId: a, decision: decision([a, a, a, b, b]) }))).toBe('award.decision-committee TBR-55');
  expect(await groundOf(ask(tender, 'winner', { bidId: b, decision: decision([a, a, a, a, b, b, b]) }))).toBe('award.decision-other TBR-55');
  await done(tender, 'winner', { bidId: a, decision: decision([a, a, a, a, b, b, b]) });
  await done(tender, 'award-notice');
  const told = await bidders[0]!.client.get<{ decision: { members: number } }>(`/api/tenders/${tender.tenderId}/award`);
  expect(told.decision.members).toBe(7); // how many, not who voted how
});

// negative control: with the hold on the whole project every bid for the second lot was refused as held, then as late, and every bid opened there ended unopened
it('an objection to the result of one lot stops that lot alone: in another of its project bids are taken, opened and counted', async () => {
  const { tender: first, bidders, candidates } = await inPublicity(world);
  const { officer, approver, bureau } = world.office;
  const body = draftBody(world, first.projectId, await platformTime(officer), { title: '砚池区道路改造施工二标段（演示）' });
  const draft = await officer.post<{ tenderId: string; code: string }>('/api/tenders', body);
  await confirm(approver, await askFor(officer, `/api/tenders/${draft.tenderId}/publish`));
  const second: Published = { ...draft, projectId: first.projectId, deadline: new Date(body.deadline) };
  await bidders[0]!.client.post(`/api/tenders/${first.tenderId}/objections`, { text: '对第一名业绩的异议' });
  const rivals = await submitAll(world, second, ['100', '200', '300']);
  await pastDeadline(world, second);
  await officer.post(`/api/tenders/${second.tenderId}/opening/start`);
  for (const rival of rivals) await rival.decrypt(second.tenderId);
  await confirm(world.office.hall, await askFor(officer, `/api/tenders/${second.tenderId}/opening/conclude`, { otherCauses: [] }));
  expect(await view(second.tenderId)).toMatchObject({ status: 'opened', holds: [] });
  expect(await view(first.tenderId)).toMatchObject({ status: 'publicity', holds: [{ kind: 'HR' }] });
  expect(await groundOf(ask(first, 'winner', { bidId: candidates[0]!.bidId }))).toBe('intake.held TBR-54');
  const { holdId } = await bureau.post<{ holdId: string }>(`/api/projects/${first.projectId}/holds`, { reason: '核查' }); // an order of the bureau stops all of it
  expect(await view(second.tenderId)).toMatchObject({ holds: [{ kind: 'HS' }] });
  await bureau.post(`/api/holds/${holdId}/lift`);
});
