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

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for a text that is no such file. */
export function readYearFile(text: string): YearFile | undefined {
  try {
    const { holidays, workdays } = JSON.parse(text) as Record<string, unknown>;
    return isTable(holidays) && isTable(workdays) ? { holidays, workdays } : undefined;
  } catch {
    return undefined;
  }
}
