import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { basicConstraints, createAuthority, createKeyPair, issueWith, keyUsage, readCertificate, sealBid } from '@envelope';
import { DemoAuthority, type Identity } from '@domain/demonstration';
import { RevocationLists } from '@domain/trust';
import { type Client, sign } from '../../apps/cli/src/play/client';
import type { Bidder } from '../../apps/cli/src/play/people';
import { base64, rows } from './tools';
import {
  advance,
  ask,
  type Asked,
  closeConnections,
  confirm,
  drawn,
  evaluate,
  openRoom,
  pastDeadline,
  platformTime,
  type Played,
  publishCandidates,
  publishedTender,
  refusal,
  startWorld,
  submitAll,
  type World,
} from './world';

/**
 * May this certificate sign this, now: one answer for all that people sign. Each certificate is bound for its person and wrong in one way; with each a bid, a report, a
 * request, its confirmation, a contract and a sign-in are tried, and with one that is right in all. Negative control: without `held` in SigningRights the one that ended
 * signs all but bids; without `counts` a trustee is named by a certificate that was revoked.
 */
let world: World;
let bidders: Bidder[];
beforeAll(async () => {
  world = await startWorld({ experts: 24 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const DAY = 86_400_000;
const FAULTS = ['ended', 'expired', 'revoked', 'foreign'] as const;
type Kind = (typeof FAULTS)[number] | 'sound';
type Use = 'signing' | 'encipherment';

interface Person {
  accountId: string;
  name: string;
  uscc: string;
}
const personOf = async (login: string): Promise<Person> =>
  (await rows<Person & Record<string, unknown>>(world, 'select a.id as "accountId", o.name, o.uscc from account a join organisation o on o.id = a.organisation_id where a.login = $1', [login]))[0]!;

/** An authority that nobody recognised, and that certifies whom it likes. */
const stranger = createAuthority({ commonName: '未受认可的机构', now: new Date(Date.UTC(2025, 0, 1)) });
function foreign({ name, uscc }: Person, usage: Use): Identity {
  const { publicKeyPem, privateKeyPem } = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(usage === 'signing' ? ['digitalSignature', 'nonRepudiation'] : ['keyEncipherment', 'keyAgreement'])];
  const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)), extensions };
  return { privateKeyPem, certificatePem: issueWith(stranger, { commonName: name, organisation: name, serialNumber: uscc, publicKeyPem, ...validity }) };
}

/** Bound past the routes, as one that became wrong after it had been bound. */
async function bound(login: string, kind: Kind, usage: Use = 'signing'): Promise<Identity> {
  const person = await personOf(login);
  const now = await platformTime(world.office.officer);
  const subject = { commonName: person.name, organisation: person.name, uscc: person.uscc };
  const old = { from: new Date(now.getTime() - 400 * DAY), years: 1 };
  const identity = kind === 'foreign' ? foreign(person, usage) : world.office.authority.issue(subject, { ...(kind === 'expired' ? old : {}), usage });
  const { fingerprint, keySha256, notBefore, notAfter } = readCertificate(identity.certificatePem);
  await rows(
    world,
    `insert into certificate (id, account_id, fingerprint, pem, algorithm, not_before, not_after, bound_at, key_sha256, ended_at, usage) values ($1, $2, $3, $4, 'p-256', $5, $6, $7, $8, $9, $10)`,
    [randomUUID(), person.accountId, fingerprint, identity.certificatePem, notBefore, notAfter, now, keySha256, kind === 'ended' ? now : null, usage],
  );
  if (kind === 'revoked') {
    const authority = new DemoAuthority(join(world.running.home, 'demo-ca'));
    authority.revoke(identity.certificatePem, now);
    await world.running.app.get(RevocationLists).keep(authority.revocationList(new Date(now.getTime() + 1000)), authority.certificatePem);
  }
  return identity;
}

type Attempt = (identity: Identity, now: Date) => Promise<unknown>;
const withNew = async (login: string, kind: Kind, attempt: Attempt) => attempt(await bound(login, kind), await platformTime(world.office.officer));

/** What an act says to each certificate that is wrong. */
async function refusals(login: string, attempt: Attempt): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const kind of FAULTS) told[kind] = (await refusal(withNew(login, kind, attempt))).code;
  return told;
}

/** The same, and then it takes one that is right. */
async function answers(login: string, attempt: Attempt): Promise<Record<string, string>> {
  const told = await refusals(login, attempt);
  await withNew(login, 'sound', attempt); // negative control
  return told;
}

const WRONG = { ended: 'identity.certificate-not-yours', expired: 'envelope.certificate-expired', revoked: 'envelope.certificate-revoked', foreign: 'envelope.certificate-untrusted' };

const path = ({ proposalId }: Asked, what: string) => `/api/proposals/${proposalId}/${what}`;
const signing = (client: Client, asked: Asked, what: 'sign' | 'confirm') => (identity: Identity, now: Date) =>
  client.post(path(asked, what), { signature: sign(asked.statement, identity, now), ...(what === 'confirm' ? { contentSha256: asked.contentSha256 } : {}) });

it('a sign-in', async () => {
  const { client, firm } = await world.bidder('登录矩阵');
  const told = await answers(firm.login, async (identity, now) => {
    const { nonce, text } = await client.post<{ nonce: string; text: string }>('/api/sessions/challenge', { login: firm.login });
    return client.post('/api/sessions/certificate', { login: firm.login, nonce, signature: sign(text, identity, now) });
  });
  expect(told).toEqual({ ...WRONG, ended: 'identity.certificate-unbound' });
});

it('a bid', async () => {
  const tender = await publishedTender(world);
  const bidder = await world.bidder('投标矩阵');
  const told = await answers(bidder.firm.login, async (identity, at) => {
    const { blob, manifest, signature } = sealBid({ ...bidder.toSeal(tender, '100', { at }), ...identity });
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, blob);
    return bidder.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest, signature: base64(signature) });
  });
  expect(told).toEqual({ ...WRONG, ended: 'identity.certificate-not-bound' });
});

it('a request, and its confirmation', async () => {
  const { officer, approver } = world.office;
  const { tenderId } = await publishedTender(world);
  const asked = await officer.post<Asked>(`/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
  expect(await answers('a1.officer.1', signing(officer, asked, 'sign'))).toEqual(WRONG);
  expect(await answers('t1.approver.1', signing(approver, asked, 'confirm'))).toEqual(WRONG);
});

describe('a procedure to its contract', () => {
  let tenderId: string;

  it('the report', async () => {
    const tender = await publishedTender(world);
    ({ tenderId } = tender);
    bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
    await pastDeadline(world, tender);
    await drawn(world, tender, bidders);
    const { evaluationId, experts } = await openRoom(world.office, tenderId);
    const member = experts[0]!;
    let told = {};
    // when it is the member's turn to sign, all are tried
    member.sign = async (report: string) => {
      told = await refusals(member.login, (identity, now) => member.act('report.sign', { evaluationId, signature: sign(report, identity, now) }));
      return (await withNew(member.login, 'sound', async (identity, now) => sign(report, identity, now))) as string;
    };
    await evaluate(world.office, { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played, experts, evaluationId);
    expect(told).toEqual(WRONG);
    expect(await rows(world, `select status from evaluation where id = $1`, [evaluationId])).toEqual([{ status: 'signed' }]); // negative control: with the sound one it is complete
  });

  it('the contract, for the tenderer’s side and the winner’s', async () => {
    const { officer, approver } = world.office;
    const { publicityUntil, candidates } = await publishCandidates(world.office, tenderId);
    await advance(world.office, new Date(Date.parse(publicityUntil) + 1000));
    const { priceFen, bidId, bidder } = candidates[0]!;
    await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/winner`, { bidId }));
    await confirm(approver, await ask(officer, `/api/tenders/${tenderId}/award-notice`));
    const winner = bidders.find(({ firm }) => firm.name === bidder)!;
    const asked = await officer.post<Asked>(`/api/tenders/${tenderId}/contract`, { priceFen, text: '按招标文件和中标人的投标文件订立。' });
    expect(await answers('a1.officer.1', signing(officer, asked, 'sign'))).toEqual(WRONG);
    expect(await answers(winner.firm.login, signing(winner.client, asked, 'confirm'))).toEqual(WRONG);
  });
});

/** A share is no signature: it shows by itself that it is right, and what was enclosed to a certificate while it counted is opened by it, or nobody could open the bids (O20 30-31). */
it('nobody names a trustee with a certificate that does not count; the share of one who was named is taken whatever became of it', async () => {
  const { officer, trustees } = world.office;
  const { items } = await officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const escrowTerms = { threshold: 2, trustees: items.map(({ certificate }) => certificate) };
  const named = { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } };
  const tender = { ...(await publishedTender(world, named)), escrowTerms };
  for (const name of ['甲', '乙', '丙']) await (await world.bidder(`份额-${name}`)).submit(tender, '910000000');
  await pastDeadline(world, tender);
  await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  const { login } = trustees[0]!;
  for (const kind of FAULTS) {
    await rows(world, `update certificate set ended_at = tianping_now() where ended_at is null and usage = 'encipherment' and account_id = (select id from account where login = $1)`, [login]);
    await bound(login, kind, 'encipherment');
    expect([kind, (await refusal(publishedTender(world, named))).code]).toEqual([kind, 'tender.trustee-unfit']);
  }
  await bound(login, 'sound', 'encipherment');
  await publishedTender(world, named); // negative control
  await trustees[0]!.release(tender.tenderId); // by the key of the one that ended
  expect(await rows(world, 'select 1 from released_share where tender_id = $1 limit 1', [tender.tenderId])).toHaveLength(1);
});
