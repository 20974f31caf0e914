import { type CertificateFields, createAuthority, createKeyPair, issueCertificate, issueCrl, readCertificate, readCrl, type StatusKnown } from '@envelope';
import { revocationProblem } from './revocation';

const AT = new Date('2026-03-03T01:00:00Z');
const HOUR = 3_600_000;
const hours = (n: number) => new Date(AT.getTime() + n * HOUR);
const authority = createAuthority({ commonName: '甲机构', now: new Date('2025-01-01T00:00:00Z') });
const pem = issueCertificate(authority, {
  ...{ commonName: '张三', serialNumber: '91990200MATP30041D', publicKeyPem: createKeyPair('p-256').publicKeyPem, usage: 'signing' },
  ...{ notBefore: hours(-1000), notAfter: hours(1000) },
});
const serial = Buffer.from(readCertificate(pem).serialHex, 'hex');
const certificate = { serial, subjectText: 'CN=张三' } as unknown as CertificateFields;

/** A list that ended so many hours ago; `revoked`: so many hours ago, or not. */
const list = (ended: number, revoked?: number) =>
  readCrl(
    issueCrl(authority, { number: 1, thisUpdate: hours(-ended - 48), nextUpdate: hours(-ended), revoked: revoked === undefined ? [] : [{ serial, at: hours(-revoked) }] }),
    authority.certificatePem,
  );
const told = (status: StatusKnown['status']): StatusKnown => ({ status, thisUpdate: AT, until: hours(1) });

const LISTS = {
  none: undefined,
  'in force, clean': list(-24),
  'late, clean': list(23),
  'out of date, clean': list(25),
  'in force, names it': list(-24, 1),
  'out of date, names it': list(25, 1),
  'in force, names it from tomorrow': list(-24, -24),
};
const ANSWERS = {
  none: undefined,
  good: told({ status: 'good' }),
  unknown: told({ status: 'unknown' }),
  revoked: told({ status: 'revoked', at: hours(-1).getTime(), reason: 'keyCompromise' }),
  'revoked tomorrow': told({ status: 'revoked', at: hours(24).getTime(), reason: 'keyCompromise' }),
};
type List = keyof typeof LISTS;
type Answer = keyof typeof ANSWERS;

const P = 'passes';
const U = 'unknown';
const X = 'revoked';
/** In the order of ANSWERS: with REVOCATION_REQUIRED, and without it. */
const MATRIX: Record<List, { required: string[]; free: string[] }> = {
  none: { required: [U, P, U, X, P], free: [P, P, P, X, P] },
  'in force, clean': { required: [P, P, U, X, P], free: [P, P, P, X, P] },
  'late, clean': { required: [P, P, U, X, P], free: [P, P, P, X, P] },
  'out of date, clean': { required: [U, U, U, X, U], free: [U, U, U, X, U] },
  'in force, names it': { required: [X, X, X, X, X], free: [X, X, X, X, X] },
  'out of date, names it': { required: [X, X, X, X, X], free: [X, X, X, X, X] },
  'in force, names it from tomorrow': { required: [P, P, U, X, P], free: [P, P, P, X, P] },
};

const verdict = (of: List, answer: Answer, required: boolean, judge = revocationProblem) => {
  const problem = judge(certificate, AT, { list: LISTS[of], told: ANSWERS[answer] }, { nowMs: AT.getTime(), graceMs: 24 * HOUR, required });
  return problem ? problem.code.replace(/envelope.certificate-(revocation-)?/, '') : P;
};
const cases = (Object.keys(LISTS) as List[]).flatMap((of) => (Object.keys(ANSWERS) as Answer[]).map((answer, i) => ({ of, answer, i })));

test.each(cases)('list $of, responder $answer', ({ of, answer, i }) => {
  expect([verdict(of, answer, true), verdict(of, answer, false)]).toEqual([MATRIX[of].required[i], MATRIX[of].free[i]]);
});

test('whatever the worse word is, adding the other never makes it better', () => {
  const rank = { [P]: 0, [U]: 1, [X]: 2 } as Record<string, number>;
  for (const { of, answer } of cases) {
    if (of === 'none' || answer === 'none') continue; // where one of them says nothing, the other is all that is known
    const both = rank[verdict(of, answer, true)]!;
    expect([of, answer, both >= rank[verdict(of, 'none', true)]!]).toEqual([of, answer, true]);
    expect([of, answer, both >= rank[verdict('none', answer, true)]!]).toEqual([of, answer, true]);
  }
});

test('negative control: a "good" that overrides the list is found by the matrix', () => {
  const lenient: typeof revocationProblem = (one, at, known, strictness) => (known.told?.status.status === 'good' ? undefined : revocationProblem(one, at, known, strictness));
  const differing = cases.filter(({ of, answer, i }) => verdict(of, answer, true, lenient) !== MATRIX[of].required[i]);
  expect(differing.map(({ of, answer }) => `${of} / ${answer}`)).toEqual(['out of date, clean / good', 'in force, names it / good', 'out of date, names it / good']);
});
