import type { Fen } from '@kernel';
import { z } from 'zod';
import { tieRule } from './parameters';
import { type Adjustment, checkBids, correctedFen, percentOf, type PricedBid, type PriceResult } from './priced-bid';
import { rankBy } from './ranking';

/** 经评审的最低投标价法, lowest evaluated price (O12 30-33): technical part pass or fail, rank by evaluated price. */
export const lowestPrice = z.strictObject({
  method: z.literal('lowest-price'),
  tieRule: tieRule.exclude(['higher-technical-score']).default('earlier-receipt'),
});
export type LowestPrice = z.infer<typeof lowestPrice>;

function adjustmentFen(bid: PricedBid, adjustment: Adjustment): Fen {
  if ('fen' in adjustment) return adjustment.fen;
  return percentOf(adjustment.of === 'bid' ? bid.priceFen : correctedFen(bid), adjustment.percent);
}

/** Corrected bid plus documented adjustments. It ranks; the contract keeps the corrected bid price. */
const evaluatedFen = (bid: PricedBid): Fen => (bid.adjustments ?? []).reduce((total, one) => total + adjustmentFen(bid, one), correctedFen(bid));

export function scoreLowestPrice(params: LowestPrice, bids: readonly PricedBid[]): PriceResult {
  checkBids(bids, evaluatedFen);
  const rows = bids.map((bid) => ({ ...bid, evaluatedPriceFen: evaluatedFen(bid) }));
  const compare = (a: { evaluatedPriceFen: Fen }, b: { evaluatedPriceFen: Fen }) => Number(a.evaluatedPriceFen > b.evaluatedPriceFen) - Number(a.evaluatedPriceFen < b.evaluatedPriceFen);
  const ranks = new Map(rankBy(rows, compare, params.tieRule).map((row) => [row.bidId, row]));
  return {
    bids: rows.map(({ bidId, evaluatedPriceFen }) => {
      const { rank, tied } = ranks.get(bidId)!;
      return { bidId, evaluatedPriceFen, rank, tied };
    }),
  };
}
