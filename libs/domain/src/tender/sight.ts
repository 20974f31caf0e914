import { type Actor, hasRole } from '@platform/db';
import { sidesOf } from '../intake';
import { PHASES, type Phase } from './tender.machine';

/**
 * Who sees what at each stage (roles.md 4), as data. Letters: T tenderer, A agency, B the bidder concerned, K key trustee, M committee member,
 * H hall operator, S bureau officer, X audit administrator; `*` everyone. One cell for each phase: before the notice, bidding, closed, opened, evaluation,
 * reported, publicity, awarded, archived. An empty cell: nobody, by no act; what is not seen is absent, not masked.
 */
export type Letter = 'T' | 'A' | 'B' | 'K' | 'M' | 'H' | 'S' | 'X' | '*';
type Cells = readonly [string, string, string, string, string, string, string, string, string];

export const SIGHT = {
  downloaders: { nr: 'V1', article: 'O20-21', cells: ['', '', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''] },
  questionAuthor: { nr: 'V2', article: 'O20-21', cells: ['', '', '', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''] },
  questionText: { nr: 'V3', article: 'TBR-21', cells: ['', '*', '*', '*', '*', '*', '*', '*', '*'] },
  openQuestion: { nr: 'V3', article: 'TBR-21', cells: ['', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', ''] },
  bidderNames: { nr: 'V6', article: 'O20-21', cells: ['', '', 'TAHS', '*', '*', '*', '*', '*', '*'] },
  bidCount: { nr: 'V7', article: 'O20-21', cells: ['', '', '*', '*', '*', '*', '*', '*', '*'] },
  bidTotals: { nr: 'V8', article: 'O20-32', cells: ['', '', '', '*', '*', '*', '*', '*', '*'] },
  bidLines: { nr: 'V8', article: 'O20-27', cells: ['', '', '', 'MS', 'MS', 'TAS', 'TAS', 'TAS', ''] },
  bidBody: { nr: 'V9', article: 'O20-27', cells: ['', '', '', 'MS', 'MS', 'TAS', 'TAS', 'TAS', ''] },
  ceilingPrice: { nr: 'V10', article: 'TBR-27', cells: ['TA', '*', '*', '*', '*', '*', '*', '*', '*'] },
  method: { nr: 'V12', article: 'TBR-49', cells: ['TA', '*', '*', '*', '*', '*', '*', '*', '*'] },
  basePrice: { nr: 'V12', article: 'TBR-49', cells: ['', '', '', '', 'MS', 'TAS', '*', '*', '*'] },
  memberNames: { nr: 'V13', article: 'TBL-37', cells: ['', '', '', '', 'MHS', 'TAS', 'TAS', 'TAS', ''] },
  committeeShape: { nr: 'V15', article: '1117-14', cells: ['TAS', 'TAS', 'TAS', 'TASMH', 'TASMH', 'TAS', 'TAS', '*', '*'] },
  drawHashes: { nr: 'V16', article: 'TBR-46', cells: ['', '*', '*', '*', '*', '*', '*', '*', '*'] },
  drawOrder: { nr: 'V16', article: 'TBR-46', cells: ['', '', '', '', 'S', 'S', 'S', '*', '*'] },
  memberScores: { nr: 'V18', article: 'O87-64', cells: ['', '', '', '', 'MS', 'TAS', 'TAS', 'TAS', ''] },
  handInState: { nr: 'V19', article: 'TBL-38', cells: ['', '', '', '', 'MHS', '', '', '', ''] },
  ranking: { nr: 'V20', article: 'TBR-54', cells: ['', '', '', '', 'MS', 'TAS', '*', '*', '*'] },
  rejections: { nr: 'V21', article: '1117-5', cells: ['', '', '', '', 'MS', 'TAS', 'TASB', 'TASB', 'TASB'] },
  dissent: { nr: 'V22', article: 'TBR-53', cells: ['', '', '', '', 'MS', 'TAS', 'TAS', 'TAS', ''] },
  openingHall: { nr: 'V23', article: 'O20-32', cells: ['', '', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', 'TABKHS', ''] },
  evaluationRoom: { nr: 'V23', article: 'O87-39', cells: ['', '', '', '', 'MHS', 'MS', 'MS', 'MS', ''] },
  objector: { nr: 'V25', article: 'TBR-54', cells: ['', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'TAS', 'S'] },
  auditEntry: { nr: 'V31', article: 'O20-49', cells: ['SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX', 'SX'] },
  auditDetail: { nr: 'V31', article: 'O20-49', cells: ['S', 'S', 'S', 'S', 'S', 'S', 'S', 'S', 'S'] },
  sealedSetRoot: { nr: 'V36', article: 'O20-27', cells: ['', '', '*', '*', '*', '*', '*', '*', '*'] },
  seatPlan: { nr: 'V37', article: 'TBL-37', cells: ['', '', '', '', 'MHS', 'S', 'S', 'S', ''] },
  report: { nr: 'V38', article: 'TBL-47', cells: ['', '', '', '', '', 'TAS', 'TAS', 'TAS', ''] },
} as const satisfies Record<string, { nr: string; article: string; cells: Cells }>;

export type Info = keyof typeof SIGHT;
export const INFOS = Object.keys(SIGHT) as Info[];

export const sees = (info: Info, phase: Phase, letters: ReadonlySet<Letter>): boolean => {
  const cell: string = SIGHT[info].cells[PHASES.indexOf(phase)]!;
  return cell.includes('*') || [...letters].some((letter) => cell.includes(letter));
};

/** Letters of those who are no party to it: the centre's people, the bureau, the auditors. */
export const watcherLetters = (actor: Actor, projectId: string): Set<Letter> => lettersOf(actor, { tendererId: '', agencyId: null, projectId });

/** Which letters an actor has on a tender. B, K and M are known to the modules that own bids, openings and committees; they add them. */
export function lettersOf(actor: Actor, tender: { tendererId: string; agencyId: string | null; projectId: string }): Set<Letter> {
  const letters = new Set<Letter>(['*', ...sidesOf(actor, tender)]);
  if (hasRole(actor, 'hall-operator', tender.projectId)) letters.add('H');
  if (hasRole(actor, 'bureau-officer', tender.projectId)) letters.add('S');
  if (hasRole(actor, 'audit-admin', tender.projectId)) letters.add('X');
  return letters;
}
