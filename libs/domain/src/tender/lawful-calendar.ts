import { addDays, isWorkingDay, type Language, localDate, type LocalDate, periodEnd } from '@kernel';
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
  /** The period that the law sets, in days; null where a row follows from another one. */
  days: number | null;
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
  const row = (
    step: LawfulRow['step'],
    article: Parameters<typeof citation>[0],
    at: Date | undefined,
    { earliest = null, latest = null, days = null }: { earliest?: Date | null; latest?: Date | null; days?: number | null },
  ): LawfulRow => ({
    step,
    typed: at ?? null,
    earliest,
    latest,
    lawful: at === undefined ? null : (earliest === null || at >= earliest) && (latest === null || at <= latest),
    article,
    citation: citation(article, language),
    days,
  });
  const rows = [
    row('documents', 'TBR-16', typed.documentsUntil, { earliest: earliestDocumentsUntil(publishAt, terms), days: terms.minDocumentDays }),
    row('questions', 'TBR-22', typed.questionsUntil, { earliest: publishAt, latest: deadline }),
    row('deadline', 'TBL-24', typed.deadline, { earliest: earliestDeadline(publishAt, terms), days: terms.minBidDays }),
    row('opening', 'TBL-34', undefined, { earliest: deadline }),
    ...publicity(deadline, terms).map((earliest) => row('publicity', 'TBR-54', undefined, { earliest, days: terms.publicityDays })),
  ];
  return { publishAt, rows, days: daysBetween(localDate(publishAt), localDate(deadline)) };
}

/** When the publicity can end at the earliest: candidates published on the day of the opening. Nothing where a year has no table of holidays. */
function publicity(deadline: Date, { publicityDays }: Terms): Date[] {
  const table = yearTable();
  const known = [deadline, new Date(deadline.getTime() + 30 * 86_400_000)].every((at) => table.years.includes(Number(localDate(at).slice(0, 4))));
  return known ? [periodEnd(deadline, publicityDays, 'd', table)] : [];
}

const MOST_DAYS = 200;

/** Every day from the first of the first month to the last of the last; days of years without a table are left out. */
function daysBetween(from: LocalDate, to: LocalDate): CalendarDay[] {
  const table = yearTable();
  const days: CalendarDay[] = [];
  let date = `${from.slice(0, 7)}-01`;
  for (let step = 0; step < MOST_DAYS && (date <= to || date.slice(0, 7) === to.slice(0, 7)); step++, date = addDays(date, 1)) {
    if (table.years.includes(Number(date.slice(0, 4)))) days.push({ date, working: isWorkingDay(date, table) });
  }
  return days;
}
