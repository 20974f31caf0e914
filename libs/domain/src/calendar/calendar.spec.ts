import { addDays, isWorkingDay } from '@kernel';
import { tableOf, yearTable } from './calendar';

const table = yearTable();

test('the shipped table covers 2004 to 2026 and refuses 2027', () => {
  expect(table.years).toEqual(Array.from({ length: 23 }, (_, i) => 2004 + i));
  expect(() => isWorkingDay('2027-01-04', table)).toThrow('calendar.year-missing');
  expect(yearTable()).toBe(table);
});

test.each([
  ['2020-01-31', false, 'the holiday of 2020 was lengthened'],
  ['2026-02-14', true, 'Saturday made up for Spring Festival'],
  ['2026-04-06', false, 'Qingming'],
  ['2024-05-11', true, 'Saturday made up for Labour Day'],
])('%s: %s (%s)', (day, working) => expect(isWorkingDay(day, table)).toBe(working));

test.each(table.years)('%i has between 240 and 256 working days', (year) => {
  let count = 0;
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) count += isWorkingDay(day, table) ? 1 : 0;
  expect(count).toBeGreaterThanOrEqual(240);
  expect(count).toBeLessThanOrEqual(256);
});

test('no day is both a holiday and a make-up working day; make-up days are weekends', () => {
  expect([...table.workdays].filter((day) => table.holidays.has(day))).toEqual([]);
  expect([...table.workdays].filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() % 6 !== 0)).toEqual([]);
});

test('a table is made of months and days by year', () => {
  const made = tableOf({ '2030': { holidays: ['01-01'], workdays: ['01-05'] } });
  expect(made.holidays.has('2030-01-01') && made.workdays.has('2030-01-05')).toBe(true);
});
