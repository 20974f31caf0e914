import type { Fen } from '@kernel';
import { type Ballot, combineScores, type Drawn, orderByBallots, rankTotals, scoreFaults, type ScoringItem, scorePrices } from '@scoring';
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
  /** Equals at the limit, as the members ordered them. */
  votes?: TieVote[];
  rows: SummaryRow[];
}

export interface TieVote {
  order: string[];
  ballots: Ballot[];
}

export interface SummaryInput {
  plan: EvaluationPlan;
  bids: readonly BidForSummary[];
  sheets: readonly HandedIn[];
  ceilingFen: Fen | null;
  drawn: Drawn;
  candidateLimit: number;
  votes?: readonly TieVote[];
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
  const votes = input.votes?.length ? { votes: [...input.votes] } : {};
  return {
    method: plan.method,
    ...votes,
    ...(prices.basePrice ? { basePrice: prices.basePrice } : {}),
    ...(prices.coefficients ? { coefficients: { ...prices.coefficients } } : {}),
    rows: rows.sort(byRank),
  };
}

type PriceRows = Map<string, ReturnType<typeof scorePrices>['bids'][number]>;
type Points = Map<string, ReturnType<typeof combineScores> | undefined>;
type Rank = { rank: number; tied: boolean; total?: string };

function ranksOf(input: SummaryInput, priceOf: PriceRows, points: Points): Map<string, Rank> {
  const ranks = ranksByRule(input, priceOf, points);
  for (const { order } of input.votes ?? []) {
    const first = ranks.get(order[0]!);
    if (first) order.forEach((bidId, place) => ranks.set(bidId, { ...ranks.get(bidId)!, rank: first.rank + place, tied: false }));
  }
  return ranks;
}

function ranksByRule({ plan, bids }: SummaryInput, priceOf: PriceRows, points: Points): Map<string, Rank> {
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

/** Separation of evaluation and award: those whom a majority recommends, most votes first, then the lower price; equals as they were voted. */
function recommended({ bids, sheets, candidateLimit, votes = [] }: SummaryInput): readonly BidForSummary[] {
  return inOrderOfVotes(bids, sheets, votes).slice(0, candidateLimit);
}

const votesFor = (sheets: readonly HandedIn[], bidId: string) => sheets.filter(({ sheet }) => sheet.remarks.some((one) => one.bidId === bidId && one.recommend)).length;

function inOrderOfVotes(bids: readonly BidForSummary[], sheets: readonly HandedIn[], votes: readonly TieVote[]): BidForSummary[] {
  const placeOf = (bidId: string) => votes.find(({ order }) => order.includes(bidId))?.order.indexOf(bidId) ?? 0;
  return bids
    .filter(({ bidId }) => votesFor(sheets, bidId) * 2 > sheets.length)
    .sort((a, b) => votesFor(sheets, b.bidId) - votesFor(sheets, a.bidId) || Number(a.priceFen - b.priceFen) || placeOf(a.bidId) - placeOf(b.bidId));
}

/**
 * Groups of equals whose order the tender documents leave open and which decide who is a candidate or stands before whom. The members put them in an order by a
 * recorded vote: never a hidden order, and never more candidates than the limit (TBR 53).
 */
export function openTies(input: SummaryInput): string[][] {
  const { plan, bids, sheets, candidateLimit } = input;
  if (plan.method.method === 'decision') return tiesAtTheCut(inOrderOfVotes(bids, sheets, []), sheets, candidateLimit);
  const tied = summarise(input).rows.filter((row) => row.tied && row.rank! <= candidateLimit);
  return [...new Set(tied.map(({ rank }) => rank))].map((rank) => tied.filter((row) => row.rank === rank).map(({ bidId }) => bidId)); // rows of one rank stand by their ids
}

function tiesAtTheCut(chosen: readonly BidForSummary[], sheets: readonly HandedIn[], limit: number): string[][] {
  const [last, next] = [chosen[limit - 1], chosen[limit]];
  const same = (a: BidForSummary, b: BidForSummary) => a.priceFen === b.priceFen && votesFor(sheets, a.bidId) === votesFor(sheets, b.bidId);
  if (!last || !next || !same(last, next)) return [];
  return [
    chosen
      .filter((one) => same(one, last))
      .map(({ bidId }) => bidId)
      .sort(),
  ];
}

export const tieVotes = (ties: readonly (readonly string[])[], ballots: readonly Ballot[], leader: string): TieVote[] =>
  ties.map((group) => ({ order: orderByBallots(group, ballots, leader), ballots: ballots.map(({ seat, order }) => ({ seat, order: order.filter((bidId) => group.includes(bidId)) })) }));
