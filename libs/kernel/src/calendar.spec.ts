import fc from 'fast-check';
import {
  addDays,
  addWorkingDays,
  type DayUnit,
  daysBetween,
  earliestDeadline,
  endOfDay,
  isWorkingDay,
  latestBefore,
  localDate,
  periodEnd,
  periodLastDay,
  startOfDay,
  type YearTable,
} from './calendar';
import { BusinessError } from './refusal';

const days = (month: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `2026-${month}-${String(from + i).padStart(2, '0')}`);

/** The real year 2026; 2025 as if it had no holidays. */
const table: YearTable = {
  years: [2025, 2026],
  holidays: new Set([...days('01', 1, 3), ...days('02', 15, 23), ...days('04', 4, 6), ...days('05', 1, 5), ...days('06', 19, 21), ...days('09', 25, 27), ...days('10', 1, 7)]),
  workdays: new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']),
};
const at = (text: string) => new Date(`${text}+08:00`);
const date = fc.integer({ min: 0, max: 600 }).map((n) => addDays('2025-01-01', n));

describe('days', () => {
  test.each([
    ['2026-03-02T15:59:59.999Z', '2026-03-02'],
    ['2026-03-02T16:00:00.000Z', '2026-03-03'],
    ['2023-12-31T16:00:00.000Z', '2024-01-01'],
  ])('%s is %s in China', (instant, day) => expect(localDate(new Date(instant))).toBe(day));

  test('a day begins at 00:00 and ends at 24:00 of +08:00', () => {
    expect(startOfDay('2026-03-03').toISOString()).toBe('2026-03-02T16:00:00.000Z');
    expect(endOfDay('2026-03-03')).toEqual(startOfDay('2026-03-04'));
  });

  test.each(['2026-02-29', '2026-13-01', '2026-3-1', '', '2026-03-03T00:00'])('%p is no date', (text) => {
    expect(() => startOfDay(text)).toThrow(RangeError);
  });

  test('adding and counting days agree', () => {
    fc.assert(fc.property(date, fc.integer({ min: -900, max: 900 }), (day, n) => daysBetween(day, addDays(day, n)) === n));
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });
});

describe('working days', () => {
  test.each([
    ['2026-03-03', true, 'Tuesday'],
    ['2026-03-07', false, 'Saturday'],
    ['2026-04-06', false, 'Qingming, a Monday'],
    ['2026-02-14', true, 'Saturday made up for Spring Festival'],
    ['2025-10-01', true, 'a Wednesday of a year without holidays'],
  ])('%s: %s (%s)', (day, working) => expect(isWorkingDay(day, table)).toBe(working));

  test.each([
    ['2026-04-03', 1, '2026-04-07'],
    ['2026-04-07', -1, '2026-04-03'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-03-07', 0, '2026-03-07'],
  ])('%s + %i = %s', (day, n, expected) => expect(addWorkingDays(day, n, table)).toBe(expected));

  test('a year that is not in the table is refused, not guessed', () => {
    expect(() => isWorkingDay('2027-01-04', table)).toThrow(BusinessError);
    expect(() => addWorkingDays('2026-12-31', 1, table)).toThrow('calendar.year-missing');
    expect(() => isWorkingDay('2024-12-31', table)).toThrow('calendar.year-missing');
  });

  test('n working days forward leave exactly n working days behind', () => {
    const count = (from: string, to: string) => {
      let n = 0;
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) n += isWorkingDay(day, table) ? 1 : 0;
      return n;
    };
    fc.assert(fc.property(date, fc.integer({ min: 1, max: 60 }), (day, n) => count(day, addWorkingDays(day, n, table)) === n));
  });
});

describe('periods', () => {
  const cases: [string, number, DayUnit, boolean, string][] = [
    ['2026-03-03T09:00:00', 20, 'd', true, '2026-03-23'],
    ['2026-03-03T23:59:59', 20, 'd', true, '2026-03-23'],
    ['2026-04-01T10:00:00', 3, 'd', true, '2026-04-07'], // 4 April is Qingming, 5 and 6 are free too
    ['2026-04-01T10:00:00', 3, 'd', false, '2026-04-04'],
    ['2026-04-01T10:00:00', 3, 'WD', true, '2026-04-07'],
    ['2026-02-11T10:00:00', 3, 'd', true, '2026-02-14'], // a Saturday, but a make-up working day
  ];
  test.each(cases)('from %s, %i %s, roll over %s: last day %s', (from, days, unit, rollOver, last) => {
    expect(periodLastDay(at(from), days, unit, table, { rollOver })).toBe(last);
    expect(periodEnd(at(from), days, unit, table, { rollOver })).toEqual(endOfDay(last));
  });

  test('the earliest lawful deadline leaves all days whole', () => {
    expect(earliestDeadline(at('2026-03-03T09:00:00'), 20, 'd', table)).toEqual(at('2026-03-24T00:00:00'));
  });

  test('an act due ten days before a deadline is in time through the tenth day before it', () => {
    expect(latestBefore(at('2026-03-24T09:30:00'), 10)).toEqual(at('2026-03-15T00:00:00'));
  });

  test('a period never ends on a day off, nor before its days have passed', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 40 }), (day, days) => {
        const last = periodLastDay(startOfDay(day), days, 'd', table);
        return isWorkingDay(last, table) && daysBetween(day, last) >= days;
      }),
    );
  });
});
