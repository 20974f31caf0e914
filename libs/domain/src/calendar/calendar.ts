import type { LocalDate, YearTable } from '@kernel';
import years from './years.json';

type Year = { readonly holidays: readonly string[]; readonly workdays: readonly string[] };

let shipped: YearTable | undefined;

/** The years that ship with the project (SOURCES.md); read once, never changed. */
export function yearTable(): YearTable {
  shipped ??= tableOf(years);
  return shipped;
}

/** Makes a table from `{ "2026": { holidays: ["01-01"], workdays: ["02-14"] } }`. */
export function tableOf(data: Readonly<Record<string, Year>>): YearTable {
  const entries = Object.entries(data);
  const dates = (kind: keyof Year) => new Set(entries.flatMap(([year, of]) => of[kind].map((day): LocalDate => `${year}-${day}`)));
  return { years: entries.map(([year]) => Number(year)), holidays: dates('holidays'), workdays: dates('workdays') };
}
