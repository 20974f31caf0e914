import { crlWithSigner, keyUsage, readCertificate as platformCertificate, readCrl as platformList, type Revocation, revokedBy, verifyChain, writePem } from '@envelope';
import { readCertificate } from './certificate';
import { AT, AUTHORITY_USES, authority, cA, certificate, entry, keyIds, list, named, nextSerial, plainKey } from './certificates.fixtures';
import type * as make from './certificates.fixtures';
import { assertNotRevoked } from './crl';
import { findPath } from './path';
import { readCrls } from './trust';

/**
 * Lists that another key of the same authority signed, after the cases of NIST's PKITS 4.4.19 to 4.4.21, 4.5.1 to 4.5.8, 4.6.15 and 4.6.17: platform and verifier
 * take each list along a path of its signer's own, or leave it.
 */
const top = authority('信任锚');

interface Made {
  leaf: Uint8Array;
  others: Uint8Array[];
  lists: Uint8Array[];
  roots?: Uint8Array[];
}

const bySerial = (serial: Uint8Array) => ({ entries: [entry(serial)] });
/** One more key under a name, certified by `by`. */
function another(name: Uint8Array, by: make.Issuer, extensions: make.Fields['extensions'], serial = nextSerial()) {
  const key = plainKey();
  return { name, key, der: certificate({ by, serial, subject: name, spki: key.spki, extensions: [...extensions!, ...keyIds(key, by.key)] }) };
}
const ISSUES = [cA(), ...AUTHORITY_USES];
const LISTS_ONLY = [keyUsage(['cRLSign'])];

interface Faults {
  leafRevoked?: boolean;
  signerRevoked?: boolean;
}

/** 4.4.19: one key for certificates, another for lists, both certified by the authority above. */
function separateKeys({ leafRevoked, signerRevoked }: Faults): Made {
  const [serial, own] = [nextSerial(), nextSerial()];
  const issuer = another(named('分键机构'), top, [cA(), keyUsage(['keyCertSign'])]);
  const lister = another(issuer.name, top, LISTS_ONLY, own);
  return {
    leaf: certificate({ by: issuer, serial }),
    others: [issuer.der, lister.der],
    lists: [list({ by: top, ...(signerRevoked ? bySerial(own) : {}) }), list({ by: lister, ...(leafRevoked ? bySerial(serial) : {}) })],
  };
}

/** 4.5.1: the authority renewed its key and certified the old one with the new; the new one signs the list. */
function oldWithNew({ leafRevoked, signerRevoked }: Faults): Made {
  const [serial, own] = [nextSerial(), nextSerial()];
  const fresh = another(named('换钥机构'), top, ISSUES, own);
  const old = another(fresh.name, fresh, ISSUES);
  return {
    leaf: certificate({ by: old, serial }),
    others: [old.der, fresh.der],
    lists: [list({ by: top, ...(signerRevoked ? bySerial(own) : {}) }), list({ by: fresh, ...(leafRevoked ? bySerial(serial) : {}) })],
  };
}

/** 4.5.3 and 4.5.4: the new key is certified by the old one, which still signs the list; 4.6.15 with no room for an authority below. */
const newWithOld =
  (pathLength?: number) =>
  ({ leafRevoked, signerRevoked }: Faults): Made => {
    const [serial, own] = [nextSerial(), nextSerial()];
    const old = another(named('旧钥机构'), top, [cA(pathLength), ...AUTHORITY_USES], own);
    const fresh = another(old.name, old, [cA(pathLength), ...AUTHORITY_USES]);
    return {
      leaf: certificate({ by: fresh, serial }),
      others: [old.der, fresh.der],
      lists: [list({ by: top, ...(signerRevoked ? bySerial(own) : {}) }), list({ by: old, ...(leafRevoked ? bySerial(serial) : {}) })],
    };
  };

/** 4.5.6: the authority itself certified a key for its lists. */
function listKey({ leafRevoked, signerRevoked }: Faults): Made {
  const [serial, own] = [nextSerial(), nextSerial()];
  const issuer = another(named('列表机构'), top, ISSUES);
  const lister = another(issuer.name, issuer, LISTS_ONLY, own);
  const entries = [...(leafRevoked ? [entry(serial)] : []), ...(signerRevoked ? [entry(own)] : [])];
  return { leaf: certificate({ by: issuer, serial }), others: [issuer.der, lister.der], lists: [list({ by: top }), list({ by: lister, entries })] };
}

/** 4.6.17: two authorities, each with a new key certified by its old one. */
function twoRenewed({ leafRevoked, signerRevoked }: Faults): Made {
  const [serial, own] = [nextSerial(), nextSerial()];
  const upper = another(named('上级'), top, [cA(1), ...AUTHORITY_USES]);
  const upperNew = another(upper.name, upper, [cA(1), ...AUTHORITY_USES]);
  const lower = another(named('下级'), upperNew, [cA(0), ...AUTHORITY_USES], own);
  const lowerNew = another(lower.name, lower, [cA(0), ...AUTHORITY_USES]);
  return {
    leaf: certificate({ by: lowerNew, serial }),
    others: [upper, upperNew, lower, lowerNew].map((one) => one.der),
    lists: [list({ by: top }), list({ by: upper, ...(signerRevoked ? bySerial(own) : {}) }), list({ by: lower, ...(leafRevoked ? bySerial(serial) : {}) })],
  };
}

function byPlatform({ leaf, others, lists, roots = [top.der] }: Made): string {
  const revocation: Revocation = (child, issuer, at) => {
    const found = lists.flatMap((bytes) => {
      try {
        const { signer } = crlWithSigner(bytes, issuer.der, { candidates: others, roots, at, revocation });
        return [platformList(bytes, issuer.der, signer)];
      } catch {
        return [];
      }
    });
    if (!found[0]) throw new Error('unknown');
    return revokedBy(found[0], child, at);
  };
  try {
    verifyChain(leaf, { roots, intermediates: others, at: AT, revocation });
    return 'taken';
  } catch (error) {
    return (error as Error).message === 'unknown' ? 'unknown' : 'refused';
  }
}

function byVerifier({ leaf, others, lists, roots = [top.der] }: Made): string {
  const files = lists.map((bytes) => Buffer.from(`${writePem('X509 CRL', bytes)}${others.map((one) => writePem('CERTIFICATE', one)).join('')}`)).map(readCrls);
  try {
    const path = findPath(readCertificate(leaf), { pool: others.map(readCertificate), anchors: roots.map(readCertificate), at: AT.getTime(), purpose: 'signing' });
    assertNotRevoked(
      path,
      files.flatMap((file) => file.lists),
      AT.getTime(),
      files[0]!.beside,
    ); // prettier-ignore
    return 'taken';
  } catch (error) {
    return (error as Error).constructor.name === 'Unknown' ? 'unknown' : 'refused';
  }
}

const both = (made: Made) => [byPlatform(made), byVerifier(made)];

describe.each([
  ['separate keys for certificates and lists (4.4.19)', separateKeys],
  ['old key certified by the new one (4.5.1)', oldWithNew],
  ['new key certified by the old one (4.5.3, 4.5.4)', newWithOld()],
  ['the same with no room below (4.6.15)', newWithOld(0)],
  ['a key for lists alone (4.5.6)', listKey],
  ['two authorities with new keys (4.6.17)', twoRenewed],
])('%s', (_title, make) => {
  it('is taken, and what the list names is not', () => {
    expect(both(make({}))).toEqual(['taken', 'taken']);
    expect(both(make({ leafRevoked: true }))).toEqual(['refused', 'refused']);
  });

  it('is not taken when the certificate of the other key is revoked, missing, or of somebody else', () => {
    const [platform, verifier] = both(make({ signerRevoked: true }));
    expect([platform, verifier]).not.toContain('taken');
    const made = make({});
    const foreign = authority('另一信任锚');
    const usurped = { ...made, lists: made.lists.map((bytes) => usurp(bytes, foreign)) };
    expect(both({ ...usurped, others: [...made.others, ...usurped.lists.map(({ signer }) => signer)], lists: usurped.lists.map(({ der }) => der), roots: [top.der, foreign.der] })).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});

/** The same list, signed by somebody of the same name whom another recognised root certified. */
function usurp(bytes: Uint8Array, foreign: make.Issuer) {
  const signer = another(readCrls(bytes).lists[0]!.issuer, foreign, ISSUES);
  return { der: list({ by: signer }), signer: signer.der };
}

test('a key for lists alone issues no certificates (4.5.8), and a list of a key that may sign none is none', () => {
  const issuer = another(named('机构'), top, ISSUES);
  const lister = another(issuer.name, issuer, LISTS_ONLY);
  const lists = [list({ by: top }), list({ by: lister })];
  expect(both({ leaf: certificate({ by: lister }), others: [issuer.der, lister.der], lists })).toEqual(['refused', 'refused']);
  const mute = another(issuer.name, issuer, [keyUsage(['digitalSignature'])]);
  expect(both({ leaf: certificate({ by: issuer }), others: [issuer.der, mute.der], lists: [list({ by: top }), list({ by: mute })] })).toEqual(['unknown', 'unknown']);
});

test('the certificate may stand in the file beside the list', () => {
  const { lists, others } = listKey({});
  const file = Buffer.from(writePem('X509 CRL', lists[1]!) + writePem('CERTIFICATE', others[1]!));
  const search = { candidates: [], roots: [top.der], at: AT };
  expect(crlWithSigner(file, others[0]!, search).signer.fingerprint).toBe(platformCertificate(others[1]!).fingerprint);
  expect(() => crlWithSigner(lists[1]!, others[0]!, search)).toThrow('envelope.crl-malformed'); // negative control: nothing beside it
});
