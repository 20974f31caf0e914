import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActorSource } from '@platform/auth';
import { DemoAuthority } from '@domain/demonstration';
import { ProposalsService } from '@domain/identity';
import { GRANT_RULES } from '@domain/identity/grants';
import { RevocationLists } from '@domain/trust';
import { readCertificate, sha256Hex } from '@envelope';
import { makeIdentityNumber } from '@kernel';
import { Client, sign } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { accountOf } from './grants';
import { groundOf, rows, send } from './tools';
import { ask, type Asked, closeConnections, confirm, platformTime, publishedTender, refusal, startWorld, type World } from './world';

let world: World;
let tenderId: string;
let security: Client;

beforeAll(async () => {
  world = await startWorld();
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
});
beforeEach(async () => {
  ({ tenderId } = await publishedTender(world));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

interface Evidence {
  format: string;
  statement: string;
  signatures: { asker: string | null; confirmer: string | null };
  authorities: string[];
}

const draft = (by = world.office.officer) => by.post<Asked>(`/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
const asked = () => ask(world.office.officer, `/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
const at = ({ proposalId }: Pick<Asked, 'proposalId'>, what = '') => `/api/proposals/${proposalId}${what}`;
const confirmWith = (one: Asked, signature?: string, by = world.office.approver) => by.post(at(one, '/confirm'), { contentSha256: one.contentSha256, ...(signature ? { signature } : {}) });
const statusOf = async () => (await world.office.officer.get<{ status: string }>(`/api/tenders/${tenderId}`)).status;

/** The account of `login` with another certificate, good in itself, that nobody bound. */
const unbound = ({ base, token }: Client, uscc: string) => new Client(base, token, world.office.authority.issue({ commonName: '未登记', organisation: '某单位', uscc }));

/** A person of the tenderer with a password and no certificate. */
async function bare(login: string, serial: string, roles: string[]): Promise<Client> {
  const [row] = await rows<{ id: string }>(world, `select organisation_id as id from account where login = 't1.approver.1'`);
  const password = 'a-password-of-24-letters';
  const identityNumber = makeIdentityNumber({ region: '990102', birth: '1979-05-05', serial });
  await accountOf(world, security, { organisationId: row!.id, login, name: login, identityNumber, password, roles });
  return signIn(world.url, login, password);
}

it('before the one who asks has signed, nobody else sees it and nothing waits', async () => {
  const { officer, approver } = world.office;
  const one = await draft();
  expect(one).toMatchObject({ status: 'unsigned', contentSha256: sha256Hex(one.statement) });
  const lists = async () => Promise.all([officer, approver].map(async (client) => (await client.get<{ id: string }[]>('/api/proposals')).some(({ id }) => id === one.proposalId)));
  expect(await lists()).toEqual([true, false]);
  expect(await officer.get(at(one))).toMatchObject({ status: 'unsigned', mustSign: true, signedByAsker: false, changes: [] });
  expect((await refusal(approver.get(at(one)))).status).toBe(404);
  expect((await refusal(confirmWith(one, await approver.sign(one.statement)))).status).toBe(404);
  expect((await refusal(approver.post(at(one, '/refuse'), { reason: 'x' }))).status).toBe(404);
  expect((await refusal(approver.post(at(one, '/sign'), { signature: await approver.sign(one.statement) }))).status).toBe(404);
  expect(await officer.post(at(one, '/sign'), { signature: await officer.sign(one.statement) })).toMatchObject({ status: 'open' });
  expect(await lists()).toEqual([false, true]);
  expect((await refusal(officer.post(at(one, '/sign'), { signature: await officer.sign(one.statement) }))).code).toBe('proposal.decided');
});

it('who asks signs exactly this statement, with his own certificate', async () => {
  const { officer, approver } = world.office;
  const one = await draft();
  const signed = (signature: string | undefined) => groundOf(officer.post(at(one, '/sign'), { signature }));
  expect(await signed(await officer.sign(one.statement.replace('需求取消', '需求变更')))).toBe('envelope.signature-invalid O20-40');
  expect(await signed(await officer.sign(`${one.statement}\n`))).toBe('envelope.signature-invalid O20-40');
  expect(await signed(await approver.sign(one.statement))).toBe('identity.certificate-not-yours O20-40');
  expect(await signed(await unbound(officer, '91990100MATP20011D').sign(one.statement))).toBe('identity.certificate-not-yours O20-40');
  const other = await draft();
  expect(await signed(await officer.sign(one.statement))).toBe('proposal.decided'); // the later request replaced his earlier one
  expect(await groundOf(officer.post(at(other, '/sign'), { signature: await officer.sign(one.statement) }))).toBe('envelope.signature-invalid O20-40'); // a signature is good for one request
  await officer.post(at(other, '/sign'), { signature: await officer.sign(other.statement) });
});

// negative control: with `rights.signer` taken out of `sign` and `confirm` the other texts and certificates of these two are taken
it('who confirms signs the same statement, with his own certificate; nothing is done before', async () => {
  const { officer, approver } = world.office;
  const one = await asked();
  expect(await groundOf(confirmWith(one))).toBe('proposal.signature-needed O20-40');
  expect(await groundOf(confirmWith(one, await approver.sign(one.statement.replace('需求取消', '需求变更'))))).toBe('envelope.signature-invalid O20-40');
  expect(await groundOf(confirmWith(one, await officer.sign(one.statement)))).toBe('identity.certificate-not-yours O20-40'); // the asker’s own signature, again
  expect(await groundOf(confirmWith(one, await unbound(approver, world.office.tendererUscc).sign(one.statement)))).toBe('identity.certificate-not-yours O20-40');
  const [{ id }] = (await rows<{ id: string }>(world, `select c.id from certificate c join account a on a.id = c.account_id where a.login = 't1.approver.1'`)) as [{ id: string }];
  await rows(world, 'update certificate set ended_at = now() where id = $1', [id]);
  expect(await groundOf(confirmWith(one, await approver.sign(one.statement)))).toBe('identity.certificate-not-yours O20-40'); // given up meanwhile
  expect(await groundOf(confirmWith(one))).toBe('proposal.certificate-needed O20-40');
  await rows(world, 'update certificate set ended_at = null where id = $1', [id]);
  expect(await statusOf()).toBe('bidding');
  expect(await confirmWith(one, await approver.sign(one.statement))).toEqual({ status: 'terminated' }); // negative control
});

it('who holds no certificate neither asks for an act of law nor confirms one', async () => {
  const officer = await bare('t1.officer.bare', '601', ['tenderer-officer']);
  const approver = await bare('t1.approver.bare', '602', ['tenderer-approver']);
  expect(await groundOf(draft(officer))).toBe('proposal.certificate-needed O20-40');
  const one = await asked();
  expect(await groundOf(confirmWith(one, undefined, approver))).toBe('proposal.certificate-needed O20-40');
  expect(await statusOf()).toBe('bidding');
});

it('what changed before it was signed is outdated: nobody signs what is no longer so', async () => {
  const { officer } = world.office;
  const one = await draft();
  await rows(world, `update tender set scope = '另一范围' where id = $1`, [tenderId]);
  expect(await groundOf(officer.post(at(one, '/sign'), { signature: await officer.sign(one.statement) }))).toBe('proposal.outdated');
  expect(await officer.get(at(one))).toMatchObject({ status: 'outdated' });
});

it('every act that moves a project or a tender is signed; the database itself takes none without both signatures', async () => {
  const { acts } = world.running.app.get(ProposalsService);
  const administrative = [
    'account.reinstate',
    'account.suspend',
    'authority.end',
    'authority.recognise',
    'calendar.import-year',
    'identity.end-codes',
    'identity.reset-password',
    'organisation.rename',
    'certificate.replace',
    'pool.import',
    ...GRANT_RULES.map(({ act }) => act),
  ].sort();
  expect(acts.flatMap(({ act, signed }) => (signed ? [] : [act])).sort()).toEqual(administrative);
  expect(acts).toHaveLength(16 + administrative.length);
  for (const language of ['zh-CN', 'en']) {
    const terms = JSON.parse(readFileSync(join(__dirname, `../../apps/web/src/locales/${language}/terms.json`), 'utf8')) as { act: Record<string, string> };
    expect(acts.filter(({ act }) => !terms.act[act])).toEqual([]); // each has a name where people read it
  }
  const one = await asked();
  const set = (sql: string) => rows(world, `update proposal set ${sql} where id = $1`, [one.proposalId]);
  await expect(set(`status = 'confirmed'`)).rejects.toMatchObject({ code: '23514', constraint: 'proposal_signed' });
  await expect(set('asker_signature = null')).rejects.toMatchObject({ code: '23514', constraint: 'proposal_signed' });
});

const PERSON = 'select a.name, o.name as organisation from account a join organisation o on o.id = a.organisation_id where a.login = $1';
const openssl = spawnSync('openssl', ['version']).status === 0;
(openssl ? it : it.skip)(`both signatures are good for anybody with openssl, over the very bytes of the statement${openssl ? '' : ' (skipped: no openssl here)'}`, async () => {
  const { officer, approver, bureau, hall } = world.office;
  const one = await asked();
  expect((await officer.get<Evidence>(at(one, '/evidence'))).signatures).toMatchObject({ asker: expect.any(String) as string, confirmer: null });
  expect(await officer.get(at(one, '/evidence'))).toMatchObject({ confirmedBy: null });
  await confirm(approver, one);
  const evidence = await bureau.get<Evidence>(at(one, '/evidence'));
  expect((await refusal(hall.get(at(one, '/evidence')))).status).toBe(404);
  expect(evidence).toMatchObject({ format: 'tianping/two-person-record/2', statement: one.statement, confirmedBy: (await rows(world, PERSON, ['t1.approver.1']))[0] });
  expect(JSON.parse(evidence.statement)).toMatchObject({
    format: 'tianping/two-person/1',
    proposal: one.proposalId,
    act: 'tender.terminate',
    object: tenderId,
    request: { reason: '需求取消' },
    content: { reason: '需求取消' },
  });
  const folder = mkdtempSync(join(tmpdir(), 'tianping-two-'));
  const verify = (text: string, signature: string) => {
    writeFileSync(join(folder, 'statement.json'), text);
    writeFileSync(join(folder, 'x.p7s'), Buffer.from(signature, 'base64'));
    writeFileSync(join(folder, 'roots.pem'), evidence.authorities.join(''));
    const given = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'x.p7s', '-content', 'statement.json', '-CAfile', 'roots.pem', '-purpose', 'any', '-out', 'out'];
    execFileSync('openssl', given, { cwd: folder, stdio: 'pipe' });
  };
  try {
    for (const signature of Object.values(evidence.signatures)) verify(evidence.statement, signature!);
    expect(() => verify(evidence.statement.replace('需求取消', '需求变更'), evidence.signatures.asker!)).toThrow(); // negative control
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('the records of a project are read by those whom each of them concerns', async () => {
  const { officer, approver, bureau, hall } = world.office;
  const { projectId } = await officer.get<{ projectId: string }>(`/api/tenders/${tenderId}`);
  const one = await draft();
  const acts = async (client: Client) => (await client.get<{ act: string; status: string }[]>(`/api/proposals/of/${projectId}`)).map(({ act, status }) => `${act} ${status}`);
  const before = ['tender.publish confirmed', 'project.submit confirmed'];
  expect(await acts(officer)).toEqual(['tender.terminate unsigned', ...before]);
  for (const client of [approver, bureau]) expect(await acts(client)).toEqual(before);
  expect(await acts(hall)).toEqual([]);
  await officer.post(at(one, '/sign'), { signature: await officer.sign(one.statement) });
  expect(await acts(approver)).toEqual(['tender.terminate open', ...before]);
  expect(await acts(bureau)).toEqual(before);
});

it('of acts that are not of law, whoever holds a certificate signs; whoever holds none confirms by account and digest', async () => {
  const proposals = world.running.app.get(ProposalsService);
  const done: string[] = [];
  proposals.define({
    act: 'test.administer',
    askedWith: 'tender.draft',
    mayAsk: async () => null,
    confirmer: 'tenderer-approver',
    signed: false,
    check: async () => undefined,
    content: async (_tx, _id, { reason }: { reason: string }) => ({ reason }),
    carryOut: async (_tx, _id, { reason }: { reason: string }) => ({ done: done.push(reason) }),
  });
  const actorOf = async ({ token }: Client) => (await world.running.app.get(ActorSource).actorOf(token!))!;
  const askAs = async (client: Client, reason: string) =>
    proposals.ask({ actor: await actorOf(client), act: 'test.administer', ip: '', requestId: '', language: 'zh' }, 'test.administer', tenderId, { reason });
  const [officer, approver] = [await bare('t1.officer.plain', '603', ['tenderer-officer']), await bare('t1.approver.plain', '604', ['tenderer-approver'])];

  const plain = await askAs(officer, '无证书');
  expect(plain.status).toBe('open');
  expect(await approver.get(at(plain))).toMatchObject({ mustSign: false });
  await confirmWith(plain, undefined, approver);

  const half = await askAs(officer, '一方有证书');
  expect(await groundOf(confirmWith(half))).toBe('proposal.signature-needed O20-40');
  await confirmWith(half, await world.office.approver.sign(half.statement));

  const whole = await askAs(world.office.officer, '双方有证书');
  expect(whole.status).toBe('unsigned');
  await world.office.officer.post(at(whole, '/sign'), { signature: await world.office.officer.sign(whole.statement) });
  await confirmWith(whole, await world.office.approver.sign(whole.statement));
  expect(done).toEqual(['无证书', '一方有证书', '双方有证书']);
});

it('a signature that is no signature is a refusal', async () => {
  const { officer, approver } = world.office;
  const one = await draft();
  for (const signature of ['', 'x', Buffer.from('no cms').toString('base64')])
    expect((await send(world.url, 'POST', at(one, '/sign'), { token: officer.token, body: { signature } })).status).toBeLessThan(500);
  expect((await send(world.url, 'POST', at(one, '/sign'), { token: officer.token, body: {} })).status).toBe(400);
  expect(sign('a', approver.identity!, new Date(0))).not.toBe(sign('b', approver.identity!, new Date(0)));
});

// the last one: it ends what the officer signs by. Negative control: every request above was confirmed while his certificate stood
it('a certificate that was revoked after the request was signed carries nothing out', async () => {
  const { officer, approver } = world.office;
  const [one, before] = [await asked(), await statusOf()];
  const [{ pem }] = (await rows<{ pem: string }>(world, `select pem from trusted_authority where ended_at is null and name like '%演示%' limit 1`)) as [{ pem: string }];
  const authority = new DemoAuthority(join(world.running.home, 'demo-ca'));
  const now = await platformTime(approver);
  authority.revoke(officer.identity!.certificatePem, now);
  await world.running.app.get(RevocationLists).keep(authority.revocationList(new Date(now.getTime() + 1000)), readCertificate(pem));
  expect(await groundOf(confirmWith(one, await approver.sign(one.statement)))).toBe('proposal.asker-certificate O20-40');
  expect((await approver.get<{ status: string }>(`/api/tenders/${tenderId}`)).status).toBe(before);
});
