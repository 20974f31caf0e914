import { localDate } from '@kernel';
import { yearTable } from './calendar';

/** From this month on the next year is asked for: its notice comes in autumn, and periods of law run into it from December on. */
const FROM_MONTH = 9;

export interface DueYear {
  year: number;
  /** The running year itself is missing: nothing with working days can be counted. */
  urgent: boolean;
}

/** The year that has to be imported by now, if any. */
export function dueYear(now: Date): DueYear | undefined {
  const [year, month] = localDate(now).split('-').map(Number) as [number, number];
  const { years } = yearTable();
  if (!years.includes(year)) return { year, urgent: true };
  return month >= FROM_MONTH && !years.includes(year + 1) ? { year: year + 1, urgent: month === 12 } : undefined;
}
