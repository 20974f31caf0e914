import type { LocalDate, YearTable } from '@kernel';
import shipped from './years.json';

/** Of one year: public holidays and make-up working days (调休上班日), as `MM-DD`. */
export interface YearDays {
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}
export type Years = Readonly<Record<string, YearDays>>;

let table: YearTable | undefined;

/** The years that ship with the project (SOURCES.md), and those that two persons have imported since. */
export function yearTable(): YearTable {
  return (table ??= tableOf(shipped));
}

/** What was imported stands before what ships: a notice may be changed by a later one, as that of 2020 was. */
export function learnYears(imported: Years): void {
  table = tableOf({ ...shipped, ...imported });
}

export const shippedYears = (): number[] => Object.keys(shipped).map(Number);

/** Makes a table from `{ "2026": { holidays: ["01-01"], workdays: ["02-14"] } }`. */
export function tableOf(data: Years): YearTable {
  const entries = Object.entries(data);
  const dates = (kind: keyof YearDays) => new Set(entries.flatMap(([year, of]) => of[kind].map((day): LocalDate => `${year}-${day}`)));
  return { years: entries.map(([year]) => Number(year)), holidays: dates('holidays'), workdays: dates('workdays') };
}
