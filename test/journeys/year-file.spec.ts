import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedYears, tableOf, yearTable } from '@domain/calendar/calendar';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { daysOf, readYearFile, type YearFile } from '../../apps/web/src/workspaces/admin/year-file';
import { rows } from './tools';
import { ask, closeConnections, confirm, startWorld, type World } from './world';

/** The file of days off that an administrator really has, read as his page reads it, imported as his page sends it, and counted with afterwards. */
const FILE = join(__dirname, '../../../shared/data/china/calendar/chinese-days.json');
const found = existsSync(FILE);
const real = (): YearFile => readYearFile(readFileSync(FILE, 'utf8'))!;
const yearsOf = ({ holidays }: YearFile) => [...new Set(Object.keys(holidays).map((date) => date.slice(0, 4)))].sort();
const dates = ({ holidays, workdays }: { holidays: Iterable<string>; workdays: Iterable<string> }) => ({ holidays: [...holidays].sort(), workdays: [...workdays].sort() });

test('of a year its days are read in order, and nothing of another', () => {
  const file = { holidays: { '2027-05-01': 'Labour Day,劳动节,1', '2027-01-01': '', '2028-01-01': '' }, workdays: { '2027-02-06': '', '20271-01-01': '' } };
  expect(daysOf(file, '2027')).toEqual({ holidays: ['2027-01-01', '2027-05-01'], workdays: ['2027-02-06'] });
  expect(daysOf(file, '2026')).toEqual({ holidays: [], workdays: [] });
});

test.each(['', '[]', 'null', '{"holidays":{}}', '{"holidays":null,"workdays":null}', '{"holidays":["2027-01-01"],"workdays":[]}', '{"holidays":{},"workdays":7}'])('%s is no such file', (text) =>
  expect(readYearFile(text)).toBeUndefined(),
);

(found ? describe : describe.skip)(found ? 'the real file' : 'the year table is not compared: shared/data/china/calendar/chinese-days.json is not beside this repository', () => {
  let world: World;
  let security: Client;
  beforeAll(async () => {
    world = await startWorld();
    security = await signIn(world.url, 'sys.security.1', world.running.password!);
  });
  afterAll(async () => {
    await world?.stop();
    await closeConnections();
  });

  test('the years that ship are those of the file, day by day', () => {
    const { holidays, workdays } = real();
    expect(yearsOf(real()).map(Number)).toEqual(shippedYears());
    expect(dates(yearTable())).toEqual(dates({ holidays: Object.keys(holidays), workdays: Object.keys(workdays) }));
  });

  test('each of its years is imported as it stands, and the table is the file', async () => {
    for (const year of yearsOf(real())) {
      const asked = await ask(world.office.system, '/api/calendar/years', { year: Number(year), notice: `国务院办公厅关于 ${year} 年部分节假日安排的通知（测试）`, ...daysOf(real(), year) });
      expect(await confirm(security, asked)).toEqual({ year: Number(year) });
    }
    const kept = await rows<{ year: number; holidays: string[]; workdays: string[] }>(world, 'select year, holidays, workdays from calendar_year');
    const { holidays, workdays } = real();
    const wanted = dates({ holidays: Object.keys(holidays), workdays: Object.keys(workdays) });
    expect(dates(tableOf(Object.fromEntries(kept.map(({ year, ...days }) => [String(year), days]))))).toEqual(wanted);
    expect(dates(yearTable())).toEqual(wanted);
    expect(wanted.holidays.length).toBeGreaterThan(600);
  });

  test('negative control: a day that the page left out is missed', () => {
    const { holidays, ...file } = real();
    const [first, ...others] = Object.keys(holidays).sort();
    const less = { ...file, holidays: Object.fromEntries(others.map((date) => [date, ''])) };
    const read = yearsOf(less).map((year) => daysOf(less, year));
    expect(read.flatMap((days) => days.holidays)).not.toContain(first);
    expect(read.flatMap((days) => days.holidays)).not.toEqual(dates(yearTable()).holidays);
  });
});
