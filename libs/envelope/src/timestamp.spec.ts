import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { createKeyPair, extendedKeyUsage, issueWith, keyUsage, basicConstraints, answerStampRequest, sha256, stamp, tokenOf, verifyStamp, writeStampRequest } from './index';
import { crossCheck, holder, inFolder, mutate, mutation, NOW, outcome, root, run, runs, SEED, succeeds } from './envelope.fixtures';

const STAMPING = '1.3.6.1.5.5.7.3.8';
const authorityWith = (kind: 'p-256' | 'rsa-2048', purposes: readonly string[], critical = true) => {
  const pair = createKeyPair(kind);
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), ...(purposes.length ? [extendedKeyUsage(purposes, critical)] : [])];
  const certificatePem = issueWith(root, { ...holder, commonName: '天平演示时间戳', publicKeyPem: pair.publicKeyPem, extensions });
  return { certificatePem, privateKeyPem: pair.privateKeyPem };
};
const authority = authorityWith('p-256', [STAMPING]);
const AT = new Date('2026-11-21T08:00:00.120Z');
const document = Buffer.from('回执');
const digest = sha256(document);
const nonce = Uint8Array.of(0x91, 2, 3, 4, 5, 6, 7, 8);
const request = { digest, nonce, certificateWanted: true };
const trust = { roots: [root.certificatePem], at: NOW };
const made = stamp(request, { ...authority, at: AT, serial: 255n });

describe('time stamps', () => {
  it.each(['p-256', 'rsa-2048'] as const)('%s: says when, by whom, over what', (kind) => {
    const token = stamp(request, { ...authorityWith(kind, [STAMPING]), at: AT, serial: 2n ** 63n });
    const verified = verifyStamp(token, digest, trust);
    expect(verified).toMatchObject({ at: AT, serialHex: '008000000000000000' });
    expect(verified.certificate.subject.commonName).toBe('天平演示时间戳');
  });

  it('is over this document only, and by an authority for time stamps only', () => {
    const by = (purposes: readonly string[]) => stamp(request, { ...authorityWith('p-256', purposes), at: AT, serial: 1n });
    expect(outcome(() => verifyStamp(made, sha256(Buffer.from('别的')), trust))).toBe('timestamp-invalid');
    expect(outcome(() => verifyStamp(by([]), digest, trust))).toBe('certificate-purpose');
    expect(outcome(() => verifyStamp(by([STAMPING, '1.3.6.1.5.5.7.3.2']), digest, trust))).toBe('certificate-purpose');
    expect(outcome(() => verifyStamp(made, digest, { roots: [] }))).toBe('certificate-untrusted');
    const early = stamp(request, { ...authority, at: new Date('2020-01-01T00:00:00Z'), serial: 1n });
    expect(outcome(() => verifyStamp(early, digest, trust))).toBe('certificate-not-yet-valid');
  });

  it('an answer to another request is none', () => {
    const answer = answerStampRequest(writeStampRequest(request), { ...authority, at: AT, serial: 7n });
    expect(verifyStamp(tokenOf(answer, request, trust), digest, trust).at).toEqual(AT);
    expect(outcome(() => tokenOf(answer, { ...request, nonce: Uint8Array.of(1) }, trust))).toBe('timestamp-invalid');
    const refused = answerStampRequest(Uint8Array.of(1, 2, 3), { ...authority, at: AT, serial: 7n });
    expect(outcome(() => tokenOf(refused, request, trust))).toBe('timestamp-malformed');
  });

  it(`a changed token is refused or says the same (seed ${SEED})`, () => {
    fc.assert(
      fc.property(mutation, (change) => {
        const altered = mutate(made, change);
        fc.pre(!Buffer.from(altered).equals(Buffer.from(made)));
        const result = outcome(() => expect(verifyStamp(altered, digest, trust).at).toEqual(AT));
        expect(result).toMatch(/^(timestamp-(malformed|invalid)|certificate-[a-z-]+|accepted)$/);
      }),
      runs(2000),
    );
  });

  crossCheck('openssl', 'openssl ts -verify accepts the answer, by data and by query', () => {
    const files = { data: document, 'q.tsq': writeStampRequest(request), 'root.pem': root.certificatePem, 'tsa.pem': authority.certificatePem };
    const answer = answerStampRequest(files['q.tsq'], { ...authority, at: AT, serial: 0x8001n });
    inFolder({ ...files, 'r.tsr': answer, 't.p7': made }, (folder) => {
      run(folder, 'openssl', 'ts', '-verify', '-data', 'data', '-in', 'r.tsr', '-CAfile', 'root.pem');
      run(folder, 'openssl', 'ts', '-verify', '-queryfile', 'q.tsq', '-in', 'r.tsr', '-CAfile', 'root.pem');
      run(folder, 'openssl', 'ts', '-verify', '-data', 'data', '-in', 't.p7', '-token_in', '-CAfile', 'root.pem');
      expect(run(folder, 'openssl', 'ts', '-reply', '-in', 'r.tsr', '-text')).toContain('Nov 21 08:00:00.12 2026 GMT');
      expect(succeeds(folder, 'openssl', 'ts', '-verify', '-data', 'root.pem', '-in', 'r.tsr', '-CAfile', 'root.pem')).toBe(false);
    });
  });

  crossCheck('openssl', 'the answer of openssl ts is accepted here', () => {
    const config = `[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\naccuracy = secs:1\n`;
    const rsa = authorityWith('rsa-2048', [STAMPING]);
    inFolder({ data: document, 'q.tsq': writeStampRequest(request), 'tsa.pem': rsa.certificatePem, 'tsa.key': rsa.privateKeyPem, 'tsa.cnf': config, serial: '01\n' }, (folder) => {
      run(folder, 'openssl', 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-signer', 'tsa.pem', '-inkey', 'tsa.key', '-out', 'r.tsr');
      const token = tokenOf(readFileSync(join(folder, 'r.tsr')), request, trust);
      expect(verifyStamp(token, digest, trust).policy).toBe('1.2.3.4.1');
    });
  });
});
