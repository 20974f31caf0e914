import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { eventually } from '@test/setup/patience';
import { request } from 'undici';
import { parsed } from './certificate.node';
import { crossCheck, holder, keys, mutate, mutation, NOW, outcome, root, runs, SEED } from './envelope.fixtures';
import { writeOcspAnswer } from './ocsp.fixtures';
import { basicConstraints, createAuthority, createKeyPair, extendedKeyUsage, issueCertificate, issueWith, issuerOf, keyUsage, ocspRequest, readOcsp, statusProblem } from './index';

const good = issueCertificate(root, { ...holder, publicKeyPem: keys['p-256'].publicKeyPem });
const revoked = issueCertificate(root, { ...holder, publicKeyPem: keys['rsa-2048'].publicKeyPem });
const stranger = issueCertificate(root, { ...holder, publicKeyPem: keys['rsa-3072'].publicKeyPem });

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const serialOf = (pem: string) => Buffer.from(parsed(pem).serial).toString('hex').toUpperCase();

/** The certificate database of `openssl ca`: V or R, expiry, revocation, serial. */
const INDEX = [`V\t350101000000Z\t\t${serialOf(good)}\tunknown\t/CN=good`, `R\t350101000000Z\t261101000000Z,keyCompromise\t${serialOf(revoked)}\tunknown\t/CN=revoked`, ''].join('\n');

function responderWith(purposes: readonly string[]) {
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(purposes)];
  return { certificatePem: issueWith(root, { ...holder, commonName: '状态应答', publicKeyPem: pair.publicKeyPem, extensions }), privateKeyPem: pair.privateKeyPem };
}

function responderOf(authority: typeof root) {
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage([OCSP_SIGNING])];
  return { certificatePem: issueWith(authority, { ...holder, commonName: '状态应答', publicKeyPem: pair.publicKeyPem, extensions }), privateKeyPem: pair.privateKeyPem };
}

/** Answers of OpenSSL's own responder, signed by this certificate. */
async function withResponder<T>(signer: { certificatePem: string; privateKeyPem: string }, work: (ask: (pem: string) => Promise<Buffer>) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ocsp-'));
  const files = { 'index.txt': INDEX, 'root.pem': root.certificatePem, 'signer.pem': signer.certificatePem, 'signer.key': signer.privateKeyPem };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address() as { port: number };
      server.close(() => resolve(address.port));
    });
  });
  const args = ['ocsp', '-index', 'index.txt', '-port', String(port), '-rsigner', 'signer.pem', '-rkey', 'signer.key', '-CA', 'root.pem', '-ndays', '1', '-ignore_err'];
  const child: ChildProcess = spawn('openssl', args, { cwd: folder, stdio: 'ignore' });
  const ask = (pem: string): Promise<Buffer> =>
    eventually(async () => {
      const answer = await request(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/ocsp-request' },
        body: Buffer.from(ocspRequest(pem, root.certificatePem)),
      });
      return Buffer.from(await answer.body.arrayBuffer());
    });
  try {
    return await work(ask);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

const now = new Date(Date.now());

describe('status by OCSP', () => {
  crossCheck('openssl', `openssl’s responder is understood, and a changed answer is refused (seed ${SEED})`, async () => {
    await withResponder(responderWith([OCSP_SIGNING]), async (ask) => {
      const answer = await ask(good);
      expect(readOcsp(answer, good, root.certificatePem, { now }).status).toEqual({ status: 'good' });
      const told = readOcsp(await ask(revoked), revoked, root.certificatePem, { now }).status;
      expect(told).toEqual({ status: 'revoked', at: Date.UTC(2026, 10, 1), reason: 'keyCompromise' });
      expect(statusProblem(told, parsed(revoked), new Date('2026-10-01T00:00:00Z'))).toBeUndefined();
      expect(statusProblem(told, parsed(revoked), now)?.code).toBe('envelope.certificate-revoked');
      expect(readOcsp(await ask(stranger), stranger, root.certificatePem, { now }).status).toEqual({ status: 'unknown' });
      expect(outcome(() => readOcsp(answer, revoked, root.certificatePem, { now }))).toBe('ocsp-unusable'); // an answer about another certificate
      expect(outcome(() => readOcsp(answer, good, root.certificatePem, { now: new Date(now.getTime() + 3 * 86_400_000) }))).toBe('ocsp-unusable'); // an old one
      fc.assert(
        fc.property(mutation, (change) => {
          const altered = mutate(answer, change);
          fc.pre(!Buffer.from(altered).equals(answer));
          expect(outcome(() => expect(readOcsp(altered, good, root.certificatePem, { now }).status.status).toBe('good'))).toMatch(/^(ocsp-unusable|certificate-[a-z-]+|accepted)$/);
        }),
        runs(1000),
      );
    });
  });

  crossCheck('openssl', 'an answer by somebody whom the issuer did not certify for it is refused', async () => {
    await withResponder(responderWith(['1.3.6.1.5.5.7.3.2']), async (ask) => {
      const answer = await ask(good);
      expect(outcome(() => readOcsp(answer, good, root.certificatePem, { now }))).toBe('ocsp-unusable');
    });
  });

  const delegate = responderWith([OCSP_SIGNING]);
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const DAY = 24 * 60;

  /** Minutes from now; what comes of an answer with these times. */
  const TIMES: [what: string, thisUpdate: number, nextUpdate: number | undefined, producedAt: number, expected: string][] = [
    ['of now', 0, 60, 0, 'accepted'],
    ['of now, without an end', 0, undefined, 0, 'accepted'],
    ['an hour old, without an end', -60, undefined, 0, 'accepted'],
    ['an hour and the skew old, without an end', -66, undefined, -66, 'ocsp-unusable'],
    ['of years ago, without an end', -3 * 365 * DAY, undefined, -3 * 365 * DAY, 'ocsp-unusable'],
    ['of years ago, signed again today, without an end', -3 * 365 * DAY, undefined, 0, 'ocsp-unusable'],
    ['two days old, with an end', -2 * DAY, 7 * DAY, 0, 'accepted'],
    ['two days and the skew old, whatever it promises', -2 * DAY - 6, 7 * DAY, 0, 'ocsp-unusable'],
    ['of years ago, promising years', -3 * 365 * DAY, 3 * 365 * DAY, 0, 'ocsp-unusable'],
    ['ended within the skew', -60, -4, -60, 'accepted'],
    ['ended before it', -60, -6, -60, 'ocsp-unusable'],
    ['from the near future', 4, 60, 4, 'accepted'],
    ['from the future', 6, 60, 0, 'ocsp-unusable'],
    ['signed in the future', 0, 60, 6, 'ocsp-unusable'],
    ['signed before what it says', 0, 60, -6, 'ocsp-unusable'],
    ['signed two days ago, for today', 0, 60, -2 * DAY - 1, 'ocsp-unusable'],
  ];

  test.each(TIMES)('an answer %s (this %s, next %s, signed %s): %s', (_what, thisUpdate, nextUpdate, producedAt, expected) => {
    const times = { thisUpdate: at(thisUpdate), nextUpdate: nextUpdate === undefined ? undefined : at(nextUpdate), producedAt: at(producedAt) };
    for (const status of ['good', 'unknown', { revokedAt: at(-10) }] as const)
      for (const byKey of [true, false]) {
        const answer = writeOcspAnswer({ certificate: good, issuer: root.certificatePem, signer: delegate, byKey, status, ...times });
        expect(outcome(() => readOcsp(answer, good, root.certificatePem, { now: NOW }))).toBe(expected);
      }
  });

  const fresh = { certificate: good, issuer: root.certificatePem, status: 'good' as const, thisUpdate: at(0), nextUpdate: at(60), producedAt: at(0) };
  const read = (answer: Uint8Array, more = {}) => outcome(() => readOcsp(answer, good, root.certificatePem, { now: NOW, ...more }));
  const certified = (change: object, purposes = [OCSP_SIGNING], more = [basicConstraints(false), keyUsage(['digitalSignature'])]) => {
    const pair = createKeyPair('p-256');
    const certificatePem = issueWith(root, { ...holder, commonName: '状态应答', publicKeyPem: pair.publicKeyPem, extensions: [...more, extendedKeyUsage(purposes)], ...change });
    return { certificatePem, privateKeyPem: pair.privateKeyPem };
  };

  it('counts until the earlier of its promise and its worth', () => {
    const until = (nextUpdate?: Date) => readOcsp(writeOcspAnswer({ ...fresh, signer: delegate, nextUpdate }), good, root.certificatePem, { now: NOW }).until;
    expect([until(at(30)), until(at(7 * DAY)), until()]).toEqual([at(30), at(2 * DAY), at(60)]);
  });

  test.each([
    ['the issuer itself', 'accepted', () => root],
    ['its responder', 'accepted', () => certified({})],
    ['a responder whose certificate has no key usage', 'accepted', () => certified({}, [OCSP_SIGNING], [basicConstraints(false)])],
    ['a certificate of another purpose', 'ocsp-unusable', () => certified({}, ['1.3.6.1.5.5.7.3.2'])],
    ['a responder whose key may not sign', 'ocsp-unusable', () => certified({}, [OCSP_SIGNING], [basicConstraints(false), keyUsage(['keyEncipherment'])])],
    ['a responder that is an authority', 'ocsp-unusable', () => certified({}, [OCSP_SIGNING], [basicConstraints(true), keyUsage(['digitalSignature', 'keyCertSign'])])],
    ['a responder that has expired', 'ocsp-unusable', () => certified({ notAfter: at(-1) })],
    ['a responder of tomorrow', 'ocsp-unusable', () => certified({ notBefore: at(1) })],
    ['a responder of another authority', 'ocsp-unusable', () => responderOf(createAuthority({ commonName: '天平示范根证书', now: new Date('2025-12-01T00:00:00Z') }))],
  ])('an answer by %s: %s', (_who, expected, signer) => expect(read(writeOcspAnswer({ ...fresh, signer: signer() }))).toBe(expected));

  it('one that speaks in another’s name, or whose own certificate was revoked, is not heard', () => {
    expect(read(writeOcspAnswer({ ...fresh, signer: delegate, as: root.certificatePem }))).toBe('ocsp-unusable');
    const answer = writeOcspAnswer({ ...fresh, signer: delegate });
    expect(read(answer, { revoked: (responder: { subjectText: string }) => responder.subjectText.includes('状态应答') })).toBe('ocsp-unusable');
    expect(read(answer, { revoked: () => false })).toBe('accepted');
  });

  it('the issuer is found by name and signature', () => {
    expect(issuerOf(good, [stranger, root.certificatePem])?.pem).toBe(root.certificatePem);
    expect(issuerOf(good, [stranger])).toBeUndefined();
  });
});
