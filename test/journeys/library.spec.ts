import { expert } from '@domain/demonstration';
import { MOST_EXPERTS } from '@domain/experts/experts.dto';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { rows } from './tools';
import { ask, type Asked, closeConnections, confirm, refusal, startWorld, type World } from './world';

/**
 * Experts come into the library by two of its administrators (roles.md): one alone could bind a certificate whose key he holds, and speak for an expert.
 * Negative control: without `organisationOf`, `assertHolder` or the dry run the third, fourth and fifth test fail.
 */
let world: World;
let first: Client;
let second: Client;
beforeAll(async () => {
  world = await startWorld();
  ({ library: first, librarySecond: second } = world.office);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const LIBRARY = { organisation: '云衡省评标专家库（演示）', uscc: '12990200MATP020166' };

/** Expert number i with a certificate to the name `holder`. */
function rowOf(i: number, holder?: string) {
  const { code: _, ...one } = expert(i);
  return { ...one, certificate: world.office.authority.issue({ commonName: holder ?? one.name, ...LIBRARY }).certificatePem };
}
const askFor = (experts: object[]): Promise<Asked> => ask(first, '/api/experts/import', { experts });
const at = ({ proposalId }: Asked) => `/api/proposals/${proposalId}`;

const MADE = `select (select count(*)::int from expert) as experts, (select count(*)::int from account) as accounts, (select count(*)::int from certificate) as certificates,
  (select count(*)::int from role_grant where role = 'expert') as roles, (select count(*)::int from event_log where type in ('experts.imported', 'identity.account-created')) as told`;
const made = async () => (await rows<Record<'experts' | 'accounts' | 'certificates' | 'roles' | 'told', number>>(world, MADE))[0]!;

it('one administrator alone makes nothing: no account, no role, no certificate, no row that says so', async () => {
  const before = await made();
  const asked = await askFor([rowOf(1), rowOf(2)]);
  expect(asked.status).toBe('open');
  expect(await made()).toEqual(before);
  expect(await refusal(confirm(first, asked))).toMatchObject({ status: 422, code: 'proposal.own-request' });
  for (const login of ['sys.security.1', 'lib.head.1']) {
    const other = await signIn(world.url, login, world.running.password!);
    expect([login, (await refusal(other.post(`${at(asked)}/confirm`, { contentSha256: asked.contentSha256 }))).status]).toEqual([login, 404]);
  }
  expect(await made()).toEqual(before);
  expect((await second.get<{ id: string }[]>('/api/proposals')).map(({ id }) => id)).toEqual([asked.proposalId]);
  expect(await confirm(second, asked)).toEqual({ added: 2 });
  expect(await made()).toEqual({ experts: before.experts + 2, accounts: before.accounts + 2, certificates: before.certificates + 2, roles: before.roles + 2, told: before.told + 3 });
});

it('the second person sees who is taken in, and nobody reads a number of a document', async () => {
  const row = rowOf(3);
  const asked = await askFor([row]);
  const { statement } = await second.get<{ statement: string }>(at(asked));
  const { content } = JSON.parse(statement) as { content: { organisation: object; count: number; experts: Record<string, unknown>[] } };
  expect(content).toMatchObject({ organisation: { name: LIBRARY.organisation, uscc: LIBRARY.uscc }, count: 1 });
  const { login, name, employer, library, born, appointedUntil } = row;
  expect(content.experts).toEqual([
    {
      ...{ login, name, employer, employerUscc: null, library, born, appointedUntil, suspendedUntil: null, testPassed: true },
      ...{ holder: name, document: 'resident', personSha256: expect.stringMatching(/^[0-9a-f]{64}$/), fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
      specialties: expect.stringMatching(/^A\d+ ./),
    },
  ]);
  const kept = await rows<{ text: string }>(world, `select statement as text from proposal union all select detail::text from audit_entry union all select payload::text from event_log`);
  expect(kept.filter(({ text }) => text.includes(row.identityNumber))).toEqual([]);
  expect(kept.filter(({ text }) => text.includes(String(content.experts[0]!['personSha256'])))).toHaveLength(1); // negative control: what is there is found
  await second.post(`${at(asked)}/refuse`, { reason: '材料不全' });
  expect(await rows(world, 'select 1 from account where login = $1', [login])).toEqual([]);
});

it('of another library, or the same person under another account: nobody is the second', async () => {
  const before = await made();
  const asked = await askFor([rowOf(4)]);
  const move = (sql: string) => rows(world, `update account set ${sql} where login = 'lib.admin.2'`);
  const [own] = await rows<{ person: string; place: string }>(world, `select person_hash as person, organisation_id as place from account where login = 'lib.admin.2'`);
  await move(`person_hash = (select person_hash from account where login = 'lib.admin.1')`);
  expect((await refusal(confirm(second, asked))).code).toBe('proposal.own-request');
  await move(`person_hash = '${own!.person}', organisation_id = (select organisation_id from account where login = 'tc.entry.1')`);
  const elsewhere = await signIn(world.url, 'lib.admin.2', world.running.password!);
  expect((await refusal(elsewhere.get(at(asked)))).status).toBe(404);
  expect((await refusal(elsewhere.post(`${at(asked)}/confirm`, { contentSha256: asked.contentSha256 }))).status).toBe(404);
  await move(`organisation_id = '${own!.place}'`);
  expect(await made()).toEqual(before);
  second = world.office.librarySecond = await signIn(world.url, 'lib.admin.2', world.running.password!);
  expect(await confirm(second, asked)).toEqual({ added: 1 }); // negative control
});

it('a certificate of another’s name is nobody’s here, and the row and both names are told', async () => {
  const before = await made();
  const problem = await refusal(askFor([rowOf(5), rowOf(6), rowOf(7, '专家库管理员一（演示）')]));
  expect(problem).toMatchObject({ status: 422, code: 'experts.certificate-other' });
  expect(problem.violations).toMatchObject([{ pointer: '/experts/2/certificate', article: 'O20-40' }]);
  expect(problem.detail).toContain('第 3 名：证书持有人“专家库管理员一（演示）”不是专家“评标专家07（演示）”');
  expect(await rows(world, `select 1 from proposal where act = 'pool.import' and status = 'open'`)).toEqual([]);
  expect(await made()).toEqual(before);
  await askFor([rowOf(5), rowOf(6), rowOf(7)]); // negative control
});

it('what can be refused is refused when it is asked for, and again when it is confirmed: all or none', async () => {
  const twice = rowOf(8);
  expect(await refusal(askFor([rowOf(9), twice, { ...rowOf(10), login: twice.login }]))).toMatchObject({ code: 'identity.login-taken', violations: [{ pointer: '/experts/2/login' }] });
  expect(await refusal(askFor([rowOf(9), twice, { ...rowOf(10), name: twice.name, certificate: twice.certificate }]))).toMatchObject({
    ...{ code: 'identity.certificate-taken', violations: [{ pointer: '/experts/2/certificate' }] },
  });
  const own = await rows<{ person: string }>(world, `select person_hash as person from account where login = 'lib.admin.1'`);
  const asked = await askFor([rowOf(8), rowOf(9)]);
  await rows(
    world,
    `update account set person_hash = (select e->'person'->>'hash' from proposal, jsonb_array_elements(statement::jsonb->'request'->'experts') e where id = $1 and e->>'login' = $2) where login = 'lib.admin.1'`,
    [asked.proposalId, expert(9).login],
  );
  const before = await made();
  expect((await refusal(confirm(second, asked))).code).toBe('identity.apart'); // the second of them has become an administrator of the library
  expect(await made()).toEqual(before);
  await rows(world, `update account set person_hash = $1 where login = 'lib.admin.1'`, [own[0]!.person]);
  expect(await confirm(second, asked)).toEqual({ added: 2 }); // negative control
});

it('as many as one request takes come in by one confirmation; one more is too many', async () => {
  const experts = Array.from({ length: MOST_EXPERTS }, (_, i) => rowOf(i + 100));
  expect(await refusal(askFor([...experts, rowOf(99)]))).toMatchObject({ code: 'http.field', violations: [{ pointer: '/experts' }] });
  const before = await made();
  const asked = await askFor(experts);
  expect(await confirm(second, asked)).toEqual({ added: MOST_EXPERTS });
  const after = await made();
  expect([after.experts, after.accounts, after.certificates, after.roles].map((n, i) => n - [before.experts, before.accounts, before.certificates, before.roles][i]!)).toEqual(
    Array(4).fill(MOST_EXPERTS),
  );
});

// negative control: without `assertOnce` both rows were taken, and the person had two chances in every draw
it('a person is in the library once, under whatever login and spelling of his number', async () => {
  const one = rowOf(31);
  await confirm(second, await askFor([one]));
  const before = await made();
  const again = { ...rowOf(31), login: 'expert-31-again', identityNumber: ` ${one.identityNumber.toLowerCase()} ` };
  expect(await refusal(askFor([rowOf(32), again]))).toMatchObject({ status: 422, code: 'experts.person-twice', violations: [expect.objectContaining({ pointer: '/experts/1/identityNumber' })] });
  expect(await made()).toEqual(before);
});
