import { nameKey } from '@kernel';
import { avoidReason, employerBy, type PoolRow, pseudonym } from './avoidance';

const SOUND: PoolRow = {
  ...{ id: '1', employer: '一所', employerUscc: null, library: 'L', specialties: ['A08'], born: '1970-03-05' },
  ...{ appointedUntil: '2026-03-04', suspendedUntil: null, testPassed: true, ties: [], busy: false },
};
const parties = { usccs: new Set(['BIDDER']), nameKeys: new Set([nameKey('投标公司（演示）')]) };
const reason = (change: Partial<PoolRow> = {}, today = '2026-03-04') => avoidReason({ ...SOUND, ...change }, parties, today, { expertAgeMax: 70 });

test.each<[string, Partial<PoolRow>, string | undefined]>([
  ['sound, on the last day of the term', {}, undefined],
  ['whose term ended yesterday', { appointedUntil: '2026-03-03' }, 'term-ended'],
  ['suspended until today', { suspendedUntil: '2026-03-04' }, 'suspended'],
  ['suspended until yesterday', { suspendedUntil: '2026-03-03' }, undefined],
  ['seventy today', { born: '1956-03-04' }, 'age'],
  ['seventy tomorrow', { born: '1956-03-05' }, undefined],
  ['without the test', { testPassed: false }, 'test'],
  ['tied to a bidder', { ties: ['OTHER', 'BIDDER'] }, 'interest'],
  ['tied to somebody else', { ties: ['OTHER'] }, undefined],
  ['employed by a bidder, by code', { employerUscc: 'BIDDER' }, 'employer'],
  ['employed by a bidder, by name', { employer: '投标公司（演示）' }, 'employer'],
  ['employed by a bidder whose name is spelled with a blank', { employer: '投标 公司(演示)' }, 'employer'],
  ['employed by a bidder whose name hides a character', { employer: '投标\u200b公司（演示）' }, 'employer'],
  ['employed by somebody else of a like name', { employer: '投标总公司（演示）' }, undefined],
  ['busy at that time', { busy: true }, 'busy'],
  ['suspended and tied: the first reason counts', { suspendedUntil: '2027-01-01', ties: ['BIDDER'] }, 'suspended'],
])('an expert %s', (_what, change, expected) => expect(reason(change)).toBe(expected));

test('a pseudonym depends on salt, kind and person, and says none of them', () => {
  const all = [pseudonym('s', 'expert', 'p'), pseudonym('t', 'expert', 'p'), pseudonym('s', 'employer', 'p'), pseudonym('s', 'expert', 'q')];
  expect(new Set(all).size).toBe(4);
  expect(all.every((one) => /^[0-9a-f]{20}$/.test(one))).toBe(true);
});

test.each<[string, [string, string | null], [string, string | null], boolean]>([
  ['spelled with a blank and other brackets', ['一院（演示）', null], ['一 院(演示)', null], true],
  ['with its code beside one of its names', ['一院', 'CODE1'], ['一院有限公司', 'CODE1'], true],
  ['with its code, and elsewhere by name alone', ['一院有限公司', 'CODE1'], ['一院 （演示）', null], true],
  ['under an earlier name, and under today’s', ['旧院', null], ['新院', null], true],
  ['of another name', ['一院', null], ['二院', null], false],
  ['of one name and two codes', ['一院', 'CODE1'], ['一院', 'CODE2'], false],
])('an employer %s', (_what, [a, aCode], [b, bCode], same) => {
  const employerOf = employerBy([
    { name: '一院（演示）', uscc: 'CODE1' },
    { name: '旧院', uscc: 'CODE3' },
    { name: '新院', uscc: 'CODE3' },
  ]);
  expect(employerOf({ employer: a, employerUscc: aCode }) === employerOf({ employer: b, employerUscc: bCode })).toBe(same);
});
