/** Public holidays and make-up working days by date, as the package `chinese-days` and files like it have them; the names are not needed. */
export interface YearFile {
  holidays: Readonly<Record<string, unknown>>;
  workdays: Readonly<Record<string, unknown>>;
}

/** Of one year, in order. */
export function daysOf({ holidays, workdays }: YearFile, year: string): { holidays: string[]; workdays: string[] } {
  const of = (days: Readonly<Record<string, unknown>>) =>
    Object.keys(days)
      .filter((date) => date.startsWith(`${year}-`))
      .sort();
  return { holidays: of(holidays), workdays: of(workdays) };
}
