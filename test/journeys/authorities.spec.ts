import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiptsService } from '@domain/bidding';
import { RevocationLists, TimeSource } from '@domain/trust';
import { DemoAuthority, type Identity } from '@domain/demonstration';
import {
  answerStampRequest,
  createAuthority,
  createKeyPair,
  crlDistributionPoint,
  basicConstraints,
  extendedKeyUsage,
  holderFromPkcs8,
  issueCrl,
  issueIntermediate,
  issueWith,
  keyUsage,
  ocspAccess,
  openEnvelope,
  readCertificate,
  readPem,
  writePem,
  verifyStamp,
  sha256,
} from '@envelope';
import { answerTo, bindingText } from '@kernel';
import { Client } from '../../apps/cli/src/play/client';
import { Bidder, signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { groundOf, rows, until } from './tools';
import { type Asked, closeConnections, confirm, firmOf, platformTime, publishedTender, refusal, startWorld, type World } from './world';

let world: World;
const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'authorities-'));
  folders.push(made);
  return made;
};

/** Another authority, with its list on a server of its own. */
class Elsewhere {
  readonly authority = createAuthority({ commonName: '外地CA', now: new Date(Date.UTC(2025, 0, 1)) });
  /** Who signs the list, and what stands beside it. */
  signer = this.authority;
  beside = '';
  #revoked: { serial: Uint8Array; at: Date }[] = [];
  #server?: Server;
  broken = false;
  validDays = 30;
  number = 1;
  url = '';

  async open(now: () => Promise<Date>): Promise<void> {
    this.#server = createServer((_request, response) => {
      void now().then((thisUpdate) => {
        if (this.broken) return response.writeHead(500).end();
        const list = issueCrl(this.signer, { number: this.number++, thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + this.validDays * 86_400_000), revoked: this.#revoked });
        return response.end(this.beside ? writePem('X509 CRL', list) + this.beside : Buffer.from(list));
      });
    });
    await new Promise<void>((resolve) => this.#server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/list.crl`;
  }

  issue(name: string, uscc: string, withAddress = true): Identity {
    const pair = createKeyPair('p-256');
    const extensions = [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation']), ...(withAddress ? [crlDistributionPoint(this.url)] : [])];
    const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)) };
    return {
      privateKeyPem: pair.privateKeyPem,
      certificatePem: issueWith(this.authority, { commonName: name, organisation: name, serialNumber: uscc, publicKeyPem: pair.publicKeyPem, extensions, ...validity }),
    };
  }

  revoke(pem: string, at: Date): void {
    this.#revoked = [...this.#revoked, { serial: Buffer.from(readCertificate(pem).serialHex, 'hex'), at }];
  }

  close(): void {
    this.#server?.close();
  }
}

const elsewhere = new Elsewhere();
let security: Awaited<ReturnType<typeof signIn>>;
const refresh = () => world.running.app.get(RevocationLists).refresh();

beforeAll(async () => {
  world = await startWorld();
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
  await elsewhere.open(() => platformTime(world.office.officer));
});
afterAll(async () => {
  elsewhere.close();
  await world?.stop();
  await closeConnections();
  for (const made of folders) rmSync(made, { recursive: true });
});

/** Two offices: the system administrator asks, the security administrator confirms. */
const recognise = async (body: object) => confirm(security, await world.office.system.post<Asked>('/api/authorities', body));

const register = (n: number, identity: (firm: { name: string; uscc: string }) => Identity) => {
  const firm = firmOf(`互认-${n}`, n);
  return Bidder.register(world.url, firm, identity(firm));
};

describe('authorities side by side', () => {
  it('one is recognised by an administrator, with the address of its list; then its certificates count', async () => {
    const attempt = () => register(900, ({ name, uscc }) => elsewhere.issue(name, uscc));
    expect(await groundOf(attempt())).toBe('envelope.certificate-untrusted O20-40');
    expect((await refusal(world.office.officer.post('/api/authorities', { pem: elsewhere.authority.certificatePem }))).code).toBe('auth.not-allowed');
    await recognise({ pem: elsewhere.authority.certificatePem, crlUrl: elsewhere.url, note: '互认协议' });
    await until(async () =>
      attempt().then(
        () => true,
        () => false,
      ),
    );
    const view = await world.office.officer.get<{ authorities: { name: string }[]; lists: { issuer: string; state: string; url: string }[] }>('/api/authorities');
    expect(view.authorities.map(({ name }) => name)).toContain('外地CA');
    expect(view.lists.find(({ issuer }) => issuer === '外地CA')).toMatchObject({ state: 'fresh', url: elsewhere.url });
  });

  it('a certificate that is no authority’s is not recognised', async () => {
    const { certificatePem } = new DemoAuthority(folder()).issue({ commonName: '个人', organisation: '个人', uscc: '91990100MATP300251' });
    expect(await groundOf(recognise({ pem: certificatePem }))).toBe('trust.not-authority O20-44');
  });

  it('a revoked certificate is refused with the reason, from the moment of its revocation', async () => {
    const tender = await publishedTender(world);
    const bidder = await register(901, ({ name, uscc }) => elsewhere.issue(name, uscc));
    await bidder.submit(tender, '1');
    await rows(world, `update session set fingerprint = null where account_id = (select id from account where login = $1)`, [bidder.firm.login]); // as if opened by other means: it goes on
    elsewhere.revoke(bidder.identity.certificatePem, await platformTime(world.office.officer));
    await refresh();
    const problem = await refusal(bidder.submit(tender, '2', { version: 2 }));
    expect(problem).toMatchObject({ code: 'envelope.certificate-revoked', status: 422 });
    expect(await groundOf(signInWithKey(world.url, bidder.firm.login, bidder.identity))).toBe('envelope.certificate-revoked O20-40');
  });

  it('an authority that renewed its key signs its list with the new one, which has a path of its own', async () => {
    const bidder = await register(930, ({ name, uscc }) => elsewhere.issue(name, uscc));
    const { privateKeyPem, publicKeyPem } = createKeyPair('p-256');
    const [notBefore, notAfter] = [new Date(Date.UTC(2025, 0, 1)), new Date(Date.UTC(2034, 0, 1))];
    const certificatePem = issueIntermediate(elsewhere.authority, { commonName: '外地CA', publicKeyPem, notBefore, notAfter });
    elsewhere.signer = { certificatePem, privateKeyPem };
    elsewhere.revoke(bidder.identity.certificatePem, await platformTime(world.office.officer));
    await refresh();
    const error = async () => (await rows<{ error: string | null }>(world, `select error from revocation_list where issuer_name = '外地CA'`))[0]!.error;
    expect(await error()).toContain('envelope.crl-malformed'); // negative control: nobody knows the new key yet
    await expect(signInWithKey(world.url, bidder.firm.login, bidder.identity)).resolves.toBeDefined();
    elsewhere.beside = certificatePem;
    await refresh();
    expect(await error()).toBeNull();
    expect(await groundOf(signInWithKey(world.url, bidder.firm.login, bidder.identity))).toBe('envelope.certificate-revoked O20-40');
    Object.assign(elsewhere, { signer: elsewhere.authority, beside: '' });
  });

  it('a list that cannot be fetched leaves the older one in force for a bounded time, and shows', async () => {
    const bidder = await register(902, ({ name, uscc }) => elsewhere.issue(name, uscc));
    elsewhere.broken = true;
    await refresh();
    const state = async () =>
      (await world.office.officer.get<{ lists: { issuer: string; state: string; error: string | null }[] }>('/api/authorities')).lists.find(({ issuer }) => issuer === '外地CA')!;
    expect(await state()).toMatchObject({ state: 'fresh', error: 'HTTP 500' });
    await expect(signInWithKey(world.url, bidder.firm.login, bidder.identity)).resolves.toBeDefined();
    // past its end, within the grace of a day: late, still in force; past the grace: unknown
    const age = (hours: number) => rows(world, `update revocation_list set next_update = tianping_now() - make_interval(hours => $1) where issuer_name = '外地CA'`, [hours]);
    await age(1);
    expect((await state()).state).toBe('late');
    await age(25);
    expect((await state()).state).toBe('expired');
    elsewhere.broken = false;
    elsewhere.validDays = -2;
    await refresh();
    expect(await groundOf(signInWithKey(world.url, bidder.firm.login, bidder.identity))).toBe('envelope.certificate-revocation-unknown O20-40');
    elsewhere.validDays = 30;
    await refresh();
    await expect(signInWithKey(world.url, bidder.firm.login, bidder.identity)).resolves.toBeDefined(); // negative control
  });

  it('ends: what comes later is refused, what was before stays; the last one cannot end', async () => {
    const bidder = await register(903, ({ name, uscc }) => elsewhere.issue(name, uscc));
    const { authorities } = await world.office.officer.get<{ authorities: { name: string; fingerprint: string }[] }>('/api/authorities');
    const ask = (name: string) => world.office.system.post<Asked>(`/api/authorities/${authorities.find((one) => one.name.includes(name))!.fingerprint}/end`, { reason: '协议到期' });
    const end = async (name: string) => confirm(security, await ask(name));
    await end('外地CA');
    expect(await groundOf(signInWithKey(world.url, bidder.firm.login, bidder.identity))).toBe('envelope.certificate-untrusted O20-40');
    expect(await groundOf(end('演示CA'))).toBe('trust.last-authority O20-44');
    await recognise({ pem: elsewhere.authority.certificatePem });
    await expect(signInWithKey(world.url, bidder.firm.login, bidder.identity)).resolves.toBeDefined();
  });
});

describe('addresses inside certificates', () => {
  it('are asked only where a recognised authority stands behind them: no stranger sends the server anywhere', async () => {
    let asked = 0;
    const trap = createServer((_request, response) => void ((asked += 1), response.end()));
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    trap.unref();
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
    const own = createAuthority({ commonName: '陌生CA', now: new Date(Date.UTC(2025, 0, 1)) });
    const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)) };
    const attempt = (authority: typeof own, n: number) =>
      register(n, ({ uscc }) => {
        const pair = createKeyPair('p-256');
        const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), crlDistributionPoint(url), ocspAccess(url)];
        const certificatePem = issueWith(authority, { commonName: '陌生', serialNumber: uscc, publicKeyPem: pair.publicKeyPem, extensions, ...validity });
        return { privateKeyPem: pair.privateKeyPem, certificatePem, chainPem: [authority.certificatePem] } as Identity;
      });
    expect(await groundOf(attempt(own, 910))).toBe('envelope.certificate-untrusted O20-40');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).toBe(0);
    // negative control: under the recognised authority the same addresses are asked
    await attempt(elsewhere.authority, 911).catch(() => undefined);
    await until(async () => asked > 0);
    trap.close();
  });
});

describe('a person’s own certificates', () => {
  it('are renewed: the new one signs, the replaced one no longer', async () => {
    const bidder = await world.bidder('换证');
    const tender = await publishedTender(world);
    const [old] = (await bidder.client.get<{ items: { id: string; usage: string; endedAt: string | null }[] }>('/api/me/certificates')).items;
    const renewed = world.office.authority.issue({ commonName: '换证', organisation: bidder.firm.name, uscc: bidder.firm.uscc }, { kind: 'rsa-2048' });
    const { fingerprint } = readCertificate(renewed.certificatePem);
    const proofBy = (identity: Identity) => new Client(world.url, undefined, identity).sign(bindingText(bidder.firm.login, fingerprint));
    const bind = async (proof: Promise<string | undefined>) => bidder.client.post('/api/me/certificates', { certificate: renewed.certificatePem, proof: await proof, replaces: old!.id });
    expect(await groundOf(bind(proofBy(bidder.identity)))).toMatch(/^identity\.certificate-unbound/); // the old key cannot bind the new certificate
    await bind(proofBy(renewed));
    expect(await groundOf(bidder.submit(tender, '1'))).toBe('identity.certificate-not-bound O20-40');
    expect((await refusal(signInWithKey(world.url, bidder.firm.login, bidder.identity))).code).toBe('identity.certificate-unbound');
    const again = await signInWithKey(world.url, bidder.firm.login, renewed);
    expect((await again.get<{ items: { endedAt: string | null }[] }>('/api/me/certificates')).items.map(({ endedAt }) => endedAt === null).sort()).toEqual([false, true]);
    const third = world.office.authority.issue({ commonName: '换证', organisation: bidder.firm.name, uscc: bidder.firm.uscc });
    const proof = await new Client(world.url, undefined, third).sign(bindingText(bidder.firm.login, readCertificate(third.certificatePem).fingerprint));
    expect((await refusal(again.post('/api/me/certificates', { certificate: third.certificatePem, proof, replaces: old!.id }))).code).toBe('identity.certificate-ended');
  });

  it('an encryption certificate is bound by whoever opens what is enclosed to it, and never signs', async () => {
    const bidder = await world.bidder('加密证');
    const sealing = world.office.authority.issue({ commonName: '加密', organisation: bidder.firm.name, uscc: bidder.firm.uscc }, { kind: 'rsa-2048', usage: 'encipherment' });
    const asked = await bidder.client.post<{ challengeId: string; envelope: string }>('/api/me/certificates/challenge', { certificate: sealing.certificatePem });
    const bind = (answer: string) => bidder.client.post('/api/me/certificates', { certificate: sealing.certificatePem, challengeId: asked.challengeId, answer });
    const opened = await openEnvelope(Buffer.from(asked.envelope, 'base64'), await holderFromPkcs8(readPem(sealing.privateKeyPem)[0]!.bytes, sealing.certificatePem));
    const answer = answerTo(Buffer.from(opened).toString(), readCertificate(sealing.certificatePem).fingerprint);
    // negative control: without the comparison in certificates.service this was bound, and nothing failed
    expect((await refusal(bind('00'.repeat(32)))).code).toBe('identity.key-not-shown');
    await bind(answer);
    expect((await refusal(bind(answer))).code).toBe('identity.challenge-gone');
    expect(await groundOf(signInWithKey(world.url, bidder.firm.login, sealing))).toBe('envelope.certificate-usage O20-40');
    const wrong = await bidder.client.post<{ challengeId: string }>('/api/me/certificates/challenge', {
      certificate: world.office.authority.issue({ commonName: '又一', organisation: bidder.firm.name, uscc: bidder.firm.uscc }, { usage: 'encipherment' }).certificatePem,
    });
    expect((await refusal(bidder.client.post('/api/me/certificates', { certificate: sealing.certificatePem, challengeId: wrong.challengeId, answer: '00'.repeat(32) }))).code).toBe(
      'identity.challenge-gone',
    );
  });
});

describe('the time source', () => {
  it('stamps each receipt and each commitment', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('时间戳');
    await bidder.submit(tender, '1');
    const [own] = await bidder.client.get<{ receipt: string; timestamp: string; receivedAt: string }[]>(`/api/tenders/${tender.tenderId}/bids/mine`);
    const { timeAuthorities } = await bidder.client.get<{ timeAuthorities: string[] }>('/api/authorities');
    const { at } = verifyStamp(Buffer.from(own!.timestamp, 'base64'), sha256(own!.receipt), { roots: timeAuthorities });
    expect(Math.abs(at.getTime() - new Date(own!.receivedAt).getTime())).toBeLessThan(60_000); // by the platform’s clock, which is months away from the host’s
  });
});

describe('an external time source', () => {
  let other: World;
  let server: Server;
  let down = true;

  beforeAll(async () => {
    const root = createAuthority({ commonName: '外部时间戳根', now: new Date(Date.UTC(2025, 0, 1)) });
    const pair = createKeyPair('p-256');
    const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true)];
    const certificatePem = issueWith(root, {
      commonName: '外部时间戳',
      publicKeyPem: pair.publicKeyPem,
      notBefore: new Date(Date.UTC(2025, 0, 1)),
      notAfter: new Date(Date.UTC(2034, 0, 1)),
      extensions,
    });
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          if (down) return response.writeHead(503).end();
          return response.end(Buffer.from(answerStampRequest(Buffer.concat(chunks), { certificatePem, privateKeyPem: pair.privateKeyPem, at: new Date(Date.UTC(2026, 2, 3, 1)), serial: 5n })));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const file = join(folder(), 'root.pem');
    writeFileSync(file, root.certificatePem);
    other = await startWorld({ env: { TIMESTAMP_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, TIMESTAMP_CA_FILE: file, TIMESTAMP_GRACE_MINUTES: '60' } });
  });
  afterAll(async () => {
    server?.close();
    await other?.stop();
  });

  it('that is out: bids are taken and marked, then stamped; beyond the bound they are refused', async () => {
    const tender = await publishedTender(other);
    const bidder = await other.bidder('断时');
    const source = other.running.app.get(TimeSource);
    await bidder.submit(tender, '1');
    const stampOf = async () => (await bidder.client.get<{ timestamp: string | null }[]>(`/api/tenders/${tender.tenderId}/bids/mine`))[0]!.timestamp;
    expect(await stampOf()).toBeNull();
    await source.probe();
    expect((await source.state()).outageSince).not.toBeNull();
    await rows(other, `update time_source set outage_since = clock_timestamp() - interval '61 minutes'`);
    await new Promise((resolve) => setTimeout(resolve, 1100)); // looked at once a second
    expect(await groundOf(bidder.submit(tender, '2', { version: 2 }))).toBe('trust.time-source-out O20-40');
    down = false;
    await source.probe();
    expect((await source.state()).outageSince).toBeNull();
    await other.running.app.get(ReceiptsService).stampDue();
    expect(await stampOf()).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await bidder.submit(tender, '2', { version: 2 });
    expect(await stampOf()).not.toBeNull();
  });
});
