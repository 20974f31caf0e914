import * as fc from 'fast-check';
import {
  createAuthority,
  createKeyPair,
  crlDistributionPoint,
  basicConstraints,
  issueCertificate,
  issueCrl,
  issueWith,
  keyUsage,
  ocspAccess,
  readCertificate,
  readCrl,
  revokedBy,
  verifyChain,
  writePem,
} from './index';
import { crossCheck, holder, inFolder, keys, mutate, mutation, NOW, outcome, root, run, runs, SEED, succeeds } from './envelope.fixtures';
import { parsed } from './certificate.node';

const certificatePem = issueCertificate(root, { ...holder, publicKeyPem: keys['p-256'].publicKeyPem });
const other = issueCertificate(root, { ...holder, publicKeyPem: keys['rsa-2048'].publicKeyPem });
const { serial } = parsed(certificatePem);
const REVOKED_AT = new Date('2026-11-01T00:00:00Z');
const dates = { number: 300, thisUpdate: new Date('2026-11-20T00:00:00Z'), nextUpdate: new Date('2026-11-27T00:00:00Z') };
const crl = issueCrl(root, { ...dates, revoked: [{ serial, at: REVOKED_AT, reason: 'keyCompromise' }] });

describe('revocation lists', () => {
  it('say who was revoked, since when and why', () => {
    const list = readCrl(crl, root.certificatePem);
    expect(list).toMatchObject({ number: '012c', thisUpdate: dates.thisUpdate.getTime(), nextUpdate: dates.nextUpdate.getTime() });
    expect(revokedBy(list, parsed(other), NOW)).toBeUndefined();
    expect(revokedBy(list, parsed(certificatePem), new Date(REVOKED_AT.getTime() - 1))).toBeUndefined();
    expect(revokedBy(list, parsed(certificatePem), REVOKED_AT)).toMatchObject({ code: 'envelope.certificate-revoked', params: { reason: 'keyCompromise' } });
  });

  it('close a path, and only from the revocation on', () => {
    const list = readCrl(crl, root.certificatePem);
    const at = (moment: Date) => outcome(() => verifyChain(certificatePem, { roots: [root.certificatePem], at: moment, revocation: (child, _issuer, when) => revokedBy(list, child, when) }));
    expect(at(NOW)).toBe('certificate-revoked');
    expect(at(new Date('2026-10-01T00:00:00Z'))).toBe('accepted');
    // negative control: without the list the same path is open
    expect(outcome(() => verifyChain(certificatePem, { roots: [root.certificatePem], at: NOW }))).toBe('accepted');
  });

  it('are refused from a stranger and from an authority that may not sign them', () => {
    const stranger = createAuthority({ commonName: '天平示范根证书', now: new Date('2025-12-01T00:00:00Z') });
    expect(outcome(() => readCrl(issueCrl(stranger, { ...dates, revoked: [] }), root.certificatePem))).toBe('crl-malformed');
    const pair = createKeyPair('p-256');
    const weak = issueWith(root, { ...holder, commonName: '无权', publicKeyPem: pair.publicKeyPem, extensions: [basicConstraints(true), keyUsage(['keyCertSign'])] });
    expect(outcome(() => readCrl(issueCrl({ certificatePem: weak, privateKeyPem: pair.privateKeyPem }, { ...dates, revoked: [] }), weak))).toBe('crl-malformed');
  });

  it('are read as PEM too; empty ones hold nobody', () => {
    const empty = issueCrl(root, { ...dates, revoked: [] });
    expect(readCrl(Buffer.from(writePem('X509 CRL', empty)), root.certificatePem).revoked.size).toBe(0);
  });

  it(`a changed list is refused (seed ${SEED})`, () => {
    fc.assert(
      fc.property(mutation, (change) => {
        const altered = mutate(crl, change);
        fc.pre(!Buffer.from(altered).equals(Buffer.from(crl)));
        expect(outcome(() => readCrl(altered, root.certificatePem))).toBe('crl-malformed');
      }),
      runs(2000),
    );
  });

  crossCheck('openssl', 'openssl verify -crl_check agrees', () => {
    inFolder({ 'root.pem': root.certificatePem, 'crl.pem': writePem('X509 CRL', crl), 'revoked.pem': certificatePem, 'good.pem': other }, (folder) => {
      const check = ['verify', '-crl_check', '-attime', String(NOW.getTime() / 1000), '-CAfile', 'root.pem', '-CRLfile', 'crl.pem'];
      expect(run(folder, 'openssl', ...check, 'good.pem')).toContain('OK');
      expect(succeeds(folder, 'openssl', ...check, 'revoked.pem')).toBe(false);
      expect(run(folder, 'openssl', 'crl', '-in', 'crl.pem', '-noout', '-text')).toContain('Key Compromise');
    });
  });
});

it('certificates name where their issuer answers', () => {
  const extensions = [basicConstraints(false), keyUsage(['digitalSignature']), crlDistributionPoint('http://ca.example/crl'), ocspAccess('http://ca.example/ocsp')];
  const pem = issueWith(root, { ...holder, publicKeyPem: keys['p-256'].publicKeyPem, extensions });
  expect(readCertificate(pem)).toMatchObject({ crlUrls: ['http://ca.example/crl'], ocspUrls: ['http://ca.example/ocsp'] });
  inFolder({ 'c.pem': pem }, (folder) =>
    expect(run(folder, 'openssl', 'x509', '-in', 'c.pem', '-noout', '-ext', 'crlDistributionPoints,authorityInfoAccess')).toMatch(
      /URI:http:\/\/ca\.example\/crl[\s\S]*OCSP - URI:http:\/\/ca\.example\/ocsp/,
    ),
  );
});
