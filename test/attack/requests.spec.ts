import { Client as Pg } from 'pg';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { makeIdentityNumber } from '../../libs/kernel/src';
import { accountOf, bindOwn } from '../journeys/grants';
import { groundOf, rows, until } from '../journeys/tools';
import { ask, type Asked, closeConnections, confirm, publishedTender, startWorld, type World } from '../journeys/world';

/** Requests for an act that two do: whoever asks for the same, signs or refuses beside a confirmation keeps it waiting in line at most, and nobody decides of himself. */
const PASSWORD = 'a-password-of-24-letters';
const LOOPS = 8;

let world: World;
let [security, other, head] = [] as unknown as [Client, Client, Client];
const told: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  const as = (login: string) => signIn(world.url, login, world.running.password!);
  [security, other, head] = await Promise.all([as('sys.security.1'), as('sys.security.2'), as('t1.head.1')]);
  const write = process.stderr.write.bind(process.stderr);
  jest.spyOn(process.stderr, 'write').mockImplementation((chunk, ...rest) => (told.push(String(chunk)), write(chunk, ...(rest as []))));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.stop();
  await closeConnections();
});

/** Each deadlock that the platform met stands in its log (deadlocks.spec.ts plants one and finds it so). */
const deadlocks = () => told.splice(0).filter((line) => /deadlock/.test(line));
const idOf = async (login: string) => (await rows<{ id: string }>(world, 'select id from account where login = $1', [login]))[0]!.id;

/** Somebody does this over and over, several times at once, while `work` goes on. */
async function beside(nuisance: () => Promise<unknown>, work: () => Promise<void>): Promise<number> {
  let [on, times] = [true, 0];
  const loops = Array.from({ length: LOOPS }, async () => {
    while (on)
      await nuisance().then(
        () => (times += 1),
        () => (times += 1),
      );
  });
  await work().finally(() => (on = false));
  await Promise.all(loops);
  return times;
}

it('asking for the same keeps no confirmation from being done', async () => {
  const id = await idOf('t1.rep.1');
  const reset = (by: Client) => by.post<Asked>(`/api/accounts/${id}/password/reset`, { reason: '忘记口令' });
  const times = await beside(
    () => reset(other),
    async () => {
      for (let round = 0; round < 5; round += 1) expect(await confirm(head, await reset(security))).toBeTruthy();
    },
  );
  expect([deadlocks(), times > 0]).toEqual([[], true]);
});

it('nor does signing, nor refusing, what a colleague asked for', async () => {
  const [firm] = await rows<{ id: string; name: string; uscc: string }>(
    world,
    `select o.id, o.name, o.uscc from account a join organisation o on o.id = a.organisation_id where a.login = 'a1.officer.1'`,
  );
  const identity = world.office.authority.issue({ commonName: '同事', organisation: firm!.name, uscc: firm!.uscc });
  const login = 'a1.officer.2';
  const identityNumber = makeIdentityNumber({ region: '990102', birth: '1979-05-05', serial: '510' });
  await accountOf(world, security, { organisationId: firm!.id, login, name: '同事', identityNumber, password: PASSWORD, roles: ['agency-officer'] });
  const colleague = await signIn(world.url, login, PASSWORD, identity);
  await bindOwn(colleague, login, identity);
  const { officer, approver } = world.office;
  for (const act of ['sign', 'refuse'] as const)
    for (let round = 0; round < 3; round += 1) {
      const { tenderId } = await publishedTender(world);
      const first = await ask(officer, `/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
      const second = await colleague.post<Asked>(`/api/tenders/${tenderId}/terminate`, { reason: '需求取消，另述' });
      const signature = await colleague.sign(second.statement);
      const sign = () => colleague.post(`/api/proposals/${second.proposalId}/sign`, { signature });
      if (act === 'refuse') await sign();
      const [his, done] = await Promise.allSettled([act === 'sign' ? sign() : approver.post(`/api/proposals/${second.proposalId}/refuse`, { reason: '重复' }), confirm(approver, first)]);
      const met = his.status === 'rejected' ? (his.reason as { problem: { code: string } }).problem.code : 'proposal.done';
      expect([done.status, met]).toEqual(['fulfilled', expect.stringMatching(/^proposal\./)]); // he came too late at most
    }
  expect(deadlocks()).toEqual([]);
});

it('whom it is about neither refuses nor confirms it, and holds it up by nothing that he sends', async () => {
  const id = await idOf('sys.security.2');
  const centre = await signIn(world.url, 'tc.head.1', world.running.password!);
  const asked = await centre.post<Asked>(`/api/accounts/${id}/suspend`, { reason: '离职' });
  const his = (act: 'confirm' | 'refuse') => other.post(`/api/proposals/${asked.proposalId}/${act}`, act === 'confirm' ? { contentSha256: asked.contentSha256 } : { reason: '不同意' });
  expect([await groundOf(his('refuse')), await groundOf(his('confirm'))]).toEqual(['proposal.own-matter', 'proposal.own-matter']);
  await beside(
    () => his('confirm').catch(() => his('refuse')),
    async () => void (await confirm(security, asked)),
  );
  expect([deadlocks(), await rows(world, 'select suspended_at is not null as ended from account where id = $1', [id])]).toEqual([[], [{ ended: true }]]);
});

it('one firm’s requests hide nobody else’s, and end where so many wait', async () => {
  const firm = await world.bidder('占位');
  const { organisationId } = await firm.client.get<{ organisationId: string }>('/api/me');
  const accounts: string[] = [];
  for (let i = 0; i < 4; i += 1) {
    const identityNumber = makeIdentityNumber({ region: '990102', birth: '1969-05-05', serial: String(100 + i) });
    const made = await firm.client.post<{ accountId: string }>('/api/accounts', { organisationId, login: `fill-${i}`, name: '某人', identityNumber, password: PASSWORD, roles: [], reason: '占位' });
    accounts.push(made.accountId);
  }
  const answers: string[] = [];
  for (const [i, id] of [...accounts, ...accounts].entries())
    for (const role of [
      'bidder-officer',
      'bidder-signatory',
      'key-trustee',
      'agency-officer',
      'agency-approver',
      'tenderer-officer',
      'tenderer-approver',
      'tenderer-representative',
      'expert',
      'entry-officer',
    ])
      answers.push(
        await ask(firm.client, `/api/accounts/${id}/roles`, { role, reason: `占位 ${i}`, endsAt: '2027-01-01T00:00:00.000Z' }).then(
          () => 'asked',
          (error: { problem: { violations: { code: string }[] } }) => error.problem.violations[0]!.code,
        ),
      );
  expect(await rows(world, `select 1 from proposal p join account a on a.id = p.asked_by where a.organisation_id = $1 and p.status = 'open'`, [organisationId])).toHaveLength(30);
  expect(answers).toContain('proposal.many-wait');
  const bureau = await signIn(world.url, 't1.head.1', world.running.password!);
  const urgent = await bureau.post<Asked>(`/api/accounts/${await idOf('t1.rep.1')}/suspend`, { reason: '离职' });
  const { items } = await security.get<{ items: { objectId: string }[] }>('/api/todo');
  expect((await security.get<{ id: string }[]>('/api/proposals')).slice(0, 2).map(({ id }) => id)).toContain(urgent.proposalId);
  expect(items.map(({ objectId }) => objectId)).toContain(urgent.proposalId);
});

// negative control: without `askerInTurn` in proposals.service.ts 30 and as many more wait as came to the count together (31 to 32 here)
it('who asks for many things at once finds no more room than one after the other', async () => {
  const firm = await world.bidder('齐发');
  const { organisationId } = await firm.client.get<{ organisationId: string }>('/api/me');
  const accounts: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const identityNumber = makeIdentityNumber({ region: '990102', birth: '1968-05-05', serial: String(100 + i) });
    const made = await firm.client.post<{ accountId: string }>('/api/accounts', { organisationId, login: `rush-${i}`, name: '某人', identityNumber, password: PASSWORD, roles: [], reason: '齐发' });
    accounts.push(made.accountId);
  }
  const reset = (id: string) => firm.client.post(`/api/accounts/${id}/password/reset`, { reason: '忘记口令' });
  for (const id of accounts.slice(0, 29)) await reset(id);
  const owner = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await owner.connect();
  await owner.query('begin');
  await owner.query('select 1 from account where id = any($1) for update', [accounts.slice(29)]); // all who come meanwhile wait here, and go on together
  const asked = Promise.allSettled(accounts.slice(29).map(reset));
  const waiting = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await until(async () => (await owner.query<{ n: number }>(waiting)).rows[0]!.n > 1);
  await owner.query('commit');
  await owner.end();
  expect((await asked).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
