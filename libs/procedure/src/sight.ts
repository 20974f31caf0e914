import type { ArticleId } from '@law';
import type { Letter } from './role';
import { PHASES, type Phase } from './stage';

/** The letters that see a piece of information in each phase; a phase without a cell: nobody, by no act. What is not seen is absent, not masked. */
export interface Sight {
  readonly nr: string;
  readonly article: ArticleId;
  readonly cells: Readonly<Partial<Record<Phase, string>>>;
}

/** One cell for each phase: before the notice, bidding, closed, opened, evaluation, reported, publicity, awarded, archived; `*` everyone. */
export const row = (nr: string, article: ArticleId, ...cells: Cells): Sight => ({ nr, article, cells: Object.fromEntries(PHASES.map((phase, i) => [phase, cells[i]!])) });
type Cells = readonly [string, string, string, string, string, string, string, string, string];

/** Who sees what at each stage (roles.md 4), as data, where everybody is invited. */
export const SIGHT = {
  /** That there is such a lot, its notice and its documents: whoever does not see it finds nothing that belongs to it. */
  lotItself: row('V0', 'TBL-16', 'TA', '*', '*', '*', '*', '*', '*', '*', '*'),
  /** Whom it invites. */
  invitees: row('V1', 'TBL-22', 'TA', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''),
  downloaders: row('V1', 'O20-21', '', '', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''),
  questionAuthor: row('V2', 'O20-21', '', '', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''),
  questionText: row('V3', 'TBR-21', '', '*', '*', '*', '*', '*', '*', '*', '*'),
  openQuestion: row('V3', 'TBR-21', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''),
  bidderNames: row('V6', 'O20-21', '', '', 'TAHS', '*', '*', '*', '*', '*', '*'),
  bidCount: row('V7', 'O20-21', '', '', '*', '*', '*', '*', '*', '*', '*'),
  bidTotals: row('V8', 'O20-32', '', '', '', '*', '*', '*', '*', '*', '*'),
  bidLines: row('V8', 'O20-27', '', '', '', 'MS', 'MS', 'TAS', 'TAS', 'TAS', ''),
  bidBody: row('V9', 'O20-27', '', '', '', 'MS', 'MS', 'TAS', 'TAS', 'TAS', ''),
  ceilingPrice: row('V10', 'TBR-27', 'TA', '*', '*', '*', '*', '*', '*', '*', '*'),
  method: row('V12', 'TBR-49', 'TA', '*', '*', '*', '*', '*', '*', '*', '*'),
  basePrice: row('V12', 'TBR-49', '', '', '', '', 'MS', 'TAS', '*', '*', '*'),
  memberNames: row('V13', 'TBL-37', '', '', '', '', 'MHS', 'TAS', 'TAS', 'TAS', ''),
  committeeShape: row('V15', '1117-14', 'TAS', 'TAS', 'TAS', 'TASMH', 'TASMH', 'TAS', 'TAS', '*', '*'),
  drawHashes: row('V16', 'TBR-46', '', '*', '*', '*', '*', '*', '*', '*', '*'),
  drawOrder: row('V16', 'TBR-46', '', '', '', '', 'S', 'S', 'S', '*', '*'),
  memberScores: row('V18', 'O87-64', '', '', '', '', 'MS', 'TAS', 'TAS', 'TAS', ''),
  handInState: row('V19', 'TBL-38', '', '', '', '', 'MHS', '', '', '', ''),
  ranking: row('V20', 'TBR-54', '', '', '', '', 'MS', 'TAS', '*', '*', '*'),
  rejections: row('V21', '1117-5', '', '', '', '', 'MS', 'TAS', 'TASB', 'TASB', 'TASB'),
  dissent: row('V22', 'TBR-53', '', '', '', '', 'MS', 'TAS', 'TAS', 'TAS', ''),
  openingHall: row('V23', 'O20-32', '', '', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', ''),
  evaluationRoom: row('V23', 'O87-39', '', '', '', '', 'MHS', 'MS', 'MS', 'MS', ''),
  objector: row('V25', 'TBR-54', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'S'),
  auditEntry: row('V31', 'O20-49', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX'),
  auditDetail: row('V31', 'O20-49', 'S', 'S', 'S', 'S', 'S', 'S', 'S', 'S', 'S'),
  sealedSetRoot: row('V36', 'O20-27', '', '', '*', '*', '*', '*', '*', '*', '*'),
  seatPlan: row('V37', 'TBL-37', '', '', '', '', 'MHS', 'S', 'S', 'S', ''),
  report: row('V38', 'TBL-47', '', '', '', '', '', 'TAS', 'TAS', 'TAS', ''),
} as const satisfies Record<string, Sight>;

export type Info = keyof typeof SIGHT;
/** Of one procedure: a row for each piece of information. */
export type SightTable = Readonly<Record<Info, Sight>>;
export const INFOS = Object.keys(SIGHT) as Info[];

/** The letters in a cell of the table. */
export const seers = (table: SightTable, info: Info, phase: Phase): string => table[info].cells[phase] ?? '';

export const seesIn = (table: SightTable, info: Info, phase: Phase, letters: ReadonlySet<Letter>): boolean => {
  const cell = seers(table, info, phase);
  return cell.includes('*') || [...letters].some((letter) => cell.includes(letter));
};
