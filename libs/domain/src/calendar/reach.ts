import { refuseAny } from '@kernel';
import { R } from './calendar.refusals';

/** No step of a procedure is planned further ahead. */
const MOST_YEARS = 3;

/**
 * Refuses typed moments that lie years away: 2926 for 2026 is a slip of the finger, and periods that run so far would have others wait for them.
 *
 * @param typed  by JSON pointer
 */
export function refuseFar(now: Date, typed: Readonly<Record<string, Date | string | null | undefined>>): void {
  const last = new Date(now);
  last.setUTCFullYear(last.getUTCFullYear() + MOST_YEARS);
  const far = Object.entries(typed).filter(([, at]) => at && new Date(at) > last);
  refuseAny(far.map(([pointer, at]) => R.tooFar({ at: new Date(at!).toISOString(), years: MOST_YEARS }, pointer)));
}
