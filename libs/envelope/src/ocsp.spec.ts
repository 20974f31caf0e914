import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { request } from 'undici';
import { parsed } from './certificate.node';
import { crossCheck, holder, keys, mutate, mutation, outcome, root, runs, SEED } from './envelope.fixtures';
import { basicConstraints, createKeyPair, extendedKeyUsage, issueCertificate, issueWith, issuerOf, keyUsage, ocspRequest, readOcsp, statusProblem } from './index';

const good = issueCertificate(root, { ...holder, publicKeyPem: keys['p-256'].publicKeyPem });
const revoked = issueCertificate(root, { ...holder, publicKeyPem: keys['rsa-2048'].publicKeyPem });
const stranger = issueCertificate(root, { ...holder, publicKeyPem: keys['rsa-3072'].publicKeyPem });

const serialOf = (pem: string) => Buffer.from(parsed(pem).serial).toString('hex').toUpperCase();

/** The certificate database of `openssl ca`: V or R, expiry, revocation, serial. */
const INDEX = [`V\t350101000000Z\t\t${serialOf(good)}\tunknown\t/CN=good`, `R\t350101000000Z\t261101000000Z,keyCompromise\t${serialOf(revoked)}\tunknown\t/CN=revoked`, ''].join('\n');

function responderWith(purposes: readonly string[]) {
  const pair = createKeyPair('p-256');
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(purposes)];
  return { certificatePem: issueWith(root, { ...holder, commonName: '状态应答', publicKeyPem: pair.publicKeyPem, extensions }), privateKeyPem: pair.privateKeyPem };
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
  const ask = async (pem: string): Promise<Buffer> => {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await request(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          headers: { 'content-type': 'application/ocsp-request' },
          body: Buffer.from(ocspRequest(pem, root.certificatePem)),
        });
        return Buffer.from(await answer.body.arrayBuffer());
      } catch (error) {
        if (tries === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  try {
    return await work(ask);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const now = new Date(Date.now());

describe('status by OCSP', () => {
  crossCheck('openssl', `openssl’s responder is understood, and a changed answer is refused (seed ${SEED})`, async () => {
    await withResponder(responderWith([OCSP_SIGNING]), async (ask) => {
      const answer = await ask(good);
      expect(readOcsp(answer, good, root.certificatePem, now).status).toEqual({ status: 'good' });
      const told = readOcsp(await ask(revoked), revoked, root.certificatePem, now).status;
      expect(told).toEqual({ status: 'revoked', at: Date.UTC(2026, 10, 1), reason: 'keyCompromise' });
      expect(statusProblem(told, parsed(revoked), new Date('2026-10-01T00:00:00Z'))).toBeUndefined();
      expect(statusProblem(told, parsed(revoked), now)?.code).toBe('envelope.certificate-revoked');
      expect(readOcsp(await ask(stranger), stranger, root.certificatePem, now).status).toEqual({ status: 'unknown' });
      expect(outcome(() => readOcsp(answer, revoked, root.certificatePem, now))).toBe('ocsp-unusable'); // an answer about another certificate
      expect(outcome(() => readOcsp(answer, good, root.certificatePem, new Date(now.getTime() + 3 * 86_400_000)))).toBe('ocsp-unusable'); // an old one
      fc.assert(
        fc.property(mutation, (change) => {
          const altered = mutate(answer, change);
          fc.pre(!Buffer.from(altered).equals(answer));
          expect(outcome(() => expect(readOcsp(altered, good, root.certificatePem, now).status.status).toBe('good'))).toMatch(/^(ocsp-unusable|certificate-[a-z-]+|accepted)$/);
        }),
        runs(1000),
      );
    });
  });

  crossCheck('openssl', 'an answer by somebody whom the issuer did not certify for it is refused', async () => {
    await withResponder(responderWith(['1.3.6.1.5.5.7.3.2']), async (ask) => {
      const answer = await ask(good);
      expect(outcome(() => readOcsp(answer, good, root.certificatePem, now))).toBe('ocsp-unusable');
    });
  });

  it('the issuer is found by name and signature', () => {
    expect(issuerOf(good, [stranger, root.certificatePem])?.pem).toBe(root.certificatePem);
    expect(issuerOf(good, [stranger])).toBeUndefined();
  });
});
