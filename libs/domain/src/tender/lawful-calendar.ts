import { addDays, isWorkingDay, type Language, localDate, type LocalDate } from '@kernel';
import { citation, type Terms } from '@law';
import { yearTable } from '../calendar';
import { earliestDeadline, earliestDocumentsUntil } from './tender.rules';

/** A step of a tender, its typed moment and the lawful bound. */
export interface LawfulRow {
  step: 'documents' | 'questions' | 'deadline' | 'opening' | 'publicity';
  typed: Date | null;
  earliest: Date | null;
  /** Where the law sets the last moment instead. */
  latest: Date | null;
  /** null: nothing was typed. */
  lawful: boolean | null;
  article: string;
  citation: string;
}

export interface CalendarDay {
  date: LocalDate;
  working: boolean;
}

export interface LawfulCalendar {
  publishAt: Date;
  rows: LawfulRow[];
  days: CalendarDay[];
}

export interface TypedDates {
  documentsUntil?: Date | undefined;
  questionsUntil?: Date | undefined;
  deadline?: Date | undefined;
}

/** What the law says of each step when the notice goes out at `publishAt`: the same bounds by which publishing refuses. */
export function lawfulCalendar(publishAt: Date, typed: TypedDates, terms: Terms, language: Language): LawfulCalendar {
  const deadline = typed.deadline ?? earliestDeadline(publishAt, terms);
  const row = (step: LawfulRow['step'], article: Parameters<typeof citation>[0], at: Date | undefined, earliest: Date | null, latest: Date | null): LawfulRow => ({
    step,
    typed: at ?? null,
    earliest,
    latest,
    lawful: at === undefined ? null : (earliest === null || at >= earliest) && (latest === null || at <= latest),
    article,
    citation: citation(article, language),
  });
  const rows = [
    row('documents', 'TBR-16', typed.documentsUntil, earliestDocumentsUntil(publishAt, terms), null),
    row('questions', 'TBR-22', typed.questionsUntil, null, deadline),
    row('deadline', 'TBL-24', typed.deadline, earliestDeadline(publishAt, terms), null),
    row('opening', 'TBL-34', undefined, deadline, null),
  ];
  return { publishAt, rows, days: daysBetween(localDate(publishAt), localDate(deadline)) };
}

const MOST_DAYS = 200;

/** Every day from the first of the first month to the last of the last; days of years without a table are left out. */
function daysBetween(from: LocalDate, to: LocalDate): CalendarDay[] {
  const table = yearTable();
  const days: CalendarDay[] = [];
  for (let date = `${from.slice(0, 7)}-01`; days.length < MOST_DAYS && (date <= to || date.slice(0, 7) === to.slice(0, 7)); date = addDays(date, 1)) {
    if (table.years.includes(Number(date.slice(0, 4)))) days.push({ date, working: isWorkingDay(date, table) });
  }
  return days;
}
