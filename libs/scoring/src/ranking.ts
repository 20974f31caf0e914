import type { Fen } from '@kernel';
import { byText, decimal, text } from './exact';
import type { TieRule } from './parameters';

export interface Ranked {
  readonly bidId: string;
  readonly rank: number;
  /** Shares its rank with another: the tie rule left it undecided. */
  readonly tied: boolean;
}

interface Contender {
  readonly bidId: string;
  readonly receiptOrder: number;
  readonly technicalScore?: string;
}

type Compare<T> = (a: T, b: T) => number;

const TIES: Record<TieRule, Compare<Contender>> = {
  'earlier-receipt': (a, b) => a.receiptOrder - b.receiptOrder,
  'higher-technical-score': (a, b) => decimal(b.technicalScore ?? '0').comparedTo(decimal(a.technicalScore ?? '0')),
  undecided: () => 0,
};

/** Ranks by `compare`, then by the tie rule. Equals share a rank and the next rank is left out (1, 2, 2, 4). */
export function rankBy<T extends Contender>(rows: readonly T[], compare: Compare<T>, tieRule: TieRule): Ranked[] {
  const full: Compare<T> = (a, b) => compare(a, b) || TIES[tieRule](a, b);
  const sorted = [...rows].sort((a, b) => full(a, b) || byText(a.bidId, b.bidId));
  let rank = 0;
  return sorted.map((row, i) => {
    const before = sorted[i - 1];
    const after = sorted[i + 1];
    const sharesBefore = before !== undefined && full(before, row) === 0;
    if (!sharesBefore) rank = i + 1;
    return { bidId: row.bidId, rank, tied: sharesBefore || (after !== undefined && full(row, after) === 0) };
  });
}

export interface ScoredBid extends Contender {
  readonly priceScore: string;
  /** All other points, already combined. */
  readonly itemScore: string;
  readonly evaluatedPriceFen: Fen;
}

export interface Total extends Ranked {
  readonly total: string;
}

/**
 * Total score falling, then evaluated price rising, then the tie rule (O87 57; O12 35). Totals are sums of the published, rounded parts,
 * so that anybody can add them up.
 */
export function rankTotals(rows: readonly ScoredBid[], { tieRule, decimals }: { tieRule: TieRule; decimals: number }): Total[] {
  const totals = new Map(rows.map((row) => [row.bidId, text(decimal(row.priceScore).plus(row.itemScore), decimals)]));
  const total = (bidId: string) => totals.get(bidId)!;
  const compare: Compare<ScoredBid> = (a, b) =>
    decimal(total(b.bidId)).comparedTo(decimal(total(a.bidId))) || Number(a.evaluatedPriceFen > b.evaluatedPriceFen) - Number(a.evaluatedPriceFen < b.evaluatedPriceFen);
  return rankBy(rows, compare, tieRule).map((row) => ({ ...row, total: total(row.bidId) }));
}
