import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isDate, type Refusal, refuseAny } from '@kernel';
import { Db, KeptRows, type Tx } from '@platform/db';
import { learnYears, shippedYears, type YearDays, type Years, yearTable } from './calendar';
import { R } from './calendar.refusals';

/** What the State Council announced for a year. Days are whole dates, `YYYY-MM-DD`. */
export interface YearNotice {
  year: number;
  /** Name and number of the notice, or, in a demonstration, that it is made up. */
  notice: string;
  holidays: string[];
  workdays: string[];
}

/** A year that the platform can count in. */
export interface KnownYear {
  year: number;
  holidays: number;
  workdays: number;
  /** Null: it ships with the project. */
  notice: string | null;
  importedAt: Date | null;
}

/** Article 2 of the regulation on public holidays: 11 days, 13 since 2025; with the days around them more. */
const FEWEST = 11;
const LATEST = `select distinct on (year) year, notice, holidays, workdays, imported_at as "importedAt" from calendar_year order by year, id desc`;

interface Row extends Pick<YearNotice, 'year' | 'notice' | 'holidays' | 'workdays'> {
  importedAt: Date;
}

const dayOf = (date: string): string => date.slice(5);

/** Years beyond those that ship: two persons import each from its notice, and it counts at once. Other processes read it within seconds. */
@Injectable()
export class YearsService implements OnModuleInit {
  #imported: Years = {};

  constructor(
    private readonly db: Db,
    private readonly kept: KeptRows,
  ) {}

  onModuleInit(): Promise<void> {
    return this.kept.keep('the years', () => this.read());
  }

  async read(): Promise<void> {
    const rows = await this.db.read<Row>(LATEST);
    this.#learn(Object.fromEntries(rows.map(({ year, holidays, workdays }): [string, YearDays] => [String(year), { holidays, workdays }])));
  }

  #learn(imported: Years): void {
    this.#imported = imported;
    learnYears(imported);
  }

  /** Every mistake at once. */
  assertSound({ year, holidays, workdays }: YearNotice): void {
    const all = [...holidays, ...workdays];
    const at = (i: number) => (i < holidays.length ? `/holidays/${i}` : `/workdays/${i - holidays.length}`);
    const faults = all.map((date, i): Refusal | false => (!isDate(date) || !date.startsWith(`${year}-`) ? R.dayForeign({ date, year }, at(i)) : all.indexOf(date) < i && R.dayTwice({ date }, at(i))));
    const inWeek = workdays.map((date, i): Refusal | false => isDate(date) && new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0 && R.workdayInWeek({ date }, `/workdays/${i}`));
    refuseAny([holidays.length < FEWEST && R.fewHolidays({ count: holidays.length }, '/holidays'), ...faults, ...inWeek]);
  }

  async keep(tx: Tx, { year, notice, holidays, workdays }: YearNotice, askedBy: string): Promise<{ year: number }> {
    const days: YearDays = { holidays: holidays.map(dayOf).sort(), workdays: workdays.map(dayOf).sort() };
    const values = [year, notice, days.holidays, days.workdays, tx.now, askedBy, tx.actor.accountId];
    await tx.query('insert into calendar_year (year, notice, holidays, workdays, imported_at, asked_by, confirmed_by) values ($1, $2, $3, $4, $5, $6, $7)', values);
    await tx.record({ type: 'calendar.year-imported', objectType: 'calendar', objectId: objectOf(year), payload: { year, notice } });
    tx.afterCommit(() => this.#learn({ ...this.#imported, [year]: days }));
    return { year };
  }

  async known(): Promise<KnownYear[]> {
    const imported = new Map((await this.db.read<Row>(LATEST)).map((row) => [row.year, row]));
    const { holidays, workdays } = yearTable();
    const within = (days: ReadonlySet<string>, year: number) => [...days].filter((day) => day.startsWith(`${year}-`)).length;
    return [...new Set([...shippedYears(), ...imported.keys()])]
      .sort((a, b) => b - a)
      .map((year) => ({ year, holidays: within(holidays, year), workdays: within(workdays, year), notice: imported.get(year)?.notice ?? null, importedAt: imported.get(year)?.importedAt ?? null }));
  }
}

/** One open request for one year. */
export const objectOf = (year: number): string => `00000000-0000-8000-a000-${String(year).padStart(12, '0')}`;
