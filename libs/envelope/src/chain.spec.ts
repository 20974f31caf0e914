import * as fc from 'fast-check';
import { createAuthority, createKeyPair, issueCertificate, issueIntermediate, issueWith, readCertificate, readPem, verifyChain, writePem } from './index';
import { basicConstraints, extendedKeyUsage, type ExtensionToWrite, keyUsage } from './certificate-write';
import { nothing } from './der';
import { crossCheck, holder, inFolder, intermediate, keys, LATER, mutate, mutation, NOW, outcome, root, runs, SEED, signerOf, succeeds, validity } from './envelope.fixtures';

const { publicKeyPem, privateKeyPem } = keys['p-256'];
const leafUnder = (authority = root) => issueCertificate(authority, { ...holder, publicKeyPem });
const custom = (...extensions: ExtensionToWrite[]) => issueWith(root, { ...holder, publicKeyPem, extensions });
const signing = keyUsage(['digitalSignature', 'nonRepudiation']);

const middle = intermediate({ pathLength: 0 });
const wide = intermediate({ pathLength: 1, commonName: '一级' });
const belowWide = { certificatePem: issueIntermediate(wide, { commonName: '二级', ...validity, publicKeyPem }), privateKeyPem };
const tooDeep = { certificatePem: issueIntermediate(middle, { commonName: '越级', ...validity, publicKeyPem }), privateKeyPem };
const plain = { certificatePem: leafUnder(), privateKeyPem };
const notForCertificates = {
  certificatePem: issueWith(root, {
    commonName: '无签发权',
    ...validity,
    publicKeyPem,
    extensions: [basicConstraints(true), keyUsage(['cRLSign'])],
  }),
  privateKeyPem,
};
const oddAuthority = {
  certificatePem: issueWith(root, {
    commonName: '怪',
    ...validity,
    publicKeyPem,
    extensions: [basicConstraints(true), keyUsage(['keyCertSign']), { oid: '1.2.3.4', critical: true, value: nothing() }],
  }),
  privateKeyPem,
};
const expiredAuthority = {
  certificatePem: issueIntermediate(root, {
    commonName: '过期',
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2021-01-01T00:00:00Z'),
    publicKeyPem,
  }),
  privateKeyPem,
};
const stranger = createAuthority({ commonName: '天平示范根证书', now: NOW });

function altered(pem: string, change: (der: Uint8Array) => void): string {
  const der = readPem(pem)[0]!.bytes;
  change(der);
  return writePem('CERTIFICATE', der);
}
/** Another last octet of the signature's s. */
const forged = altered(leafUnder(), (der) => (der[der.length - 1] = der.at(-1)! ^ 1));
const forgedMiddle = altered(middle.certificatePem, (der) => (der[der.length - 1] = der.at(-1)! ^ 1));

interface Case {
  readonly leaf: string;
  readonly with?: readonly string[];
  readonly at?: Date;
  readonly want: string;
  /** What `openssl verify` says, when it differs: it does not look at the key usage of a signer without a purpose. */
  readonly openssl?: boolean;
}

const at = (text: string) => new Date(text);
const CASES: Record<string, Case> = {
  'good, under the root': { leaf: leafUnder(), want: 'accepted' },
  'good, with an intermediate': { leaf: leafUnder(middle), with: [middle.certificatePem], want: 'accepted' },
  'good, two intermediates within pathlen 1': {
    leaf: leafUnder(belowWide),
    with: [belowWide.certificatePem, wide.certificatePem],
    want: 'accepted',
  },
  'good, unneeded certificates beside it': { leaf: leafUnder(), with: [middle.certificatePem, stranger.certificatePem], want: 'accepted' },
  'first second': { leaf: leafUnder(), at: validity.notBefore, want: 'accepted' },
  // openssl counts the second named by notAfter as past; RFC 5280 4.1.2.5 counts it in.
  'last second': { leaf: leafUnder(), at: LATER, want: 'accepted', openssl: false },
  'not yet valid': { leaf: leafUnder(), at: at('2025-12-31T23:59:59Z'), want: 'certificate-not-yet-valid' },
  expired: { leaf: leafUnder(), at: at('2028-11-21T08:00:01Z'), want: 'certificate-expired' },
  'intermediate expired': { leaf: leafUnder(expiredAuthority), with: [expiredAuthority.certificatePem], want: 'certificate-expired' },
  'intermediate missing': { leaf: leafUnder(middle), want: 'certificate-untrusted' },
  'pathlen 0 violated': { leaf: leafUnder(tooDeep), with: [tooDeep.certificatePem, middle.certificatePem], want: 'certificate-issuer' },
  'leaf used as an authority': { leaf: leafUnder(plain), with: [plain.certificatePem], want: 'certificate-issuer' },
  'authority without keyCertSign': {
    leaf: leafUnder(notForCertificates),
    with: [notForCertificates.certificatePem],
    want: 'certificate-issuer',
  },
  'unknown critical extension': {
    leaf: custom(basicConstraints(false), signing, { oid: '1.2.3.4', critical: true, value: nothing() }),
    want: 'certificate-critical-extension',
  },
  'unknown critical extension above': {
    leaf: leafUnder(oddAuthority),
    with: [oddAuthority.certificatePem],
    want: 'certificate-critical-extension',
  },
  'unknown extension, not critical': {
    leaf: custom(basicConstraints(false), signing, { oid: '1.2.3.4', value: nothing() }),
    want: 'accepted',
  },
  'root of a stranger with the same name': { leaf: leafUnder(stranger), with: [stranger.certificatePem], want: 'certificate-untrusted' },
  'signature tampered': { leaf: forged, want: 'certificate-tampered' },
  'intermediate tampered': { leaf: leafUnder(middle), with: [forgedMiddle], want: 'certificate-tampered' },
  'for encipherment': {
    leaf: issueCertificate(root, { ...holder, publicKeyPem, usage: 'encipherment' }),
    want: 'certificate-usage',
    openssl: true,
  },
  'without a key usage': { leaf: custom(basicConstraints(false)), want: 'certificate-usage', openssl: true },
  'only nonRepudiation': { leaf: custom(basicConstraints(false), keyUsage(['nonRepudiation'])), want: 'accepted' },
  'for servers only': { leaf: custom(signing, extendedKeyUsage(['1.3.6.1.5.5.7.3.1'])), want: 'certificate-usage', openssl: true },
  'for client authentication': { leaf: custom(signing, extendedKeyUsage(['1.3.6.1.5.5.7.3.2'])), want: 'accepted' },
  'an authority signs a document': {
    leaf: custom(basicConstraints(true), keyUsage(['digitalSignature', 'keyCertSign'])),
    want: 'certificate-usage',
    openssl: true,
  },
  'two faults at once': {
    leaf: issueCertificate(root, { ...holder, publicKeyPem, usage: 'encipherment' }),
    at: at('2030-01-01T00:00:00Z'),
    want: 'certificate-expired certificate-usage',
  },
};

describe('certificate chains (RFC 5280 6)', () => {
  test.each(Object.entries(CASES))('%s', (_, { leaf, with: intermediates = [], at: moment = NOW, want }) => {
    expect(outcome(() => verifyChain(leaf, { roots: [root.certificatePem], intermediates, at: moment }))).toBe(want);
  });

  describe('openssl verify says the same', () => {
    for (const [title, { leaf, with: extra = [], at: moment = NOW, want, openssl = want === 'accepted' }] of Object.entries(CASES)) {
      crossCheck('openssl', title, () => {
        const files = { 'leaf.pem': leaf, 'root.pem': root.certificatePem, 'extra.pem': extra.join('') };
        const untrusted = extra.length > 0 ? ['-untrusted', 'extra.pem'] : [];
        const time = String(Math.floor(moment.getTime() / 1000));
        const args = ['verify', '-x509_strict', '-attime', time, '-CAfile', 'root.pem', ...untrusted, 'leaf.pem'];
        expect(inFolder(files, (folder) => succeeds(folder, 'openssl', ...args))).toBe(openssl);
      });
    }
  });

  test('validity is asked each time, though the signature of a link is remembered', () => {
    const leaf = leafUnder();
    const trust = { roots: [root.certificatePem] };
    expect(outcome(() => verifyChain(leaf, { ...trust, at: NOW }))).toBe('accepted');
    expect(outcome(() => verifyChain(leaf, { ...trust, at: at('2040-01-01T00:00:00Z') }))).toBe('certificate-expired');
    expect(outcome(() => verifyChain(leaf, { roots: [], at: NOW }))).toBe('certificate-untrusted');
    expect(outcome(() => verifyChain(leaf, { roots: [stranger.certificatePem], at: NOW }))).toBe('certificate-untrusted');
  });

  test('the root itself may not be the signer', () => {
    expect(outcome(() => verifyChain(root.certificatePem, { roots: [root.certificatePem], at: NOW }))).toBe('certificate-usage');
  });

  test('the work that a stranger can cause is bounded', () => {
    const pair = createKeyPair('p-256');
    const many = Array.from({ length: 40 }, () => issueIntermediate(root, { commonName: '多', ...validity, publicKeyPem: pair.publicKeyPem, pathLength: 9 }));
    const loop = { certificatePem: many[0]!, privateKeyPem: pair.privateKeyPem };
    const circle = issueIntermediate(loop, { commonName: '多', ...validity, publicKeyPem: pair.publicKeyPem, pathLength: 9 });
    const leaf = leafUnder({ certificatePem: circle, privateKeyPem: pair.privateKeyPem });
    const before = process.cpuUsage();
    outcome(() => verifyChain(leaf, { roots: [stranger.certificatePem], intermediates: [...many, circle], at: NOW }));
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  test(`no changed certificate is accepted (seed ${SEED})`, () => {
    const { der } = readCertificate(signerOf('p-256').certificatePem);
    const property = fc.property(mutation, (change) => {
      const changed = mutate(der, change);
      fc.pre(Buffer.compare(changed, der) !== 0);
      expect(outcome(() => verifyChain(changed, { roots: [root.certificatePem], at: NOW }))).not.toBe('accepted');
    });
    fc.assert(property, runs(400));
  });
});
