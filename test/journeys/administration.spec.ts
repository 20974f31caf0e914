import { makeIdentityNumber } from '@kernel';
import { createAuthority } from '@envelope';
import { makeAdministrator } from '../../apps/cli/src/administrator';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { accountOf, FAR, headOf } from './grants';
import { rows } from './tools';
import { type Asked, closeConnections, confirm, firmOf, refusal, startWorld, type World } from './world';

/** roles.md 2: what the administration does with two persons, the head of the organisation among them. */
let world: World;
let one: Client;
let two: Client;
const as = (login: string) => signIn(world.url, login, world.running.password!);
beforeAll(async () => {
  world = await startWorld();
  [one, two] = [await as('sys.security.1'), await as('sys.security.2')];
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

let serial = 600;
const person = () => makeIdentityNumber({ region: '990102', birth: '1983-04-04', serial: String((serial += 1)) });
const organisationOf = async (login: string) => (await rows<{ id: string }>(world, 'select organisation_id as id from account where login = $1', [login]))[0]!.id;
const rolesOf = async (accountId: string) => (await rows<{ role: string }>(world, 'select role from role_grant where account_id = $1 order by role', [accountId])).map(({ role }) => role);
const create = async (by: Client, beside: string, roles: string[], more: object = {}) =>
  by.post<{ accountId: string; asked: Asked | null }>('/api/accounts', {
    ...{ organisationId: await organisationOf(beside), login: `admin-${(serial += 1)}`, name: '新人', identityNumber: person(), roles, reason: '任命书 1 号', endsAt: FAR },
    ...more,
  });

describe('rights', () => {
  it('one administrator alone makes neither officer nor approver: an account may do nothing until the head of its organisation agrees', async () => {
    const made = await create(one, 't1.head.1', ['tenderer-officer', 'tenderer-approver']);
    expect(await rolesOf(made.accountId)).toEqual([]);
    for (const client of [one, two]) expect((await refusal(confirm(client, made.asked!))).status).toBe(404); // no second administrator is the head
    expect(await rolesOf(made.accountId)).toEqual([]);
    const head = await as('t1.head.1');
    expect((await head.get<{ id: string }[]>('/api/proposals')).map(({ id }) => id)).toContain(made.asked!.proposalId);
    const { statement } = await head.get<{ statement: string }>(`/api/proposals/${made.asked!.proposalId}`);
    expect(JSON.parse(statement)).toMatchObject({ content: { person: { name: '新人' }, roles: ['tenderer-approver', 'tenderer-officer'], reason: '任命书 1 号' } });
    await confirm(head, made.asked!);
    expect(await rolesOf(made.accountId)).toEqual(['tenderer-approver', 'tenderer-officer']);
  });

  it('the head asks for his own people, a security administrator confirms; neither alone, and not for others’ people', async () => {
    const head = await as('t1.head.1');
    const { accountId } = await create(head, 't1.head.1', []);
    const asked = await head.post<Asked>(`/api/accounts/${accountId}/roles`, { role: 'tenderer-officer', reason: '新任' });
    expect((await refusal(confirm(head, asked))).status).toBe(404);
    const stranger = await create(one, 'a1.head.1', []);
    expect((await refusal(head.post(`/api/accounts/${stranger.accountId}/roles`, { role: 'agency-officer', reason: 'x' }))).status).toBe(404);
    expect((await refusal(create(head, 'a1.head.1', []))).status).toBe(404);
    expect((await refusal(confirm(await as('a1.head.1'), asked))).status).toBe(404); // the head of another organisation
    await confirm(two, asked);
    expect(await rolesOf(accountId)).toEqual(['tenderer-officer']);
  });

  it('nobody takes part in his own right, under whichever account: not asking, not confirming', async () => {
    const number = person();
    const twin = await accountOf(world, one, { organisationId: await organisationOf('t1.head.1'), login: 'twin.head', name: '双号', identityNumber: number, roles: [] });
    const asked = await one.post<Asked>(`/api/accounts/${twin}/roles`, { role: 'organisation-head', reason: '任命书 2 号' });
    await confirm(two, asked);
    const other = await create(one, 't1.head.1', [], { identityNumber: number, login: 'twin.other', password: 'a-password-of-24-letters' });
    const wanted = await one.post<Asked>(`/api/accounts/${other.accountId}/roles`, { role: 'tenderer-approver', reason: '本人确认本人' });
    await rows(world, `update account set password_hash = (select password_hash from account where login = 't1.head.1') where login = 'twin.head'`);
    const twinHead = await as('twin.head');
    expect((await refusal(confirm(twinHead, wanted))).code).toBe('proposal.own-matter');
    expect((await refusal(twinHead.post(`/api/accounts/${other.accountId}/roles`, { role: 'tenderer-officer', reason: 'x' }))).code).toBe('identity.not-own-right');
    await confirm(await as('t1.head.1'), wanted); // negative control
  });

  it('a head is made by two security administrators and by no head', async () => {
    const { accountId } = await create(one, 'a1.head.1', []);
    const asked = await one.post<Asked>(`/api/accounts/${accountId}/roles`, { role: 'organisation-head', reason: '任命书 3 号' });
    expect((await refusal(confirm(one, asked))).code).toBe('proposal.own-request');
    const head = await as('a1.head.1');
    expect((await refusal(confirm(head, asked))).status).toBe(404);
    expect((await refusal(head.post(`/api/accounts/${accountId}/roles`, { role: 'organisation-head', reason: 'x' }))).code).toBe('identity.head-by-two');
    expect((await refusal(create(one, 'a1.head.1', ['organisation-head', 'agency-officer']))).code).toBe('identity.head-alone');
    await confirm(two, asked);
    expect(await rolesOf(accountId)).toEqual(['organisation-head']);
  });

  it('duties of the centre are given for a time to come; what is wrong makes no account either', async () => {
    const login = 'without.end';
    expect((await refusal(create(one, 'tc.head.1', ['hall-operator'], { login, endsAt: undefined }))).code).toBe('identity.end-needed');
    expect((await refusal(create(one, 'tc.head.1', ['hall-operator'], { login, endsAt: '2020-01-01T00:00:00Z' }))).code).toBe('identity.end-past');
    expect((await refusal(create(one, 'tc.head.1', ['hall-operator', 'bureau-officer'], { login }))).code).toBe('identity.apart');
    expect(await rows(world, 'select 1 from account where login = $1', [login])).toEqual([]);
    const made = await create(one, 'tc.head.1', ['hall-operator'], { login });
    await confirm(await headOf(world, await organisationOf('tc.head.1')), made.asked!);
    expect(await rows(world, 'select ends_at from role_grant where account_id = $1', [made.accountId])).toEqual([{ ends_at: new Date(FAR) }]);
  });

  it('what changed between asking and confirming is not granted', async () => {
    const head = await as('t1.head.1');
    const changes = [
      [`name = '另一人'`, 'proposal.outdated'],
      [`organisation_id = (select organisation_id from account where login = 'a1.head.1')`, 'proposal.outdated'],
      ['suspended_at = tianping_now()', 'identity.account-suspended'],
    ] as const;
    for (const [change, code] of changes) {
      const made = await create(one, 't1.head.1', ['tenderer-officer']);
      await rows(world, `update account set ${change} where id = $1`, [made.accountId]);
      expect([change, (await refusal(confirm(head, made.asked!))).code]).toEqual([change, code]);
      expect(await rolesOf(made.accountId)).toEqual([]);
    }
  });

  it('the head reads his own people and no others', async () => {
    const head = await as('a1.head.1');
    const { items } = await head.get<{ items: { organisation: string }[] }>('/api/me/organisation/accounts');
    expect(new Set(items.map(({ organisation }) => organisation))).toEqual(new Set(['衡正工程咨询（演示）']));
    expect((await refusal(head.get('/api/accounts'))).code).toBe('auth.not-allowed');
  });

  it('two requests for one account stand side by side', async () => {
    const { accountId } = await create(one, 't1.head.1', []);
    const ask = (role: string) => one.post<Asked>(`/api/accounts/${accountId}/roles`, { role, reason: '分别申请' });
    const [officer, representative] = [await ask('tenderer-officer'), await ask('tenderer-representative')];
    const head = await as('t1.head.1');
    for (const asked of [officer, representative]) await confirm(head, asked);
    expect(await rolesOf(accountId)).toEqual(['tenderer-officer', 'tenderer-representative']);
  });

  it('who registers a firm is its head; a firm without one gets nobody', async () => {
    const bidder = await world.bidder('有负责人');
    const [own] = await rows<{ id: string }>(world, 'select id from organisation where uscc = $1', [bidder.firm.uscc]);
    const wanted = { organisationId: own!.id, login: 'firm.second', name: '经办', identityNumber: person(), roles: ['bidder-officer'] };
    const colleague = await accountOf(world, one, wanted, bidder.client);
    expect(await rolesOf(colleague)).toEqual(['bidder-officer']);
    await rows(world, `update role_grant set ends_at = tianping_now() where role = 'organisation-head' and account_id = (select id from account where login = $1)`, [bidder.firm.login]);
    const alone = await refusal(one.post('/api/accounts', { ...wanted, login: 'firm.third', identityNumber: person(), reason: 'x' }));
    expect(alone.code).toBe('identity.head-missing');
  });

  it('the audit administrator sees what is asked for, and decides nothing', async () => {
    const made = await create(one, 't1.head.1', ['tenderer-officer']);
    const audit = await as('sys.audit.1');
    expect((await audit.get<{ id: string }[]>('/api/proposals')).map(({ id }) => id)).toContain(made.asked!.proposalId);
    expect((await refusal(confirm(audit, made.asked!))).code).toBe('auth.not-allowed');
  });
});

describe('authorities', () => {
  const authority = createAuthority({ commonName: '两人CA', now: new Date(Date.UTC(2025, 0, 1)) });
  const names = async () => (await one.get<{ authorities: { name: string; endedAt: string | null }[] }>('/api/authorities')).authorities.filter(({ endedAt }) => !endedAt).map(({ name }) => name);

  it('are recognised and ended by two offices, never by one', async () => {
    const { system } = world.office;
    expect((await refusal(one.post('/api/authorities', { pem: authority.certificatePem }))).code).toBe('auth.not-allowed');
    const asked = await system.post<Asked>('/api/authorities', { pem: authority.certificatePem, note: '互认协议' });
    expect(await names()).not.toContain('两人CA');
    expect((await refusal(confirm(system, asked))).code).toBe('auth.not-allowed');
    await confirm(one, asked);
    expect(await names()).toContain('两人CA');
    const { fingerprint } = (await one.get<{ authorities: { name: string; fingerprint: string }[] }>('/api/authorities')).authorities.find(({ name }) => name === '两人CA')!;
    const ending = await system.post<Asked>(`/api/authorities/${fingerprint}/end`, { reason: '协议到期' });
    expect(await names()).toContain('两人CA');
    await confirm(two, ending);
    expect(await names()).not.toContain('两人CA');
  });

  it('count from the confirmation in the same commit as its trace', async () => {
    const other = createAuthority({ commonName: '同一事务CA', now: new Date(Date.UTC(2025, 0, 1)) });
    const asked = await world.office.system.post<Asked>('/api/authorities', { pem: other.certificatePem });
    await confirm(one, asked);
    const trail = await rows<{ act: string; login: string }>(
      world,
      `select act, actor_login as login from audit_entry where act = 'authority.recognise' and outcome = 'done' order by seq desc limit 1`,
    );
    expect(trail).toEqual([{ act: 'authority.recognise', login: 'sys.security.1' }]);
  });
});

it('a certificate sign-in shows the same', async () => {
  const bidder = await world.bidder('负责人证书');
  const client = await signInWithKey(world.url, bidder.firm.login, bidder.identity);
  expect((await client.get<{ roles: { role: string }[] }>('/api/me')).roles.map(({ role }) => role).sort()).toEqual(['bidder-officer', 'bidder-signatory', 'organisation-head']);
});

// the last one: it ends the administrators of the others
it('the first two administrators are made from the host, one with each run; then the host makes none', async () => {
  await rows(world, `update role_grant set ends_at = tianping_now() where role = 'security-admin'`);
  const { app } = world.running;
  const options = (login: string, identityNumber: string) => ({ login, name: '安全员', identityNumber, organisation: '交易中心（演示）', uscc: firmOf('中心', 990).uscc, region: '990100' });
  const [first, second] = [person(), person()];
  expect(await makeAdministrator(app, options('first.admin', first))).toMatchObject({ missing: 1 });
  await expect(makeAdministrator(app, options('same.person', ` ${first} `))).rejects.toThrow('two persons');
  await expect(makeAdministrator(app, { ...options('elsewhere.1', second), uscc: firmOf('他处', 991).uscc })).rejects.toThrow('same organisation');
  await expect(makeAdministrator(app, options('no.number', 'xxxxxx'))).rejects.toThrow('identity.document-shape');
  const made = await makeAdministrator(app, options('second.admin', second));
  expect(made.missing).toBe(0);
  await expect(makeAdministrator(app, options('third.admin', person()))).rejects.toThrow('two security administrators already');
  const other = await signIn(world.url, 'second.admin', made.password);
  await expect(makeAdministrator(app, { ...options('third.admin', person()), insteadOf: 'nobody.there' })).rejects.toThrow('no security administrator in use');
  await expect(makeAdministrator(app, { ...options('third.admin', first), insteadOf: 'second.admin' })).rejects.toThrow('two persons'); // all or nothing
  await other.get('/api/me');
  const third = await makeAdministrator(app, { ...options('third.admin', person()), insteadOf: 'second.admin' });
  expect(third.missing).toBe(0);
  expect((await refusal(other.get('/api/me'))).status).toBe(401);
  expect(
    await rows(world, `select act, actor_login as by from audit_entry where act = 'identity.first-administrators' and object_id = (select id::text from account where login = 'second.admin')`),
  ).toContainEqual({ act: 'identity.first-administrators', by: 'system' });
  await signIn(world.url, 'third.admin', third.password);
});
