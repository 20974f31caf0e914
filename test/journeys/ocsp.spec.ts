import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CertificateStatuses } from '../../libs/domain/src/trust/certificate-statuses';
import { basicConstraints, createAuthority, createKeyPair, issueCrl, issueWith, keyUsage, ocspAccess, readCertificate } from '@envelope';
import { type AnswerToWrite, writeOcspAnswer } from '../../libs/envelope/src/ocsp.fixtures';
import { RevocationLists, Trust } from '@domain/trust';
import { Bidder, signInWithKey } from '../../apps/cli/src/play/people';
import { groundOf } from './tools';
import { closeConnections, firmOf, platformTime, startWorld, type World } from './world';

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

async function bidderOf(n: number): Promise<Bidder> {
  const firm = firmOf(`应答-${n}`, n);
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation']), ocspAccess(url)];
  const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)) };
  const certificatePem = issueWith(authority, { commonName: firm.name, organisation: firm.name, serialNumber: firm.uscc, publicKeyPem: pair.publicKeyPem, extensions, ...validity });
  issued.set(readCertificate(certificatePem).serialHex, certificatePem);
  return Bidder.register(world.url, firm, { certificatePem, privateKeyPem: pair.privateKeyPem });
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
