import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { BusinessError, visibly } from '@kernel';
import * as fc from 'fast-check';
import { createAuthority, issueCertificate, issueWith, readCertificate, readCertificates, readPem } from './index';
import { codesOf, holder, KINDS, keys, mutate, mutation, NOW, outcome, root, runs, SEED, signerOf, USCC, validity } from './envelope.fixtures';
import { basicConstraints, keyUsage } from './certificate-write';

describe('certificates', () => {
  test.each(KINDS)('a %s certificate reads as node:crypto reads it', (kind) => {
    const { certificatePem } = signerOf(kind);
    const [ours, theirs] = [readCertificate(certificatePem), new X509Certificate(certificatePem)];
    expect(ours.fingerprint).toBe(theirs.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(ours.serialHex.toUpperCase()).toBe(theirs.serialNumber);
    expect([ours.notBefore, ours.notAfter]).toEqual([theirs.validFromDate, theirs.validToDate]);
    expect(theirs.subject).toBe(`O=${ours.subject.organisation}\nCN=${ours.subject.commonName}\nserialNumber=${ours.subject.serialNumber}`);
    expect(ours.issuer).toBe('CN=天平示范根证书');
    expect(theirs.checkIssued(new X509Certificate(root.certificatePem))).toBe(true);
    expect(theirs.verify(new X509Certificate(root.certificatePem).publicKey)).toBe(true);
  });

  test('says who holds it, for what and with which key', () => {
    const certificate = readCertificate(signerOf('rsa-3072').certificatePem);
    expect(certificate).toMatchObject({ algorithm: 'rsa', bits: 3072, keyUsage: ['digitalSignature', 'nonRepudiation'] });
    expect(certificate.subject).toEqual({ commonName: '临衡水务有限公司', organisation: '临衡水务有限公司', serialNumber: USCC });
    expect(readCertificate(root.certificatePem)).toMatchObject({ algorithm: 'p-256', bits: 256, keyUsage: ['keyCertSign', 'cRLSign'] });
  });

  // negative control: a name without `visibly` is the text of a firm that is not this one, and U+0000 is no text of a database
  test.each([
    ['\u202e', '\\u{202e}'],
    ['\u200b', '\\u{200b}'],
    ['\n', '\\u{a}'],
    ['\0', '\\u{0}'],
  ])('a name with %j in it shows it', (mark, shown) => {
    const name = `甲${mark}乙`;
    const pem = issueCertificate(createAuthority({ commonName: name, now: NOW }), { ...holder, commonName: name, organisation: name, publicKeyPem: keys['p-256'].publicKeyPem });
    const { subject, issuer } = readCertificate(pem);
    expect([subject.commonName, subject.organisation]).toEqual([`甲${shown}乙`, `甲${shown}乙`]);
    expect(visibly(issuer)).toBe(issuer);
  });

  test('DER, PEM and a read certificate are the same source', () => {
    const certificate = readCertificate(root.certificatePem);
    expect(certificate.pem).toBe(root.certificatePem);
    for (const source of [certificate, certificate.der, certificate.pem]) expect(readCertificate(source).fingerprint).toBe(certificate.fingerprint);
  });

  test('what a caller does to a date or to bytes does not reach the cache', () => {
    const certificate = readCertificate(root.certificatePem);
    certificate.notAfter.setTime(0);
    certificate.der.fill(0);
    expect(readCertificate(root.certificatePem).notAfter.getTime()).toBeGreaterThan(NOW.getTime());
    expect(readCertificate(root.certificatePem).der[0]).toBe(0x30);
  });

  test('a validity across 2050', () => {
    const until = new Date('2055-05-05T05:05:05Z');
    const pem = issueCertificate(root, { ...holder, notAfter: until, publicKeyPem: keys['p-256'].publicKeyPem });
    expect(readCertificate(pem).notAfter).toEqual(until);
    expect(new X509Certificate(pem).validToDate).toEqual(until);
  });

  test('serial numbers are positive, of 16 octets and do not repeat', () => {
    const serials = Array.from({ length: 20 }, () => readCertificate(signerOf('p-256').certificatePem).serialHex);
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  test('a file with several certificates is a list, not a certificate', () => {
    const two = root.certificatePem + signerOf('p-256').certificatePem;
    expect(outcome(() => readCertificate(two))).toBe('certificate-malformed');
    expect(outcome(() => readCertificate('no certificate'))).toBe('certificate-malformed');
    expect(readCertificates(two)).toHaveLength(2);
  });

  test.each([
    ['RSA-1024', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['RSA with exponent 3', () => generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).publicKey],
    ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
    ['Ed25519', () => generateKeyPairSync('ed25519').publicKey],
  ])('a key of %s is refused', (_, make) => {
    const publicKeyPem = make().export({ type: 'spki', format: 'pem' }).toString();
    const pem = issueCertificate(root, { ...holder, publicKeyPem });
    expect(outcome(() => readCertificate(pem))).toBe('certificate-algorithm');
  });

  test('an extension twice, an empty name and a broken key are refused', () => {
    const request = { ...holder, publicKeyPem: keys['p-256'].publicKeyPem };
    const twice = issueWith(root, { ...request, extensions: [basicConstraints(false), basicConstraints(true), keyUsage(['keyCertSign'])] });
    expect(outcome(() => readCertificate(twice))).toBe('certificate-malformed');
    expect(() => issueCertificate(root, { ...request, commonName: '' })).toThrow(RangeError);
    expect(() => issueCertificate(root, { ...request, commonName: '长'.repeat(65) })).toThrow(RangeError);
    expect(outcome(() => issueCertificate(root, { ...request, publicKeyPem: 'x' }))).toBe('key-malformed');
    expect(outcome(() => issueCertificate({ ...root, privateKeyPem: 'x' }, request))).toBe('key-malformed');
  });

  test('a root lasts as long as it is asked to', () => {
    const short = readCertificate(createAuthority({ commonName: '短期', now: NOW, years: 1 }).certificatePem);
    expect((short.notAfter.getTime() - validity.notBefore.getTime()) / 864e5).toBeGreaterThan(365);
    expect(short.notBefore.getTime()).toBeLessThan(NOW.getTime());
  });

  test(`changed bytes are refused or read, never another fault (seed ${SEED})`, () => {
    const { bytes } = readPem(signerOf('p-256').certificatePem)[0]!;
    const property = fc.property(mutation, (change) => {
      try {
        readCertificate(mutate(bytes, change));
      } catch (error) {
        expect(error).toBeInstanceOf(BusinessError);
        expect(codesOf(error)).toMatch(/^certificate-(malformed|algorithm)$/);
      }
    });
    fc.assert(property, runs(400));
  });
});
