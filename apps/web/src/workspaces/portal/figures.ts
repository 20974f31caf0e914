/** Answers of `/api/statistics` and `/api/news`. Counts, amounts and shares are decimal strings: no float carries a figure. */
export interface Totals {
  entered: string;
  completed: string;
  failed: string;
  remote: string;
  turnoverFen: string;
  savingsFen: string;
  savingsRate: string | null;
  remoteShare: string | null;
}
export interface Figures {
  formula: string;
  total: Totals;
  cells: (Totals & { month: string; region: string; category: string })[];
}
export interface NewsRow {
  id: string;
  title: string;
  publishedAt: string;
  source: string | null;
}
