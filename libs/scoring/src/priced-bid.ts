import { BusinessError, type Fen, type Refusal } from '@kernel';
import { fenOf, yuanOf } from './exact';
import { R } from './methods.refusals';

/** A price that the documents add to or take from a bid, for comparing only: the contract keeps the bid's price (O12 32). */
export type Adjustment = { readonly reason: string; readonly fen: Fen } | { readonly reason: string; readonly percent: string; readonly of: 'bid' | 'corrected' };

export interface PricedBid {
  readonly bidId: string;
  /** As announced at the opening. */
  readonly priceFen: Fen;
  /** Number of the receipt: lower is earlier. */
  readonly receiptOrder: number;
  /** Arithmetic correction confirmed by the bidder (O12 19; O87 59). */
  readonly correctionFen?: Fen;
  /** Only `lowest-price` uses them. */
  readonly adjustments?: readonly Adjustment[];
  /** Policy deduction; only `lowest-price-first` uses it. */
  readonly deductionPercent?: string;
}

/** What every method says of a bid. Decimals are strings. */
export interface PriceRow {
  readonly bidId: string;
  readonly evaluatedPriceFen: Fen;
  /** Rank by price alone, where the method ranks by it. */
  readonly rank?: number;
  /** Shares its rank: the tie rule left it undecided. */
  readonly tied?: boolean;
  readonly priceScore?: string;
  /** (evaluated price - base price) / base price in percent, two decimals, for display. */
  readonly deviationPercent?: string;
  /** Left out of the mean (it is scored all the same). */
  readonly dropped?: boolean;
}

export interface PriceResult {
  readonly bids: readonly PriceRow[];
  /** Yuan, as used in the formula, shown with two decimals. */
  readonly basePrice?: string;
  readonly mean?: string;
  /** The coefficients that were used, fixed or drawn. */
  readonly coefficients?: Readonly<Record<string, string>>;
}

export const correctedFen = (bid: PricedBid): Fen => bid.priceFen + (bid.correctionFen ?? 0n);

export function percentOf(fen: Fen, percent: string): Fen {
  return fenOf(yuanOf(fen).times(percent).div(100));
}

/** Refuses an empty list and prices that are not positive; throws RangeError on a bid listed twice. */
export function checkBids(bids: readonly PricedBid[], priceOf: (bid: PricedBid) => Fen): void {
  if (new Set(bids.map((bid) => bid.bidId)).size !== bids.length) throw new RangeError('a bid is listed twice');
  const broken = bids.filter((bid) => priceOf(bid) <= 0n).map((bid): Refusal => R.priceNotPositive({ bid: bid.bidId }));
  if (bids.length === 0) broken.push(R.noBidsToScore());
  const [first, ...rest] = broken;
  if (first) throw new BusinessError([first, ...rest]);
}
