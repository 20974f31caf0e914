import { BusinessError, defineRefusals } from './refusal';

/**
 * Days and periods of Chinese law in China Standard Time (+08:00, no daylight saving since 1991).
 *
 * A period counts whole days: the day on which it begins is not counted, and it ends at 24:00 of its last day
 * (Civil Code 201, 203; O87 85). Every end returned here is therefore midnight, an exclusive bound: `now < end` is in time.
 */

/** `YYYY-MM-DD` in China Standard Time. */
export type LocalDate = string;

/** Calendar days (日) or working days (工作日). */
export type DayUnit = 'd' | 'WD';

export interface YearTable {
  readonly years: readonly number[];
  /** Public holidays; may list Saturdays and Sundays too. */
  readonly holidays: ReadonlySet<LocalDate>;
  /** Make-up working days (调休上班日), mostly at weekends. */
  readonly workdays: ReadonlySet<LocalDate>;
}

export interface PeriodOptions {
  /** A last day that is no working day moves to the next working day (Civil Code 203; O87 85). Default true; working days never need it. */
  readonly rollOver?: boolean;
}

const R = defineRefusals('calendar', {
  yearMissing: {
    status: 422,
    article: 'CIV-203',
    zh: '工作日历中没有 {year} 年的节假日安排，无法计算期限。',
    en: 'The working-day calendar has no table for {year}; the period cannot be computed.',
    next: {
      zh: '请管理员录入并确认国务院公布的该年节假日安排。',
      en: 'Ask an administrator to enter and confirm the holidays published for that year.',
    },
  },
});

const DAY = 86_400_000;
const OFFSET = 8 * 3_600_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** `YYYY-MM-DD` of a day that exists. */
export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

export const localDate = (instant: Date): LocalDate => new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);

/** `2026-03-10 09:30`, Beijing's clock. */
export const beijingTime = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString().slice(0, 16).replace('T', ' ');

/** 00:00 of the day. Throws RangeError on anything that is not a date of the calendar. */
export function startOfDay(date: LocalDate): Date {
  const start = new Date(`${date}T00:00:00+08:00`);
  if (!SHAPE.test(date) || Number.isNaN(start.getTime()) || localDate(start) !== date) throw new RangeError(`not a date: ${date}`);
  return start;
}

/** 24:00 of the day, which is 00:00 of the next. */
export const endOfDay = (date: LocalDate): Date => new Date(startOfDay(date).getTime() + DAY);

export const addDays = (date: LocalDate, days: number): LocalDate => localDate(new Date(startOfDay(date).getTime() + days * DAY));

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => (startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY;

/** Monday to Friday and no holiday, or a make-up working day. Throws `calendar.year-missing` rather than guess. */
export function isWorkingDay(date: LocalDate, table: YearTable): boolean {
  const weekday = new Date(startOfDay(date).getTime() + OFFSET).getUTCDay();
  const year = Number(date.slice(0, 4));
  if (!table.years.includes(year)) throw new BusinessError([R.yearMissing({ year })]);
  return table.workdays.has(date) || (weekday > 0 && weekday < 6 && !table.holidays.has(date));
}

/** The n-th working day after the date (before it when n is negative); with n = 0 the date itself. */
export function addWorkingDays(date: LocalDate, n: number, table: YearTable): LocalDate {
  const step = Math.sign(n);
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(day, table)) left -= 1;
  }
  return day;
}

/** The date itself if it is a working day, else the next one. */
export function rollForward(date: LocalDate, table: YearTable): LocalDate {
  let day = date;
  while (!isWorkingDay(day, table)) day = addDays(day, 1);
  return day;
}

/** The last day of a period that begins at `from`: for screens and notices. */
export function periodLastDay(from: Date, days: number, unit: DayUnit, table: YearTable, { rollOver = true }: PeriodOptions = {}): LocalDate {
  const first = localDate(from);
  if (unit === 'WD') return addWorkingDays(first, days, table);
  const last = addDays(first, days);
  return rollOver ? rollForward(last, table) : last;
}

/** The instant at which the period ends: 24:00 of its last day. An act is in time while `now < periodEnd(...)`. */
export function periodEnd(from: Date, days: number, unit: DayUnit, table: YearTable, options?: PeriodOptions): Date {
  return endOfDay(periodLastDay(from, days, unit, table, options));
}

/**
 * The first instant at which a deadline may lie when the law grants at least so many days from `from`: all of them must have passed whole.
 * Documents issued on 3 March, 20 days: the 20th day is 23 March, the earliest deadline 24 March 00:00 (TBL 24).
 */
export const earliestDeadline = periodEnd;

/**
 * The last instant (exclusive) of an act that a party must do `days` days before a deadline: 24:00 of the day that lies so many days
 * before the deadline's day (TBR 22). It is read in favour of who acts: the deadline's own day counts. A duty of the tenderer towards
 * bidders (TBR 21) is read the other way round: test `earliestDeadline(publishedAt, 15, 'd', table) <= deadline`.
 */
export const latestBefore = (deadline: Date, days: number): Date => endOfDay(addDays(localDate(deadline), -days));
