import { basicConstraints, createAuthority, createKeyPair, extendedKeyUsage, issueCertificate, issueCrl, issueIntermediate, issueWith, keyUsage, readPem } from '@envelope';
import { type Certificate, readCertificate } from './certificate';
import { assertNotRevoked, readCrl } from './crl';
import { findPath, type Purpose } from './path';
import { MADE } from './verifier.fixtures';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2028-01-01T00:00:00Z') };
const holder = { commonName: '某公司', organisation: '某公司', serialNumber: '91990200MATP30041D', ...validity };
const root = createAuthority({ commonName: '根', now: MADE });
const pair = createKeyPair('p-256');
const read = (pem: string) => readCertificate(readPem(pem)[0]!.bytes);
const anchor = read(root.certificatePem);
const own = (extensions: Parameters<typeof issueWith>[1]['extensions'], authority = root) => read(issueWith(authority, { ...holder, publicKeyPem: pair.publicKeyPem, extensions }));

function outcome(leaf: Certificate, { pool = [] as Certificate[], anchors = [anchor], at = NOW, purpose = 'signing' as Purpose } = {}): string {
  try {
    return `path of ${findPath(leaf, { pool, anchors, at, purpose }).length}`;
  } catch (error) {
    return (error as Error).message;
  }
}

const below = (authority: typeof root, commonName: string, pathLength: number) => {
  const key = createKeyPair('p-256');
  return { certificatePem: issueIntermediate(authority, { commonName, ...validity, publicKeyPem: key.publicKeyPem, pathLength }), privateKeyPem: key.privateKeyPem };
};
const leafOf = (authority: typeof root) => read(issueCertificate(authority, { ...holder, usage: 'signing', publicKeyPem: pair.publicKeyPem }));

describe('a path', () => {
  const leaf = leafOf(root);

  it('holds for the whole validity, the second of notAfter included', () => {
    const ends = validity.notAfter.getTime();
    expect([NOW, validity.notBefore.getTime(), ends, ends + 999].map((at) => outcome(leaf, { at }))).toEqual(Array(4).fill('path of 2'));
    expect(outcome(leaf, { at: validity.notBefore.getTime() - 1 })).toContain('was not yet valid');
    expect(outcome(leaf, { at: ends + 1000 })).toContain('had expired');
  });

  it('leads to a root that is trusted, by its key and not by its name', () => {
    expect(outcome(leaf, { anchors: [] })).toContain('leads to no trusted root');
    expect(outcome(leaf, { anchors: [read(createAuthority({ commonName: '根', now: MADE }).certificatePem)] })).not.toContain('path of');
    expect(outcome(leaf, { anchors: [leaf] })).toBe('path of 1');
  });

  it('goes through intermediates as far as the path length allows', () => {
    const [one, none] = [below(root, '中级', 1), below(root, '末级', 0)];
    const deep = (upper: typeof root) => {
      const lower = below(upper, '下级', 0);
      return outcome(leafOf(lower), { pool: [read(upper.certificatePem), read(lower.certificatePem)] });
    };
    expect([deep(one), deep(none)]).toEqual(['path of 4', 'the path below "末级" is too long']);
    expect(outcome(leafOf(one), { pool: [] })).toContain('leads to no trusted root');
  });

  it('is refused where an issuer may not issue', () => {
    const key = createKeyPair('p-256');
    const rogue = {
      certificatePem: issueWith(root, { ...holder, commonName: '冒充', publicKeyPem: key.publicKeyPem, extensions: [basicConstraints(false), keyUsage(['digitalSignature'])] }),
      privateKeyPem: key.privateKeyPem,
    };
    const other = {
      ...rogue,
      certificatePem: issueWith(root, {
        ...holder,
        commonName: '网站',
        publicKeyPem: key.publicKeyPem,
        extensions: [basicConstraints(true), keyUsage(['keyCertSign']), extendedKeyUsage(['1.3.6.1.5.5.7.3.1'], false)],
      }),
    };
    expect(outcome(leafOf(other), { pool: [read(other.certificatePem)] })).toBe('the extended usage of "网站" excludes this purpose');
    expect(outcome(leafOf(rogue), { pool: [read(rogue.certificatePem)] })).toBe('"冒充" may not issue certificates');
  });

  it('is refused for other uses and for critical extensions that are not understood', () => {
    expect(outcome(own([basicConstraints(false), keyUsage(['keyEncipherment'])]))).toBe('the certificate is not for signing');
    expect(outcome(own([basicConstraints(true), keyUsage(['digitalSignature'])]))).toBe('the signer is an authority');
    expect(outcome(own([basicConstraints(false), keyUsage(['digitalSignature']), extendedKeyUsage(['1.3.6.1.5.5.7.3.1'], false)]))).toContain('extended usage');
    const strange = { ...extendedKeyUsage(['1.3.6.1.5.5.7.3.4'], true), oid: '2.5.29.99' };
    expect(outcome(own([basicConstraints(false), strange]))).toContain('not understood: 2.5.29.99');
    expect(outcome(leaf, { purpose: 'time' })).toContain('extended usage');
  });
});

describe('revocation', () => {
  const leaf = leafOf(root);
  const since = new Date('2026-11-01T00:00:00Z');
  const dates = { number: 1, thisUpdate: new Date('2026-11-20T00:00:00Z'), nextUpdate: new Date('2026-11-27T00:00:00Z') };
  const list = (revoked: { serial: Uint8Array; at: Date }[], more = {}) => readCrl(issueCrl(root, { ...dates, revoked, ...more }));
  const told = (lists: ReturnType<typeof readCrl>[], at = NOW) => {
    try {
      assertNotRevoked([leaf, anchor], lists, at);
      return 'not revoked';
    } catch (error) {
      return `${(error as Error).constructor.name}: ${(error as Error).message}`;
    }
  };

  it('is told by a list of the issuer, from the revocation on', () => {
    const revoked = list([{ serial: leaf.serial, at: since }]);
    expect([told([list([])]), told([revoked], since.getTime() - 1)]).toEqual(['not revoked', 'not revoked']);
    expect([told([revoked]), told([list([]), revoked])]).toEqual(Array(2).fill('Fault: the certificate "某公司" is revoked since 2026-11-01T00:00:00.000Z'));
  });

  it('is unknown without a list, with an old one, and with one that somebody else signed', () => {
    const forged = readCrl(issueCrl(createAuthority({ commonName: '根', now: MADE }), { ...dates, revoked: [] }));
    for (const lists of [[], [list([], { nextUpdate: new Date('2026-11-20T12:00:00Z') })], [forged]]) expect(told(lists)).toContain('Unknown: no usable revocation list');
  });
});
