import { makeIdentityNumber } from '@kernel';
import { Client as Pg } from 'pg';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { accountOf } from './grants';
import { rows, until } from './tools';
import { type Asked, closeConnections, confirm, refusal, startWorld, type World } from './world';

/** An account ends, and comes back, by two persons: one alone could keep a bidder from a deadline, or an open tender from its trustees. */
let world: World;
let one: Client;
let two: Client;
let head: Client;
const as = (login: string) => signIn(world.url, login, world.running.password!);
beforeAll(async () => {
  world = await startWorld();
  [one, two, head] = (await Promise.all(['sys.security.1', 'sys.security.2', 't1.head.1'].map(as))) as [Client, Client, Client];
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

let serial = 700;
const number = () => makeIdentityNumber({ region: '990102', birth: '1979-09-09', serial: String((serial += 1)) });
const beside = async (login: string) => (await rows<{ id: string }>(world, 'select organisation_id as id from account where login = $1', [login]))[0]!.id;
/** Somebody at the tenderer's who can sign in. */
async function colleague(more: { identityNumber?: string; roles?: string[] } = {}) {
  const login = `colleague-${(serial += 1)}`;
  const id = await accountOf(world, one, {
    organisationId: await beside('t1.head.1'),
    login,
    name: '同事',
    identityNumber: number(),
    password: world.running.password!,
    roles: ['tenderer-officer'],
    ...more,
  });
  return { id, login };
}
const suspend = (by: Client, id: string) => by.post<Asked>(`/api/accounts/${id}/suspend`, { reason: '离职' });
const reinstate = (by: Client, id: string) => by.post<Asked>(`/api/accounts/${id}/reinstate`, { reason: '复职' });
const standing = async (id: string) => (await rows<{ ended: boolean }>(world, 'select suspended_at is not null as ended from account where id = $1', [id]))[0]!.ended;

it('one asks and another confirms; then sessions end, each with its row, and nothing signs in until two bring it back', async () => {
  const { id, login } = await colleague();
  const [first, second] = [await as(login), await as(login)];
  const asked = await suspend(one, id);
  expect(JSON.parse(asked.statement)).toMatchObject({ content: { person: { login }, roles: ['tenderer-officer'], reason: '离职' } });
  for (const client of [one, two]) expect((await refusal(confirm(client, asked))).status).toBe(404); // his head is the other one
  expect(await standing(id)).toBe(false);
  await confirm(head, asked);
  for (const client of [first, second]) expect((await refusal(client.get('/api/me'))).status).toBe(401);
  expect((await refusal(as(login))).code).toBe('identity.wrong-password');
  const ended = await rows(
    world,
    `select act, actor_login as by from audit_entry where object_type = 'session' and object_id in (select id::text from session where account_id = $1) and outcome = 'done' and actor_login = 't1.head.1'`,
    [id],
  );
  expect(ended).toEqual(Array(2).fill({ act: 'account.suspend', by: 't1.head.1' }));

  expect((await refusal(suspend(one, id))).code).toBe('identity.account-suspended');
  const back = await reinstate(head, id);
  expect((await refusal(confirm(head, back))).status).toBe(404);
  expect(await standing(id)).toBe(true);
  await confirm(two, back);
  expect(await (await as(login)).get('/api/me')).toMatchObject({ login, roles: [{ role: 'tenderer-officer' }] });
  expect((await refusal(first.get('/api/me'))).status).toBe(401); // what ended stays ended
  expect((await refusal(reinstate(one, id))).code).toBe('identity.not-suspended');
});

it('a head asks for his own people only; he himself is suspended by two security administrators; nobody suspends himself', async () => {
  const stranger = await beside('a1.head.1');
  const [his] = await rows<{ id: string }>(world, `select id from account where login = 'a1.officer.1' and organisation_id = $1`, [stranger]);
  expect((await refusal(suspend(head, his!.id))).status).toBe(404);
  const [own] = await rows<{ id: string }>(world, `select id from account where login = 't1.head.1'`);
  expect((await refusal(suspend(head, own!.id))).code).toBe('identity.head-by-two');
  const [self] = await rows<{ id: string }>(world, `select id from account where login = 'sys.security.1'`);
  expect((await refusal(suspend(one, self!.id))).code).toBe('identity.not-own-factor');
  const asked = await suspend(one, own!.id);
  await confirm(two, asked);
  expect(await standing(own!.id)).toBe(true);
  await confirm(two, await reinstate(one, own!.id));
  head = await as('t1.head.1');
});

it('who stands suspended under a number is in nobody’s way, and does not come back beside what that person does now', async () => {
  const identityNumber = number();
  const { id } = await colleague({ identityNumber });
  const hall = { organisationId: await beside('tc.head.1'), name: '本人', identityNumber, roles: ['hall-operator'] };
  expect((await refusal(accountOf(world, one, { ...hall, login: 'hall.before' }))).code).toBe('identity.apart'); // negative control
  await confirm(head, await suspend(one, id));
  await accountOf(world, one, { ...hall, login: 'hall.after' });
  expect((await refusal(reinstate(one, id))).code).toBe('identity.apart');
  const waiting = await reinstate(head, id); // the head is told nothing
  expect((await refusal(confirm(one, waiting))).code).toBe('identity.apart');
  await rows(world, `update role_grant set ends_at = tianping_now() where account_id = (select id from account where login = 'hall.after')`);
  await confirm(one, waiting);
  expect(await standing(id)).toBe(false);
});

it('what he asked for ends with him, and so do first passwords of which he knows a half; neither comes back with him', async () => {
  const [officer, other] = [await colleague(), await colleague()];
  await rows(world, `insert into role_grant (id, version, account_id, role, starts_at, reason) select gen_random_uuid(), 1, $1, 'organisation-head', tianping_now(), ''`, [officer.id]);
  const second = await as(officer.login);
  const given = await second.post<Asked>(`/api/accounts/${other.id}/password/reset`, { reason: '忘记口令' });
  await confirm(one, given);
  const halves = [await second.post<{ half: string }>(`/api/first-passwords/${other.id}/half`), await one.post<{ half: string }>(`/api/first-passwords/${other.id}/half`)];
  const first = halves.map(({ half }) => half).join(' ');
  const asked = await second.post<Asked>(`/api/accounts/${other.id}/roles`, { role: 'tenderer-approver', reason: '新任' });
  await confirm(two, await suspend(one, officer.id));
  expect((await refusal(signIn(world.url, other.login, first))).code).toBe('identity.wrong-password');
  await confirm(head, await reinstate(one, officer.id));
  expect((await refusal(confirm(one, asked))).code).toBe('proposal.decided');
  expect((await refusal(signIn(world.url, other.login, first))).code).toBe('identity.wrong-password');
});

it('what is asked about people is read by who takes part in it, not by the bureau or the head of whoever asked', async () => {
  const { id } = await colleague();
  const asked = await suspend(one, id);
  await confirm(head, asked);
  for (const login of ['sb.officer.1', 'tc.head.1']) expect((await refusal((await as(login)).get(`/api/proposals/${asked.proposalId}`))).status).toBe(404);
  for (const reader of [one, head, await as('sys.audit.1')]) expect(await reader.get(`/api/proposals/${asked.proposalId}`)).toMatchObject({ status: 'confirmed' }); // negative control
});

// negative control: with the time at which the suspension began to wait, a bid that was handed in meanwhile stood there as that of a suspended account
it('the moment of a suspension lies after what it waited for', async () => {
  const { id } = await colleague();
  const asked = await suspend(one, id);
  const underWay = new Pg({ connectionString: world.running.config.DATABASE_URL });
  await underWay.connect();
  await underWay.query('begin');
  await underWay.query('select pg_advisory_xact_lock_shared(hashtextextended($1::text, 11))', [id]); // as each act of his takes it (actor_now)
  const confirmed = confirm(head, asked);
  await until(async () => (await rows(world, `select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0);
  const [{ done }] = (await underWay.query<{ done: Date }>('select tianping_now() as done')).rows as [{ done: Date }];
  await underWay.query('commit');
  await confirmed;
  await underWay.end();
  const [{ at }] = (await rows<{ at: Date }>(world, 'select suspended_at as at from account where id = $1', [id])) as [{ at: Date }];
  expect(at.getTime()).toBeGreaterThanOrEqual(done.getTime());
});
