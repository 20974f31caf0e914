import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CertificateStatuses } from '../../libs/domain/src/trust/certificate-statuses';
import { answerTo } from '@kernel';
import { basicConstraints, createAuthority, createKeyPair, holderFromPkcs8, issueCrl, issueWith, keyUsage, ocspAccess, openEnvelope, readCertificate, readPem } from '@envelope';
import { type AnswerToWrite, writeOcspAnswer } from '../../libs/envelope/src/ocsp.fixtures';
import { RevocationLists, Trust } from '@domain/trust';
import type { Identity } from '@domain/demonstration';
import type { Client } from '../../apps/cli/src/play/client';
import { Bidder, type Firm, signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { askReplacement } from './new-certificate';
import { groundOf } from './tools';
import { ask, closeConnections, confirm, firmOf, platformTime, startWorld, type World } from './world';

let world: World;
let server: Server;
let url = '';
/** What the responder says; undefined: nothing. */
let says: Partial<AnswerToWrite> | undefined = {};
const authority = createAuthority({ commonName: '应答CA', now: new Date(Date.UTC(2025, 0, 1)) });
const issued = new Map<string, string>();

beforeAll(async () => {
  world = await startWorld();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => void answer(Buffer.concat(chunks)).then((bytes) => (bytes ? response.end(Buffer.from(bytes)) : response.writeHead(500).end())));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await world.running.app.get(Trust).add(authority.certificatePem);
});
afterAll(async () => {
  server?.close();
  await world?.stop();
  await closeConnections();
});

async function answer(request: Buffer): Promise<Uint8Array | undefined> {
  const asked = [...issued].find(([serial]) => request.toString('hex').includes(serial.toLowerCase()));
  if (!says || !asked) return undefined;
  const now = await platformTime(world.office.officer);
  return writeOcspAnswer({ certificate: asked[1], issuer: authority.certificatePem, signer: authority, status: 'good', producedAt: now, thisUpdate: now, ...says });
}

type Usages = Parameters<typeof keyUsage>[0];

function certified({ name, uscc }: Pick<Firm, 'name' | 'uscc'>, usages: Usages = ['digitalSignature', 'nonRepudiation']): Identity {
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(usages), ocspAccess(url)];
  const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)) };
  const certificatePem = issueWith(authority, { commonName: name, organisation: name, serialNumber: uscc, publicKeyPem: pair.publicKeyPem, extensions, ...validity });
  issued.set(readCertificate(certificatePem).serialHex, certificatePem);
  return { certificatePem, privateKeyPem: pair.privateKeyPem };
}

async function bidderOf(n: number): Promise<Bidder> {
  const firm = firmOf(`应答-${n}`, n);
  return Bidder.register(world.url, firm, certified(firm));
}

/** The next sign-in asks the responder anew. */
const forget = () => world.running.app.get(CertificateStatuses).forget();
const enter = ({ firm, identity }: Bidder) => signInWithKey(world.url, firm.login, identity);
const UNKNOWN = 'envelope.certificate-revocation-unknown O20-40';
const REVOKED = 'envelope.certificate-revoked O20-40';

it('an authority without a list is known by fresh answers, and by nothing older', async () => {
  const bidder = await bidderOf(950);
  await expect(enter(bidder)).resolves.toBeDefined();
  forget();
  says = { producedAt: new Date(Date.UTC(2023, 0, 1)), thisUpdate: new Date(Date.UTC(2023, 0, 1)) };
  expect(await groundOf(enter(bidder))).toBe(UNKNOWN);
  says = undefined;
  expect(await groundOf(enter(bidder))).toBe(UNKNOWN);
  says = {}; // negative control
  await expect(enter(bidder)).resolves.toBeDefined();
});

it('who was revoked stays so when the responder falls silent', async () => {
  const bidder = await bidderOf(951);
  forget();
  says = { status: { revokedAt: await platformTime(world.office.officer) } };
  await expect(bidder.client.get('/api/me')).resolves.toBeDefined(); // negative control: nobody has heard of it yet
  expect(await groundOf(enter(bidder))).toBe(REVOKED);
  await expect(bidder.client.get('/api/me')).rejects.toMatchObject({ problem: { status: 401 } }); // the older session ends with what was learned
  says = undefined;
  expect(await groundOf(enter(bidder))).toBe(REVOKED);
  says = {};
});

it('a list that names a certificate is not overridden by a "good"', async () => {
  const bidder = await bidderOf(952);
  await expect(enter(bidder)).resolves.toBeDefined();
  const now = await platformTime(world.office.officer);
  const list = (revoked: { serial: Uint8Array; at: Date }[], number: number) => issueCrl(authority, { number, thisUpdate: now, nextUpdate: new Date(now.getTime() + 86_400_000), revoked });
  const lists = world.running.app.get(RevocationLists);
  await lists.keep(list([], 1), authority.certificatePem);
  await expect(enter(bidder)).resolves.toBeDefined(); // negative control
  await lists.keep(list([{ serial: Buffer.from(readCertificate(bidder.identity.certificatePem).serialHex, 'hex'), at: now }], 2), authority.certificatePem);
  expect(await groundOf(enter(bidder))).toBe(REVOKED);
});

// negative control: without `certificates` in an act, or the question in `bind`, that one was 503 for as long as the authority publishes no list
describe('a certificate that comes without a signature by it', () => {
  let security: Client;
  beforeAll(async () => {
    security = await signIn(world.url, 'sys.security.1', world.running.password!);
  });

  it('is asked about before its request is confirmed, however long ago that was made', async () => {
    const { firm } = await bidderOf(953);
    const [fresh, lost] = [certified(firm), certified(firm)];
    const asked = await askReplacement(world.url, firm.login, lost, 'security-admin');
    forget();
    says = { status: { revokedAt: await platformTime(world.office.officer) } };
    expect(await groundOf(confirm(security, asked))).toBe(REVOKED);
    says = {};
    forget();
    const again = await askReplacement(world.url, firm.login, fresh, 'security-admin');
    forget();
    await confirm(security, again);
    await expect(signInWithKey(world.url, firm.login, fresh)).resolves.toBeDefined();
  });

  it('proves a new name', async () => {
    const { firm, client } = await bidderOf(954);
    const name = '应答改名';
    const asked = await ask(client, '/api/me/organisation/name', { name, certificate: certified({ ...firm, name }).certificatePem });
    forget();
    await confirm(security, asked);
  });

  it('that only encrypts is taken, at the challenge and when it is bound', async () => {
    const { firm, client } = await bidderOf(955);
    const { certificatePem, privateKeyPem } = certified(firm, ['keyAgreement']);
    const { challengeId, envelope } = await client.post<{ challengeId: string; envelope: string }>('/api/me/certificates/challenge', { certificate: certificatePem });
    const opened = await openEnvelope(Buffer.from(envelope, 'base64'), await holderFromPkcs8(readPem(privateKeyPem)[0]!.bytes, certificatePem));
    forget();
    await client.post('/api/me/certificates', { certificate: certificatePem, challengeId, answer: answerTo(Buffer.from(opened).toString(), readCertificate(certificatePem).fingerprint) });
  });
});
