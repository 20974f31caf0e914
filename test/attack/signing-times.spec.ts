import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIGNING_TOLERANCE_MS } from '@domain/identity/signing-time';
import { bindingText, registrationText } from '@kernel';
import { readCertificate } from '@envelope';
import { type Client, sign } from '../../apps/cli/src/play/client';
import { run } from '../../apps/verifier/src/main';
import { handIn, rows } from '../journeys/tools';
import { advance, ask, type Asked, closeConnections, firmOf, publishedTender, refusal, startWorld, type World } from '../journeys/world';

/**
 * What a signature says of its time is all that a reader has later, so what is signed before the platform states the platform's time. Negative control: with `assertSignedNow`
 * taken out of signing-rights.ts all of these fail but the bid and the one within the hour; that one fails where the asker's signature is asked for now again (`signer` for `stillSigner`).
 */
let world: World;
let tenderId: string;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  ({ tenderId } = await publishedTender(world));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A minute for the requests in between: what lies between the platform's time and its answer is no matter here. */
const WITHIN = SIGNING_TOLERANCE_MS - MINUTE;
const BEYOND = SIGNING_TOLERANCE_MS + MINUTE;
const draft = () => world.office.officer.post<Asked>(`/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
const shifted = async (client: Client, text: string, ms: number) => sign(text, client.identity!, new Date((await client.now()).getTime() + ms));
const path = ({ proposalId }: Asked, what: string) => `/api/proposals/${proposalId}/${what}`;
const signAt = async (asked: Asked, ms: number) => world.office.officer.post<Asked>(path(asked, 'sign'), { signature: await shifted(world.office.officer, asked.statement, ms) });
const confirmAt = async (asked: Asked, ms: number) =>
  world.office.approver.post(path(asked, 'confirm'), { contentSha256: asked.contentSha256, signature: await shifted(world.office.approver, asked.statement, ms) });
const YEARS = 20 * 365 * 24 * 3_600_000;

describe.each([
  ['an hour and a minute', BEYOND],
  ['twenty years', YEARS],
])('%s off', (_, ms) => {
  it.each([
    ['behind', -ms],
    ['ahead', ms],
  ])('%s: neither the one who asks nor the one who confirms signs, and both times are named', async (_side, off) => {
    const one = await draft();
    const problem = await refusal(signAt(one, off));
    expect(problem).toMatchObject({ status: 422, code: 'identity.signing-time-off' });
    expect(problem.violations[0]!.params).toMatchObject({ minutes: 60, stated: expect.stringMatching(/Z$/) as string, now: expect.stringMatching(/^2026-/) as string });
    expect(problem.violations[0]!.next).toContain('把签名所用计算机的日期、时间和时区校准');
    const open = await ask(world.office.officer, `/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
    expect((await refusal(confirmAt(open, off))).code).toBe('identity.signing-time-off');
    await confirmAt(open, 0); // negative control
  });
});

it('within the hour both sign, a day apart and two hours by their clocks, and anybody who checks the record finds that it holds', async () => {
  const one = await draft();
  await signAt(one, -WITHIN);
  await advance(world.office, new Date((await world.office.officer.now()).getTime() + 23 * 3_600_000)); // the asker’s signature was made a day ago, and holds
  await confirmAt(one, WITHIN);
  const evidence = await world.office.bureau.get<{ authorities: string[] }>(path(one, 'evidence'));
  const folder = mkdtempSync(join(tmpdir(), 'tianping-times-'));
  try {
    writeFileSync(join(folder, 'record.json'), JSON.stringify(evidence));
    writeFileSync(join(folder, 'roots.pem'), evidence.authorities.join(''));
    const lines: string[] = [];
    expect([await run(['--two-person', join(folder, 'record.json'), '--trust', join(folder, 'roots.pem')], (line) => lines.push(line)), lines.filter((line) => line.startsWith('✗'))]).toEqual([0, []]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('everything else that is signed before the platform', () => {
  it('a registration and the binding of a certificate', async () => {
    const { officer, authority } = world.office;
    const firm = firmOf('某公司', 988);
    const identity = authority.issue({ commonName: firm.name, organisation: firm.name, uscc: firm.uscc });
    const register = async (ms: number) => {
      const proof = sign(registrationText(firm.uscc, firm.login), identity, new Date((await officer.now()).getTime() + ms));
      const account = { login: firm.login, name: '签章人', identityNumber: firm.identityNumber };
      return officer.post('/api/organisations', { name: firm.name, uscc: firm.uscc, region: firm.region, account, certificate: identity.certificatePem, proof });
    };
    for (const ms of [-BEYOND, BEYOND]) expect((await refusal(register(ms))).code).toBe('identity.signing-time-off');
    await register(WITHIN); // negative control
    const { uscc, login } = await officer.get<{ uscc: string; login: string }>('/api/me');
    const own = authority.issue({ commonName: '甲', organisation: '甲', uscc });
    const bind = async (ms: number) => {
      const proof = sign(bindingText(login, readCertificate(own.certificatePem).fingerprint), own, new Date((await officer.now()).getTime() + ms));
      return officer.post('/api/me/certificates', { certificate: own.certificatePem, proof });
    };
    for (const ms of [-BEYOND, BEYOND]) expect((await refusal(bind(ms))).code).toBe('identity.signing-time-off');
    await bind(-WITHIN); // negative control
  });

  it('a sign-in', async () => {
    const bidder = await world.bidder('登录');
    const enter = async (ms: number) => {
      const { nonce, text } = await bidder.client.post<{ nonce: string; text: string }>('/api/sessions/challenge', { login: bidder.firm.login });
      return bidder.client.post('/api/sessions/certificate', { login: bidder.firm.login, nonce, signature: await shifted(bidder.client, text, ms) });
    };
    for (const ms of [-BEYOND, BEYOND]) expect((await refusal(enter(ms))).code).toBe('identity.signing-time-off');
    await enter(WITHIN); // negative control
  });

  it('but not a bid, which is sealed without a network and counts from its receipt', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('离线');
    for (const [version, at] of [new Date('2026-01-05T00:00:00Z'), new Date('2031-01-05T00:00:00Z')].entries())
      expect((await handIn(bidder, tender, bidder.seal(tender, '1', { version: version + 1, at }))).receiptCode).toMatch(/^R/);
  });
});

it('a certificate that was not yet valid at the stated time does not sign, though it is now', async () => {
  const { officer, authority } = world.office;
  const { uscc, login } = await officer.get<{ uscc: string; login: string }>('/api/me');
  const now = await officer.now();
  const young = authority.issue({ commonName: '甲', organisation: '甲', uscc }, { from: new Date(now.getTime() - MINUTE) });
  const bind = (ms: number) =>
    officer.post('/api/me/certificates', {
      certificate: young.certificatePem,
      proof: sign(bindingText(login, readCertificate(young.certificatePem).fingerprint), young, new Date(now.getTime() + ms)),
    });
  expect((await refusal(bind(-10 * MINUTE))).code).toBe('identity.signing-time-outside');
  await bind(0); // negative control
  expect(await rows(world, 'select 1 from certificate where fingerprint = $1', [readCertificate(young.certificatePem).fingerprint])).toHaveLength(1);
});
