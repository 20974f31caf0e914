import { BusinessError } from '@kernel';
import * as fc from 'fast-check';
import { createAuthority, issueCertificate, readCertificate, readPem, sha256, signDetached, verifyChain, verifyDetached, verifyDigest } from './index';
import { utf8 } from './bytes';
import { parseSignedData } from './cms-read';
import { crossCheck, holder, inFolder, intermediate, type Kind, KINDS, keys, mutate, mutation, NOW, outcome, root, run, runs, SEED, signerOf, succeeds } from './envelope.fixtures';

const content = utf8('{"投标":"文件"}');
const signers = Object.fromEntries(KINDS.map((kind) => [kind, signerOf(kind)])) as Record<Kind, ReturnType<typeof signerOf>>;
const sign = (kind: Kind, more: { chainPem?: string[] } = {}) => signDetached(content, { ...signers[kind], signingTime: NOW, ...more });
const check = (cms: Uint8Array, about: Uint8Array = content) => outcome(() => verifyDetached(cms, about));

describe.each(KINDS)('detached signatures, %s', (kind) => {
  const cms = sign(kind);

  test('hold over the content, by the certificate, at the time claimed', () => {
    const { certificate, signingTime, intermediates } = verifyDetached(cms, content);
    expect(certificate.fingerprint).toBe(readCertificate(signers[kind].certificatePem).fingerprint);
    expect([signingTime, intermediates]).toEqual([NOW, []]);
    expect(verifyDigest(cms, () => sha256(content)).certificate.fingerprint).toBe(certificate.fingerprint);
  });

  test('do not hold over another content', () => {
    expect(check(cms, utf8('{"投标":"文件" }'))).toBe('signature-invalid');
    expect(check(cms, new Uint8Array(0))).toBe('signature-invalid');
  });

  crossCheck('openssl', 'openssl cms -verify -cades accepts them, and not over another content', () => {
    const files = { 'x.p7s': cms, content, other: utf8('other'), 'root.pem': root.certificatePem };
    const verify = (folder: string, about: string) =>
      succeeds(folder, 'openssl', ...'cms -verify -cades -binary -inform DER -in x.p7s -CAfile root.pem -purpose any -out out -attime'.split(' '), String(NOW.getTime() / 1000), '-content', about);
    expect(inFolder(files, (folder) => [verify(folder, 'content'), verify(folder, 'other')])).toEqual([true, false]);
  });

  crossCheck('openssl', 'what openssl cms -sign -cades makes is accepted here', () => {
    const { certificatePem, privateKeyPem } = signers[kind];
    const made = inFolder({ content, 'cert.pem': certificatePem, 'key.pem': privateKeyPem }, (folder) => {
      run(folder, 'openssl', ...'cms -sign -cades -binary -md sha256 -in content -signer cert.pem -inkey key.pem -outform DER -out x.p7s'.split(' '));
      return Uint8Array.from(Buffer.from(run(folder, 'openssl', 'base64', '-in', 'x.p7s'), 'base64'));
    });
    expect(check(made)).toBe('accepted');
    expect(parseSignedData(made).issuerSerial).toBeDefined();
    expect(check(made, utf8('other'))).toBe('signature-invalid');
  });

  test('every single byte counts', () => {
    const want = JSON.stringify(verifyDetached(cms, content));
    for (let at = 0; at < cms.length; at += 1) {
      const changed = Uint8Array.from(cms);
      changed[at] = changed[at]! ^ (1 << (at % 8));
      expect({ at, same: acceptedOtherwise(changed, want) }).toEqual({ at, same: false });
    }
  });

  test(`changed bytes are refused with a reason (seed ${SEED})`, () => {
    const want = JSON.stringify(verifyDetached(cms, content));
    const property = fc.property(mutation, (change) => {
      expect(acceptedOtherwise(mutate(cms, change), want)).toBe(false);
    });
    fc.assert(property, runs(300));
  });
});

/** Accepted with another signer, time or chain than before? Some fields have two spellings of one meaning (RFC 5754 3.2): those may pass. */
function acceptedOtherwise(cms: Uint8Array, want: string): boolean {
  try {
    const verified = verifyDetached(cms, content);
    verifyChain(verified.certificate, { roots: [root.certificatePem], at: NOW });
    return JSON.stringify(verified) !== want;
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error;
    return false;
  }
}

describe('signing', () => {
  test('intermediates travel along and complete the chain', () => {
    const middle = intermediate();
    const certificatePem = issueCertificate(middle, { ...holder, publicKeyPem: keys['rsa-2048'].publicKeyPem });
    const cms = signDetached(content, {
      certificatePem,
      privateKeyPem: keys['rsa-2048'].privateKeyPem,
      signingTime: NOW,
      chainPem: [middle.certificatePem],
    });
    const { certificate, intermediates } = verifyDetached(cms, content);
    expect(intermediates.map((c) => c.subject.commonName)).toEqual(['天平示范中级证书']);
    expect(outcome(() => verifyChain(certificate, { roots: [root.certificatePem], intermediates, at: NOW }))).toBe('accepted');
    expect(outcome(() => verifyChain(certificate, { roots: [root.certificatePem], at: NOW }))).toBe('certificate-untrusted');
  });

  test('a key that is not the certificate’s is found before it signs', () => {
    const mixed = {
      certificatePem: signers['p-256'].certificatePem,
      privateKeyPem: createAuthority({ commonName: 'x', now: NOW }).privateKeyPem,
      signingTime: NOW,
    };
    expect(outcome(() => signDetached(content, mixed))).toBe('key-not-of-certificate');
    expect(outcome(() => signDetached(content, { ...mixed, privateKeyPem: 'x' }))).toBe('key-malformed');
  });

  test('from 2050 the signing time is a GeneralizedTime', () => {
    const signingTime = new Date('2050-01-01T00:00:00Z');
    expect(verifyDetached(signDetached(content, { ...signers['p-256'], signingTime }), content).signingTime).toEqual(signingTime);
  });

  test('the PEM of a certificate has one block', () => {
    expect(readPem(signers['p-256'].certificatePem)).toHaveLength(1);
  });
});
