import { ACCOUNTS } from '@domain/demonstration';
import { makeIdentityNumber } from '@kernel';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { accountOf, bindOwn } from './grants';
import { auditOf, freezeClock, groundOf, rows, send, thawClock } from './tools';
import { ask as askFor, type Asked, closeConnections, confirm, draftBody, platformTime, publishedTender, refusal, registeredProject, startWorld, type World } from './world';

let world: World;
let security: Client;
const PASSWORD = 'a-password-of-24-letters';

beforeAll(async () => {
  world = await startWorld();
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
});
afterEach(() => thawClock(world));
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** A new account in the organisation of `beside`, with a certificate. */
async function account(login: string, beside: string, identityNumber: string, roles: string[]): Promise<Client> {
  const [row] = (await rows<{ id: string; name: string; uscc: string }>(world, 'select o.id, o.name, o.uscc from account a join organisation o on o.id = a.organisation_id where a.login = $1', [
    beside,
  ])) as [{ id: string; name: string; uscc: string }];
  const identity = world.office.authority.issue({ commonName: login, organisation: row.name, uscc: row.uscc });
  await accountOf(world, security, { organisationId: row.id, login, name: login, identityNumber, password: PASSWORD, roles });
  const client = await signIn(world.url, login, PASSWORD, identity);
  await bindOwn(client, login, identity);
  return client;
}

const person = (serial: string) => makeIdentityNumber({ region: '990102', birth: '1979-05-05', serial });
const ask = (by: Client, tenderId: string, reason = '需求取消') => askFor(by, `/api/tenders/${tenderId}/terminate`, { reason });
const statusOf = async (tenderId: string) => (await world.office.officer.get<{ status: string }>(`/api/tenders/${tenderId}`)).status;

it('nobody confirms what he asked for himself, under whichever account', async () => {
  const { approver, officer } = world.office;
  const { tenderId } = await publishedTender(world);
  const same = ACCOUNTS.find(({ login }) => login === 't1.approver.1')!;
  const twin = await account('t1.approver.2', 't1.approver.1', same.identityNumber, ['tenderer-approver']);
  const second = await account('t1.approver.3', 't1.approver.1', person('501'), ['tenderer-approver']);
  const asked = await ask(approver, tenderId);
  const own = await refusal(confirm(approver, asked));
  expect(own.code).toBe('proposal.own-request');
  expect(await auditOf(world, own)).toMatchObject([{ outcome: 'refused', act: 'proposal.confirm' }]);
  expect((await refusal(confirm(twin, asked))).code).toBe('proposal.own-request');
  expect((await refusal(twin.post(`/api/proposals/${asked.proposalId}/refuse`, { reason: 'x' }))).code).toBe('proposal.own-request');
  expect((await refusal(officer.post(`/api/proposals/${asked.proposalId}/confirm`, { contentSha256: asked.contentSha256 }))).code).toBe('auth.not-allowed');
  expect(await statusOf(tenderId)).toBe('bidding');
  expect(await confirm(second, asked)).toEqual({ status: 'terminated' }); // negative control
});

// negative control: with every open request replaced by the newest, the first is `replaced` before anybody has read it, as often as somebody likes
it('each asker has his own request, which only he replaces; the second person chooses among them', async () => {
  const { officer, approver } = world.office;
  const colleague = await account('a1.officer.2', 'a1.officer.1', person('510'), ['agency-officer']);
  const { tenderId } = await publishedTender(world);
  const first = await ask(officer, tenderId);
  for (let i = 0; i < 5; i += 1) await ask(colleague, tenderId, `另有原因 ${i}`);
  const second = await ask(officer, tenderId, '更正');
  expect((await refusal(confirm(approver, first))).code).toBe('proposal.decided'); // his own
  const open = await rows(world, `select 1 from proposal where object_id = $1 and status = 'open'`, [tenderId]);
  expect(open).toHaveLength(2);
  const third = await ask(colleague, tenderId, '又一');
  expect(await confirm(approver, second)).toEqual({ status: 'terminated' });
  expect((await refusal(confirm(approver, third))).violations[0]).toMatchObject({ code: 'proposal.decided', detail: expect.stringContaining('已失效') as string });
});

// negative control: without outdating the others the role stood there three times, and a second reset threw out who had long chosen his password
it('what two asked for is done once: the other’s request is outdated with it', async () => {
  const other = await signIn(world.url, 'sys.security.2', world.running.password!);
  const head = await signIn(world.url, 't1.head.1', world.running.password!);
  const [{ id }] = (await rows<{ id: string }>(world, `select id from account where login = 't1.rep.1'`)) as [{ id: string }];
  const reset = (by: Client) => by.post<Asked>(`/api/accounts/${id}/password/reset`, { reason: '忘记口令' });
  const [first, second] = [await reset(security), await reset(other)];
  await confirm(head, first);
  expect((await refusal(confirm(head, second))).code).toBe('proposal.decided');
  const asked = [await reset(security), await reset(other)];
  const both = await Promise.allSettled(asked.map((one) => confirm(head, one))); // at once
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('an approver of another organisation, and one who is none, do not find it', async () => {
  const { officer, approver, bureau, hall } = world.office;
  const { tenderId } = await publishedTender(world);
  const foreign = await account('a1.approver.1', 'a1.officer.1', person('502'), ['tenderer-approver']);
  const asked = await ask(officer, tenderId);
  for (const client of [foreign, hall, bureau, (await world.bidder('外人')).client]) expect((await refusal(confirm(client, asked))).status).toBe(404);
  const open = await approver.get<{ id: string }[]>('/api/proposals');
  expect(open.map(({ id }) => id)).toContain(asked.proposalId);
  for (const client of [foreign, hall, officer]) expect((await client.get<{ id: string }[]>('/api/proposals')).map(({ id }) => id)).not.toContain(asked.proposalId);
  expect((await refusal(confirm(approver, { ...asked, proposalId: tenderId }))).status).toBe(404);
  await confirm(approver, asked);
});

it('what was altered is not confirmed: neither another digest nor another content under the same digest', async () => {
  const { officer, approver } = world.office;
  const { tenderId } = await publishedTender(world);
  const asked = await ask(officer, tenderId);
  expect((await refusal(confirm(approver, { ...asked, contentSha256: '0'.repeat(64) }))).code).toBe('proposal.altered');
  await rows(world, `update proposal set statement = replace(statement, '需求取消', '别的理由') where id = $1`, [asked.proposalId]);
  expect((await refusal(confirm(approver, asked))).code).toBe('proposal.altered');
  expect(await statusOf(tenderId)).toBe('bidding');
  const again = await ask(officer, tenderId, '第二次');
  expect((await refusal(confirm(approver, asked))).code).toBe('proposal.decided'); // replaced by the new request
  await confirm(approver, again);
  expect((await refusal(confirm(approver, again))).code).toBe('proposal.decided');
});

it('lapses after 24 hours, to the millisecond', async () => {
  const { officer, approver } = world.office;
  const [late, inTime] = [await publishedTender(world), await publishedTender(world)];
  const now = await platformTime(officer);
  const after = (ms: number) => new Date(now.getTime() + 24 * 3_600_000 + ms);
  await freezeClock(world, now);
  const asked = [await ask(officer, late.tenderId), await ask(officer, inTime.tenderId)] as const;
  expect(asked[0].expiresAt).toBe(after(0).toISOString());
  await freezeClock(world, after(-1));
  expect(await confirm(approver, asked[1])).toEqual({ status: 'terminated' });
  await freezeClock(world, after(0));
  expect((await refusal(confirm(approver, asked[0]))).code).toBe('proposal.expired');
  expect(await statusOf(late.tenderId)).toBe('bidding');
});

it('a refusal needs a reason, is recorded, and leaves everything as it was', async () => {
  const { officer, approver } = world.office;
  const { tenderId } = await publishedTender(world);
  const asked = await ask(officer, tenderId);
  expect((await refusal(approver.post(`/api/proposals/${asked.proposalId}/refuse`, { reason: ' ' }))).code).toBe('http.field');
  expect(await approver.post(`/api/proposals/${asked.proposalId}/refuse`, { reason: '理由不足' })).toEqual({ status: 'refused' });
  expect(await statusOf(tenderId)).toBe('bidding');
  expect(await rows(world, `select detail->>'reason' as reason from audit_entry where object_id = $1 and act = 'proposal.confirm' and outcome = 'done'`, [asked.proposalId])).toEqual([
    { reason: '理由不足' },
  ]);
});

it('the rules are asked again at the confirmation: what became unlawful meanwhile is not done', async () => {
  const { officer, approver } = world.office;
  const projectId = await registeredProject(world);
  const now = await platformTime(officer);
  const { tenderId } = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, projectId, now));
  const asked = await askFor(officer, `/api/tenders/${tenderId}/publish`);
  await freezeClock(world, new Date(now.getTime() + 20 * 3_600_000)); // the next day: twenty days no longer fit
  expect(await groundOf(confirm(approver, asked))).toBe('tender.deadline-too-early TBL-24');
  expect(await statusOf(tenderId)).toBe('draft');
});

it('what changed after it was asked for is not confirmed: the request is outdated, and says what changed from what to what', async () => {
  const { officer, approver, tendererUscc } = world.office;
  const fields = { category: 'construction', kind: 'A02', region: '990100', tendererUscc, mandate: '委托-1', fundsSource: '财政资金', stateControlled: true, mandatory: true };
  const project = { ...fields, name: '道路改造', approvalNumber: '〔2026〕1号', estimateFen: '1000' };
  const { projectId } = await officer.post<{ projectId: string }>('/api/projects', project);
  const asked = await askFor(officer, `/api/projects/${projectId}/submit`);
  await send(world.url, 'PUT', `/api/projects/${projectId}`, { token: officer.token, body: { ...project, name: '桥梁新建', approvalNumber: '〔2026〕2号', estimateFen: '9000' } });
  const read = () => approver.get<{ status: string; changes: { pointer: string; before: string; after: string }[] }>(`/api/proposals/${asked.proposalId}`);
  const changes = [
    { pointer: '/project/name', before: '道路改造', after: '桥梁新建' },
    { pointer: '/project/approvalNumber', before: '〔2026〕1号', after: '〔2026〕2号' },
    { pointer: '/project/estimateFen', before: '1000', after: '9000' },
  ];
  expect(await read()).toMatchObject({ status: 'open', changes }); // shown before he tries
  const outdated = await refusal(confirm(approver, asked));
  expect(outdated).toMatchObject({ status: 409, code: 'proposal.outdated', violations: [{ params: { changes: 3 } }, ...changes.map(({ pointer }) => ({ pointer }))] });
  expect(outdated.violations[1]!.detail).toBe('“项目 / 名称”提请时为“道路改造”，现为“桥梁新建”。');
  expect(await auditOf(world, outdated)).toMatchObject([{ act: 'proposal.confirm', outcome: 'done' }, { outcome: 'refused' }]);
  expect(await read()).toMatchObject({ status: 'outdated', changes: [] });
  expect((await refusal(confirm(approver, asked))).code).toBe('proposal.decided');
  expect(await officer.get(`/api/projects/${projectId}`)).toMatchObject({ status: 'draft' });
  const again = await askFor(officer, `/api/projects/${projectId}/submit`);
  expect(await confirm(approver, again)).toEqual({ status: 'submitted' }); // negative control
});

it('a request is read by who asked, who decides, and, once confirmed, the bureau; to others it does not exist', async () => {
  const { officer, approver, bureau, hall } = world.office;
  const { tenderId } = await publishedTender(world);
  const asked = await ask(officer, tenderId);
  const path = `/api/proposals/${asked.proposalId}`;
  for (const client of [hall, bureau, (await world.bidder('外人')).client]) expect((await refusal(client.get(path))).status).toBe(404);
  for (const client of [officer, approver]) expect(await client.get(path)).toMatchObject({ act: 'tender.terminate', contentSha256: asked.contentSha256 });
  await confirm(approver, asked);
  expect(await bureau.get(path)).toMatchObject({ status: 'confirmed' });
  expect((await refusal(hall.get(path))).status).toBe(404);
});
