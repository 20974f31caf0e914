import { learnYears } from './calendar';
import { dueYear } from './due';

afterEach(() => learnYears({}));

test.each<[string, ReturnType<typeof dueYear>]>([
  ['2026-08-31T15:59:59Z', undefined],
  ['2026-08-31T16:00:00Z', { year: 2027, urgent: false }], // September, in Shanghai
  ['2026-11-30T15:59:59Z', { year: 2027, urgent: false }],
  ['2026-11-30T16:00:00Z', { year: 2027, urgent: true }],
  ['2026-12-31T16:00:00Z', { year: 2027, urgent: true }],
  ['2028-05-01T00:00:00Z', { year: 2028, urgent: true }],
])('at %s %j is asked for', (at, expected) => expect(dueYear(new Date(at))).toEqual(expected));

test('what was imported is asked for no more', () => {
  learnYears({ '2027': { holidays: ['01-01'], workdays: [] } });
  expect(dueYear(new Date('2026-12-15T00:00:00Z'))).toBeUndefined();
  expect(dueYear(new Date('2027-09-15T00:00:00Z'))).toEqual({ year: 2028, urgent: false });
});
