import { DemoAuthority, type Identity } from '@domain/demonstration';
import { bindingText } from '@kernel';
import { createKeyPair, type KeyKind, readCertificate } from '@envelope';
import { makeDataSource } from '@platform/db';
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { CertificateKeys1793100000001 } from '../../migrations/1793100000001-certificate-keys';
import { Client } from '../../apps/cli/src/play/client';
import { Bidder } from '../../apps/cli/src/play/people';
import { groundOf, rows } from '../journeys/tools';
import { ask, type Asked, closeConnections, confirm, firmOf, publishedTender, startWorld, type World } from '../journeys/world';

let world: World;
let authority: DemoAuthority;

beforeAll(async () => {
  world = await startWorld();
  authority = new DemoAuthority(join(world.running.home, 'demo-ca'));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const keyPair = (kind: KeyKind = 'p-256') => createKeyPair(kind);
const publicOf = ({ certificatePem }: Pick<Identity, 'certificatePem'>) => createPublicKey(certificatePem).export({ type: 'spki', format: 'pem' }) as string;
const signed = ({ base, token }: Client, identity: Identity, text: string) => new Client(base, token, identity).sign(text);
const TAKEN = 'identity.key-taken O20-40';

/** A certificate over this key for the account's organisation: its own number, and any holder's name. */
async function over({ publicKeyPem, privateKeyPem }: { publicKeyPem: string; privateKeyPem: string }, client: Client, commonName = '甲'): Promise<Identity> {
  const { organisationName: organisation, uscc } = await client.get<{ organisationName: string; uscc: string }>('/api/me');
  return { privateKeyPem, certificatePem: authority.certify(publicKeyPem, { commonName, organisation, uscc }) };
}

async function bind(client: Client, identity: Identity): Promise<unknown> {
  const { login } = await client.get<{ login: string }>('/api/me');
  const proof = await signed(client, identity, bindingText(login, readCertificate(identity.certificatePem).fingerprint));
  return client.post('/api/me/certificates', { certificate: identity.certificatePem, proof });
}

/** What an installation of before may hold: this certificate bound to the account though its key is another's. */
async function bound(login: string, { certificatePem }: Identity, usage = 'signing'): Promise<void> {
  const { fingerprint, keySha256, algorithm } = readCertificate(certificatePem);
  await rows(
    world,
    `insert into certificate (id, account_id, fingerprint, pem, algorithm, not_before, not_after, bound_at, usage, key_sha256)
     select gen_random_uuid(), id, $2, $3, $4, '2024-01-01', '2040-01-01', tianping_now(), $5, $6 from account where login = $1`,
    [login, fingerprint, certificatePem, algorithm, usage, keySha256],
  );
}

// negative control: without `assertMadeOutTo` in `bind` it was bound, and nothing failed
it('a certificate that is made out to another organisation is bound by nobody, whatever name stands in it', async () => {
  const { officer } = world.office;
  const { firm } = await world.bidder('别家公司');
  const pair = keyPair();
  const { organisationName } = await officer.get<{ organisationName: string }>('/api/me');
  for (const organisation of [organisationName, firm.name]) {
    const foreign = { privateKeyPem: pair.privateKeyPem, certificatePem: authority.certify(pair.publicKeyPem, { commonName: '甲', organisation, uscc: firm.uscc }) };
    expect(await groundOf(bind(officer, foreign))).toContain('identity.certificate-foreign');
  }
  await bind(officer, await over(pair, officer)); // the same key, for his own
});

// negative control: without `refuse(R.keyTaken…)` in accounts.service all of these fail, without its lock the race; without the comparison in `may_sign` (its migration) or in trustees.ts, or
// `refuse(R.oneKey…)` in proposals.service, those of the second part that name them
describe('a key belongs to one account, ever', () => {
  it.each(['p-256', 'rsa-2048', 'sm2'] as const)('%s: another account cannot bind it, in whatever certificate, nor after it was given up; the same account can', async (kind) => {
    const { officer, approver } = world.office;
    const pair = keyPair(kind);
    await bind(officer, await over(pair, officer));
    await bind(officer, await over(pair, officer, '甲，续期')); // negative control: a renewed certificate over one’s own key
    expect(await groundOf(bind(approver, await over(pair, approver, '乙')))).toBe(TAKEN);
    await rows(world, 'update certificate set ended_at = now() where key_sha256 = $1', [readCertificate((await over(pair, officer)).certificatePem).keySha256]);
    expect(await groundOf(bind(approver, await over(pair, approver, '乙')))).toBe(TAKEN);
    await bind(approver, await over(keyPair(kind), approver, '乙')); // negative control: a key of one’s own
  });

  it('a firm does not register with another firm’s, nor does an officer bind it', async () => {
    const first = await world.bidder('甲公司');
    const firm = firmOf('乙公司', 977);
    const { privateKeyPem } = first.identity;
    const twin = (name: string, uscc: string) => ({ privateKeyPem, certificatePem: authority.certify(publicOf(first.identity), { commonName: name, organisation: name, uscc }) });
    expect(await groundOf(Bidder.register(world.url, firm, twin(firm.name, firm.uscc)))).toBe(TAKEN);
    expect(await rows(world, 'select 1 from organisation where uscc = $1', [firm.uscc])).toEqual([]);
    expect(await groundOf(bind(world.office.officer, await over({ privateKeyPem, publicKeyPem: publicOf(first.identity) }, world.office.officer)))).toBe(TAKEN);
    await Bidder.register(world.url, firm, authority.issue({ commonName: firm.name, organisation: firm.name, uscc: firm.uscc })); // negative control
  });

  it('of two accounts that bring one key at the same time one has it', async () => {
    const { officer, approver } = world.office;
    for (let round = 0; round < 5; round += 1) {
      const pair = keyPair();
      const identities = [await over(pair, officer), await over(pair, approver)] as const;
      const outcomes = await Promise.allSettled([bind(officer, identities[0]), bind(approver, identities[1])]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });
});

describe('where two accounts have one key bound already', () => {
  const SHARED = 'identity.key-shared O20-40';
  let one: Identity;
  let other: Identity;
  let tenderId: string;
  const draft = () => world.office.officer.post<Asked>(`/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
  const at = ({ proposalId }: Asked, what: string) => `/api/proposals/${proposalId}/${what}`;
  const confirmWith = async (asked: Asked, identity: Identity) => {
    const { approver } = world.office;
    return approver.post(at(asked, 'confirm'), { contentSha256: asked.contentSha256, signature: await signed(approver, identity, asked.statement) });
  };
  const signWith = async (asked: Asked, identity: Identity) => {
    const { officer } = world.office;
    return officer.post<Asked>(at(asked, 'sign'), { signature: await signed(officer, identity, asked.statement) });
  };

  beforeAll(async () => {
    const pair = keyPair();
    [one, other] = [await over(pair, world.office.officer), await over(pair, world.office.approver)];
    await bind(world.office.officer, one);
    await bound('t1.approver.1', other);
  });
  beforeEach(async () => {
    ({ tenderId } = await publishedTender(world));
  });

  it('neither signs with it, and their other keys go on', async () => {
    const asked = await draft();
    expect(await groundOf(signWith(asked, one))).toBe(SHARED);
    const open = await ask(world.office.officer, `/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
    expect(await groundOf(confirmWith(open, other))).toBe(SHARED);
    expect(await confirm(world.office.approver, open)).toEqual({ status: 'terminated' }); // negative control: the approver’s own key
  });

  it('nor does a bidder hand in a bid with it', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('丙公司');
    await bidder.submit(tender, '1'); // negative control
    const { privateKeyPem } = bidder.identity;
    await bound('t1.officer.1', await over({ privateKeyPem, publicKeyPem: publicOf(bidder.identity) }, world.office.officer));
    expect(await groundOf(bidder.submit(tender, '2', { version: 2 }))).toBe('identity.certificate-not-bound O20-40');
  });

  it('nor are two trustees with one key two trustees', async () => {
    const candidates = async () => (await world.office.officer.get<{ items: unknown[] }>('/api/trustees')).items.length;
    const before = await candidates();
    const [trustee] = await rows<{ pem: string }>(world, `select c.pem from certificate c join account a on a.id = c.account_id where a.login = 'tc.key.1' and c.usage = 'encipherment'`);
    const { subject } = readCertificate(trustee!.pem);
    const publicKeyPem = publicOf({ certificatePem: trustee!.pem });
    await bound(
      'sb.key.1',
      { privateKeyPem: '', certificatePem: authority.certify(publicKeyPem, { commonName: '乙', organisation: '乙', uscc: subject.serialNumber! }, { usage: 'encipherment' }) },
      'encipherment',
    );
    expect(await candidates()).toBe(before - 1); // tc.key.1 is out; sb.key.1 still has a key of his own
  });

  // negative control of the first line, and test of the second: with the right of before both signatures are taken one by one, and still make no two persons
  it('the confirmation compares the two keys by itself', async () => {
    await rows(world, 'alter function may_sign(uuid, text) rename to may_sign_alone');
    await rows(
      world,
      `create function may_sign(of_account uuid, with_certificate text) returns boolean language sql stable as
       $$ select exists (select 1 from certificate c where c.account_id = of_account and c.fingerprint = with_certificate and c.usage = 'signing' and c.ended_at is null) $$`,
    );
    const asked = await signWith(await draft(), one);
    expect(await groundOf(confirmWith(asked, other))).toBe('proposal.one-key O20-40');
    await rows(world, 'drop function may_sign(uuid, text)');
    await rows(world, 'alter function may_sign_alone(uuid, text) rename to may_sign');
  });
});

it('an installation of before gets the digests of its certificates, as they are read, whatever the key; two with one key do not stop it', async () => {
  const source = makeDataSource({ url: world.running.config.DATABASE_OWNER_URL!, entities: [], migrations: [] });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    const stored = async () => (await rows<{ pem: string; digest: string }>(world, 'select pem, key_sha256 as digest from certificate order by id')).map(({ pem, digest }) => [pem, digest]);
    const before = await stored();
    expect(new Set(before.map(([pem]) => readCertificate(pem!).algorithm))).toEqual(new Set(['p-256', 'rsa', 'sm2']));
    const migration = new CertificateKeys1793100000001();
    await migration.down(runner);
    await migration.up(runner);
    expect(await stored()).toEqual(before.map(([pem]) => [pem, readCertificate(pem!).keySha256]));
  } finally {
    await runner.release();
    await source.destroy();
  }
});
