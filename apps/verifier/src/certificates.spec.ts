import { readFileSync } from 'node:fs';
import { extendedKeyUsage, type ExtensionToWrite, type KeyUsage, keyUsage, readCrl as platformList, type Revocation, revokedBy, verifyChain } from '@envelope';
import * as der from '../../../libs/envelope/src/der';
import { type Certificate, readCertificate } from './certificate';
import * as make from './certificates.fixtures';
import { AT, attribute, authority, certificate, named, plainKey, utc } from './certificates.fixtures';
import { assertNotRevoked, readCrl } from './crl';
import { findPath } from './path';

/** One page says what both validators do: the cells of its tables are the cases, and each is asked of both. */
const PAGE = readFileSync('docs/formats/certificates.md', 'utf8');
type Verdict = 'taken' | 'refused';

/** The rows of the table under a heading, each by its column's name. */
function table(heading: string, page = PAGE): Record<string, string>[] {
  const lines = page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!.split('\n');
  const [head, , ...rows] = lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [head![i]!, cell])));
}

interface Case {
  leaf: Uint8Array;
  roots?: Uint8Array[];
  others?: Uint8Array[];
  stamper?: boolean;
  lists?: { der: Uint8Array; of: Uint8Array }[];
}

const told = (ask: () => unknown): Verdict => {
  try {
    ask();
    return 'taken';
  } catch {
    return 'refused';
  }
};

const root = authority('根');

function byPlatform({ leaf, roots = [root.der], others = [], stamper, lists }: Case): Verdict {
  const revocation: Revocation | undefined =
    lists &&
    ((child, issuer, at) => {
      const list = lists.find(({ of }) => Buffer.compare(of, issuer.der) === 0)!;
      return revokedBy(platformList(list.der, list.of), child, at);
    });
  return told(() => verifyChain(leaf, { roots, intermediates: others, at: AT, purpose: stamper ? 'timestamp' : 'signing', revocation }));
}

const readAll = (lists: NonNullable<Case['lists']>) => lists.map((list) => readCrl(list.der));

function byVerifier({ leaf, roots = [root.der], others = [], stamper, lists }: Case): Verdict {
  const stands = (path: readonly Certificate[]) => told(() => lists && assertNotRevoked(path, readAll(lists), AT.getTime())) === 'taken';
  return told(() => {
    const path = findPath(readCertificate(leaf), { anchors: roots.map(readCertificate), pool: others.map(readCertificate), at: AT.getTime(), purpose: stamper ? 'time' : 'signing', stands });
    if (!stands(path)) throw new Error('revoked');
  });
}

/** What each says, and what the page says. */
const expectBoth = (given: Case, verdict: string | undefined) => expect([byPlatform(given), byVerifier(given)]).toEqual([verdict, verdict]);

/** A list of this authority, and whether it tells anything of a certificate that the authority issued. */
function expectList({ list, by }: { list: Uint8Array; by: Uint8Array }, verdict: string | undefined): void {
  const path = [{ ...readCertificate(certificate({ by: root })), issuer: readCertificate(by).subject }, readCertificate(by)];
  expect([told(() => platformList(list, by)), told(() => assertNotRevoked(path, [readCrl(list)], AT.getTime()))]).toEqual([verdict, verdict]);
}

type Holder = 'signer' | 'stamper' | 'authority';
const STAMPS = extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], true);
const BASE: Record<Holder, readonly ExtensionToWrite[]> = {
  signer: make.FOR_SIGNING,
  stamper: [...make.FOR_SIGNING, STAMPS],
  authority: [make.cA(), ...make.AUTHORITY_USES],
};
const VALUES: Record<string, Uint8Array> = { '2.5.29.37': extendedKeyUsage(['2.5.29.37.0']).value };

/** A path on which this holder has these extensions. */
function pathOf(holder: Holder, extensions: readonly ExtensionToWrite[]): Case {
  if (holder !== 'authority') return { leaf: certificate({ by: root, extensions }), stamper: holder === 'stamper' };
  const key = plainKey();
  const over = { name: named('中级'), key };
  return { leaf: certificate({ by: over }), others: [certificate({ by: root, subject: over.name, spki: key.spki, extensions })] };
}

function inState(holder: Holder, id: string, state: string): readonly ExtensionToWrite[] {
  const rest = BASE[holder].filter((one) => one.oid !== id);
  if (state === 'missing') return rest;
  const usual = BASE[holder].find((one) => one.oid === id)?.value ?? VALUES[id] ?? make.valueOf(id);
  const value = state === 'broken' ? make.BROKEN : id === '2.5.29.19' && holder !== 'authority' ? der.sequence() : usual;
  return [...rest, { oid: id, critical: state === 'critical', value }];
}

const STATES = ['missing', 'not critical', 'critical', 'broken'] as const;
const EXTENSIONS = table('Extensions').flatMap((row) =>
  row['Of']!.split(', ').flatMap((holder) => STATES.map((state) => [holder as Holder, row['Extension']!, state, row['OID']!, row[state]!] as const)),
);
test.each(EXTENSIONS)('%s, %s %s', (holder, _name, state, id, verdict) => expectBoth(pathOf(holder, inState(holder, id, state)), verdict));

const with_ = (holder: Holder, one: ExtensionToWrite) => [...BASE[holder].filter(({ oid }) => oid !== one.oid), one];
test.each(table('Key usage'))('key usage $Usage', ({ Usage: usage, list, ...row }) => {
  const one = keyUsage([usage as KeyUsage]);
  for (const [holder, verdict] of Object.entries(row)) expectBoth(pathOf(holder as Holder, with_(holder as Holder, one)), verdict);
  const lister = authority('列表', undefined, { extensions: [make.cA(), one] });
  expectList({ list: make.list({ by: lister }), by: lister.der }, list);
});

test.each(table('Extended usage'))('extended usage: $Usage', ({ OID: id, signer, stamper, 'authority of signers': over }) => {
  const one = extendedKeyUsage([id!], true);
  expectBoth(pathOf('signer', with_('signer', one)), signer);
  expectBoth(pathOf('stamper', with_('stamper', one)), stamper);
  expectBoth(pathOf('authority', with_('authority', one)), over);
});

const leaf = (more: Partial<make.Fields>): Case => ({ leaf: certificate({ by: root, ...more }) });
const subject = (...attributes: Uint8Array[]) => leaf({ subject: make.name(...attributes) });
const [cn, o, ou, code] = ['3', '10', '11', '5'].map(
  (type) =>
    (text = '某') =>
      attribute(type, type === '5' ? der.printableString('91990200MATP30041D') : der.utf8String(text)),
) as [(text?: string) => Uint8Array, (text?: string) => Uint8Array, (text?: string) => Uint8Array, (text?: string) => Uint8Array];
const integer = (...bytes: number[]) => der.der(2, Uint8Array.from(bytes));
const under = (key: make.Key, id: string): Case => {
  const own = authority('另一根', undefined, {});
  const by = { name: own.name, key };
  const self = certificate({ by, subject: own.name, spki: key.spki, inner: make.algorithm(id), extensions: BASE.authority });
  return { leaf: certificate({ by, inner: make.algorithm(id) }), roots: [self] };
};
const valid = (from: Uint8Array, until = utc('280101000000Z')) => leaf({ validity: [from, until] });

/** A leaf below so many authorities, the root among them. */
function below(count: number): Case {
  const path = [root];
  for (let i = 1; i < count; i += 1) path.push(authority(`第${i}级`, path.at(-1)));
  return { leaf: certificate({ by: path.at(-1)! }), others: path.slice(1).map((one) => one.der) };
}

/** A root with pathLenConstraint 0, and one more authority of this name below it. */
function confined(commonName: string): Case {
  const top = authority('窄根', undefined, { extensions: [make.cA(0), ...make.AUTHORITY_USES] });
  const next = authority(commonName, top);
  return { leaf: certificate({ by: next }), roots: [top.der], others: [next.der] };
}

/** One authority certified by two roots, of which the first has revoked it. */
function twoWays(): Case {
  const [one, two, key] = [authority('甲根'), authority('乙根'), plainKey()];
  const revoked = make.nextSerial();
  const middle = { name: named('中级'), key };
  const certified = (by: make.Issuer, serial = make.nextSerial()) => certificate({ by, serial, subject: middle.name, spki: key.spki, extensions: BASE.authority });
  const [first, second] = [certified(one, revoked), certified(two)];
  const lists = [
    { of: one.der, der: make.list({ by: one, entries: [make.entry(revoked)] }) },
    { of: two.der, der: make.list({ by: two }) },
    { of: first, der: make.list({ by: middle }) },
    { of: second, der: make.list({ by: middle }) },
  ];
  return { leaf: certificate({ by: middle }), roots: [one.der, two.der], others: [first, second], lists };
}

const CASES: Record<string, () => Case> = {
  'version: 1, by no version': () => leaf({ version: undefined }),
  'version: 2': () => leaf({ version: der.smallInteger(1) }),
  'version: 3': () => leaf({ version: der.smallInteger(2) }),
  'version: 4': () => leaf({ version: der.smallInteger(3) }),
  'serial number: -1': () => leaf({ serial: integer(0xff) }),
  'serial number: 0': () => leaf({ serial: integer(0) }),
  'serial number: 1': () => leaf({ serial: integer(1) }),
  'serial number: 20 octets, the first bit set': () => leaf({ serial: integer(0, ...Array<number>(20).fill(0xff)) }),
  'serial number: 21 octets': () => leaf({ serial: integer(1, ...Array<number>(20).fill(0xff)) }),
  'serial number: with a needless nought before it': () => leaf({ serial: integer(0, 1) }),
  'algorithm: another outside than inside': () => leaf({ outer: make.algorithm('1.2.840.10045.4.3.3') }),
  'algorithm: ECDSA with SHA-1': () => under(make.hashed('sha1'), '1.2.840.10045.4.1'),
  'algorithm: ECDSA with SHA-384': () => under(make.hashed('sha384'), '1.2.840.10045.4.3.3'),
  'key: RSA of 1024 bits': () => leaf({ spki: make.rsaKey(1024).spki }),
  'key: RSA of 2048 bits': () => leaf({ spki: make.rsaKey(2048).spki }),
  'key: RSA, exponent 3': () => leaf({ spki: make.rsaKey(2048, 3).spki }),
  'key: P-256': () => leaf({ spki: plainKey().spki }),
  'key: P-256, compressed point': () => leaf({ spki: compressed(plainKey().spki) }),
  'key: P-256, no point of the curve': () => leaf({ spki: offCurve(plainKey().spki) }),
  'key: SM2, no point of the curve': () => leaf({ spki: offCurve(plainKey('sm2').spki) }),
  'key: P-384': () => leaf({ spki: make.curveKey('secp384r1').spki }),
  'key: SM2': () => leaf({ spki: plainKey('sm2').spki }),
  'issuer: a second CN': () => {
    const by = { name: make.name(cn(), cn('又')), key: plainKey() };
    return { leaf: certificate({ by }), roots: [certificate({ by, subject: by.name, spki: by.key.spki, extensions: BASE.authority })] };
  },
  'subject: a second CN': () => subject(cn(), cn('又')),
  'subject: a second O': () => subject(o(), o('又'), cn()),
  'subject: a second serialNumber': () => subject(cn(), code(), code()),
  'subject: a second OU': () => subject(cn(), ou(), ou('又')),
  'subject: CN and O in one set': () => leaf({ subject: der.sequence(der.setOf(cn(), o())) }),
  'subject: O and CN in one set, not in the order of DER': () => leaf({ subject: der.sequence(der.der(0x31, Uint8Array.from([...o(), ...cn()]))) }),
  'subject: CN as PrintableString': () => subject(attribute('3', der.printableString('Some firm'))),
  'subject: CN as BMPString': () => subject(attribute('3', der.der(30, Uint8Array.of(0x67, 0xd0)))),
  'subject: CN as TeletexString': () => subject(attribute('3', der.der(20, Buffer.from('firm')))),
  'subject: CN that is no UTF-8': () => subject(attribute('3', der.der(12, Uint8Array.of(0xc3, 0x28)))),
  'subject: no CN': () => subject(o()),
  'validity: GeneralizedTime before 2050': () => valid(der.der(24, Buffer.from('20260101000000Z'))),
  'validity: without seconds': () => valid(utc('2601010000Z')),
  'validity: with an offset': () => valid(utc('260101000000+0800')),
  'validity: with a fraction': () => valid(der.der(24, Buffer.from('20260101000000.5Z'))),
  'validity: 30 February': () => valid(utc('260230000000Z')),
  'validity: ends before it begins': () => valid(utc('260101000000Z'), utc('250101000000Z')),
  'issuerUniqueID: there': () => leaf({ ids: [der.contextPrimitive(1, Uint8Array.of(0, 1))] }),
  'subjectUniqueID: there': () => leaf({ ids: [der.contextPrimitive(2, Uint8Array.of(0, 1))] }),
  'extensions: none': () => leaf({ extensions: [] }),
  'extensions: key usage with a bit set that is not used': () => leaf({ extensions: [usageOf(6, 0xff)] }),
  'extensions: key usage of no bits': () => leaf({ extensions: [usageOf(0)] }),
  'extensions: key usage to sign and to certify, in a signer’s': () => leaf({ extensions: [keyUsage(['digitalSignature', 'keyCertSign'])] }),
  'extensions: a signer that may certify': () => leaf({ extensions: [keyUsage(['digitalSignature', 'keyCertSign']), make.cA()] }),
  'extensions: a value that is no DER, not read': () => leaf({ extensions: [...make.FOR_SIGNING, { oid: '2.999.1', value: Uint8Array.of(0x30, 0x80) }] }),
  'extensions: one of them twice': () => leaf({ extensions: [...make.FOR_SIGNING, ...make.FOR_SIGNING] }),
  'extensions: critical, written as FALSE': () => leaf({ extensions: [...make.FOR_SIGNING, der.sequence(der.oid('2.999.1'), der.boolean(false), der.octetString(der.nothing()))] }),
  'behind the certificate: one octet more': () => leaf({ behind: Uint8Array.of(0) }),
  'path: key identifiers that differ': () => leaf({ extensions: [...make.FOR_SIGNING, ...make.keyIds(plainKey(), plainKey())] }),
  'path: room for no authority below, and one': () => confined('下级'),
  'path: room for no authority below, and a self-issued one': () => confined('窄根'),
  'path: six authorities': () => below(6),
  'path: seven authorities': () => below(7),
  'path: two ways up, the first revoked': twoWays,
  'path: a certificate twice beside the signer’s': () => {
    const given = below(2);
    return { ...given, others: [...given.others!, ...given.others!] };
  },
};

/** The count of unused bits, then the bytes. */
const usageOf = (...content: number[]): ExtensionToWrite => ({ oid: '2.5.29.15', critical: true, value: der.der(3, Uint8Array.from(content)) });

function offCurve(spki: Uint8Array): Uint8Array {
  const moved = Uint8Array.from(spki);
  moved[moved.length - 1]! ^= 1;
  return moved;
}

/** The shorter form of the same point, which openssl takes. */
function compressed(spki: Uint8Array): Uint8Array {
  const point = spki.subarray(-65);
  return der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(Uint8Array.of(2 + (point[64]! & 1), ...point.subarray(1, 33))));
}

test.each(table('Other fields'))('$Field: $Content', ({ Field: field, Content: content, Verdict: verdict }) => expectBoth(CASES[`${field}: ${content}`]!(), verdict));

const critical = (oid: string, value: Uint8Array = der.smallInteger(1)) => ({ oid, critical: true, value });
const LISTS: Record<string, Partial<make.ListFields>> = {
  'version: 2': {},
  'version: 1, by no version': { version: undefined },
  'version: 3': { version: der.smallInteger(2) },
  'algorithm: another outside than inside': { outer: make.algorithm('1.2.840.10045.4.3.3') },
  'nextUpdate: missing': { next: undefined },
  'number: critical': { extensions: [critical('2.5.29.20')] },
  'authorityKeyIdentifier: of another key': { extensions: [{ oid: '2.5.29.35', value: der.sequence(der.contextPrimitive(0, Uint8Array.of(1))) }] },
  'issuingDistributionPoint: critical': { extensions: [critical('2.5.29.28', der.sequence())] },
  'deltaCRLIndicator: critical': { extensions: [critical('2.5.29.27')] },
  'entry: with a reason, critical': { entries: [make.entry(der.smallInteger(7), critical('2.5.29.21', der.der(10, Uint8Array.of(1))))] },
  'entry: with certificateIssuer, critical': { entries: [make.entry(der.smallInteger(7), critical('2.5.29.29', der.sequence()))] },
  'extension: twice': { extensions: [critical('2.5.29.20'), critical('2.5.29.20')] },
};
test.each(table('Revocation lists'))('a list, $Field: $Content', ({ Field: field, Content: content, Verdict: verdict }) =>
  expectList({ list: make.list({ by: root, ...LISTS[`${field}: ${content}`]! }), by: root.der }, verdict),
);

describe('the page', () => {
  const rows = (heading: string) => table(heading).map(({ Field: field, Content: content }) => `${field}: ${content}`);

  it('has a row for each case, and a case for each row', () => {
    expect(rows('Other fields').sort()).toEqual(Object.keys(CASES).sort());
    expect(rows('Revocation lists').sort()).toEqual(Object.keys(LISTS).sort());
    expect(EXTENSIONS.length).toBeGreaterThan(180);
  });

  it('is what is asked: a cell that says otherwise, or is no verdict, is found (negative control)', () => {
    const changed = PAGE.replace('| subjectAltName | 2.5.29.17 | taken | taken | taken |', '| subjectAltName | 2.5.29.17 | taken | taken | refused |');
    const row = table('Extensions', changed).find(({ OID: id }) => id === '2.5.29.17')!;
    expect(() => expectBoth(pathOf('signer', inState('signer', '2.5.29.17', 'critical')), row['critical'])).toThrow();
    expect(() => expectBoth(leaf({}), '')).toThrow();
  });

  it('finds one of the two that takes what the other refuses (negative control)', () => {
    const strange = { ...critical('2.999.1'), value: der.nothing() };
    const given = pathOf('signer', with_('signer', strange));
    expect([byPlatform(given), byVerifier(given)]).toEqual(['refused', 'refused']);
    expect(byVerifier(pathOf('signer', with_('signer', { ...strange, critical: false })))).toBe('taken');
  });
});
