import type { Fen } from '@kernel';
import { combineScores, type Drawn, rankTotals, scoreFaults, type ScoringItem, scorePrices } from '@scoring';
import { type EvaluationPlan, scores } from '../tender';
import type { Sheet } from './sheet';

export interface BidForSummary {
  bidId: string;
  bidder: string;
  priceFen: Fen;
  /** Order of arrival; decides ties where the method says so. */
  receiptOrder: number;
}

export interface HandedIn {
  seat: string;
  sheet: Sheet;
}

export interface SummaryRow {
  bidId: string;
  bidder: string;
  priceFen: string;
  evaluatedPriceFen: string;
  priceScore?: string;
  itemScore?: string;
  items?: { itemId: string; score: string }[];
  total?: string;
  /** Absent where the method hands over without ranking. */
  rank?: number;
  tied?: boolean;
  candidate: boolean;
  remarks: { seat: string; strengths: string; risks: string }[];
}

/** The whole result, with everything needed to compute it again. */
export interface Summary {
  method: EvaluationPlan['method'];
  basePrice?: string;
  coefficients?: Record<string, string>;
  rows: SummaryRow[];
}

export interface SummaryInput {
  plan: EvaluationPlan;
  bids: readonly BidForSummary[];
  sheets: readonly HandedIn[];
  ceilingFen: Fen | null;
  drawn: Drawn;
  candidateLimit: number;
}

const itemsOf = (plan: EvaluationPlan): ScoringItem[] => plan.items.map(({ id, min, max, objective }) => ({ itemId: id, min, max, objective }));

const scoresOf = (sheets: readonly HandedIn[], bidId: string) =>
  sheets.flatMap(({ seat, sheet }) => sheet.scores.filter((one) => one.bidId === bidId).map(({ itemId, score }) => ({ expertId: seat, itemId, score })));

/** Objective items on which members differ (O87 64): they are counted, so they have to be the same. */
export function objectiveConflicts({ plan, bids, sheets }: Pick<SummaryInput, 'plan' | 'bids' | 'sheets'>): { bidId: string; itemId: string }[] {
  if (!scores(plan.method.method)) return [];
  return bids.flatMap(({ bidId }) =>
    plan.items
      .filter((item) => item.objective)
      .flatMap((item) => {
        const faults = scoreFaults(
          itemsOf({ ...plan, items: [item] }),
          scoresOf(sheets, bidId).filter((one) => one.itemId === item.id),
        );
        return faults.length > 0 ? [{ bidId, itemId: item.id }] : [];
      }),
  );
}

/** Pure: the same bids, sheets and plan give the same digits everywhere; an offline verifier repeats it (TBR 49). */
export function summarise(input: SummaryInput): Summary {
  const { plan, bids, sheets, ceilingFen, drawn } = input;
  const separated = plan.method.method === 'decision';
  const offered = separated ? recommended(input) : bids;
  const prices = scorePrices(plan.method, { bids: offered, ...(ceilingFen === null ? {} : { ceilingFen }), drawn });
  const priceOf = new Map(prices.bids.map((row) => [row.bidId, row]));
  const points = new Map(bids.map((bid) => [bid.bidId, scores(plan.method.method) ? combineScores(plan.scoring!, itemsOf(plan), scoresOf(sheets, bid.bidId)) : undefined]));
  const ranks = ranksOf(input, priceOf, points);
  const rows = bids.map((bid): SummaryRow => {
    const price = priceOf.get(bid.bidId);
    const combined = points.get(bid.bidId);
    const rank = ranks.get(bid.bidId);
    return {
      bidId: bid.bidId,
      bidder: bid.bidder,
      priceFen: bid.priceFen.toString(),
      evaluatedPriceFen: (price?.evaluatedPriceFen ?? bid.priceFen).toString(),
      ...(price?.priceScore === undefined ? {} : { priceScore: price.priceScore }),
      ...(combined ? { itemScore: combined.total, items: [...combined.items] } : {}),
      ...rank,
      candidate: separated ? price !== undefined : (rank?.rank ?? Infinity) <= input.candidateLimit,
      remarks: sheets.flatMap(({ seat, sheet }) => sheet.remarks.filter((one) => one.bidId === bid.bidId).map(({ strengths, risks }) => ({ seat, strengths, risks }))),
    };
  });
  const byRank = (a: SummaryRow, b: SummaryRow) => (a.rank ?? 0) - (b.rank ?? 0) || (a.bidId < b.bidId ? -1 : 1);
  return { method: plan.method, ...(prices.basePrice ? { basePrice: prices.basePrice } : {}), ...(prices.coefficients ? { coefficients: { ...prices.coefficients } } : {}), rows: rows.sort(byRank) };
}

type PriceRows = Map<string, ReturnType<typeof scorePrices>['bids'][number]>;
type Points = Map<string, ReturnType<typeof combineScores> | undefined>;

function ranksOf({ plan, bids }: SummaryInput, priceOf: PriceRows, points: Points): Map<string, { rank: number; tied: boolean; total?: string }> {
  const { method } = plan;
  if (method.method === 'decision') return new Map();
  if (method.method === 'lowest-price') return new Map(bids.map(({ bidId }) => [bidId, { rank: priceOf.get(bidId)!.rank!, tied: priceOf.get(bidId)!.tied ?? false }]));
  const contenders = bids.map(({ bidId, receiptOrder }) => {
    const { priceScore, evaluatedPriceFen } = priceOf.get(bidId)!;
    const itemScore = points.get(bidId)!.total;
    return { bidId, receiptOrder, technicalScore: itemScore, priceScore: priceScore!, itemScore, evaluatedPriceFen };
  });
  return new Map(rankTotals(contenders, { tieRule: method.tieRule, decimals: method.decimals }).map(({ bidId, rank, tied, total }) => [bidId, { rank, tied, total }]));
}

/** Separation of evaluation and award: those whom a majority recommends, at most as many as the documents say. */
function recommended({ bids, sheets, candidateLimit }: SummaryInput): readonly BidForSummary[] {
  const votes = (bidId: string) => sheets.filter(({ sheet }) => sheet.remarks.some((one) => one.bidId === bidId && one.recommend)).length;
  const chosen = bids.filter(({ bidId }) => votes(bidId) * 2 > sheets.length);
  return [...chosen].sort((a, b) => votes(b.bidId) - votes(a.bidId) || Number(a.priceFen - b.priceFen)).slice(0, candidateLimit);
}
