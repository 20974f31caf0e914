import { z } from 'zod';
import { type Decimal, decimal, fenOf, least, text, yuanOf } from './exact';
import { decimals, percentText, rounding, tieRule } from './parameters';
import { checkBids, correctedFen, type PricedBid, type PriceResult } from './priced-bid';

/** 综合评分法 with 低价优先 (O87 55): lowest price / price x weight. No bid is ever dropped from the comparison. */
export const lowestPriceFirst = z.strictObject({
  method: z.literal('lowest-price-first'),
  /** Goods at least 30, services at least 10 (O87 55): checked where the documents are published. */
  weightPercent: percentText,
  decimals,
  rounding,
  tieRule: tieRule.default('earlier-receipt'),
});
export type LowestPriceFirst = z.infer<typeof lowestPriceFirst>;

/** Policy deductions come off first, for the base and for the bid alike; the contract keeps the bid's price. */
const evaluated = (bid: PricedBid): Decimal =>
  yuanOf(correctedFen(bid))
    .times(decimal(100).minus(bid.deductionPercent ?? '0'))
    .div(100);

export function scoreLowestPriceFirst(params: LowestPriceFirst, bids: readonly PricedBid[]): PriceResult {
  checkBids(bids, (bid) => fenOf(evaluated(bid)));
  const base = least(bids.map(evaluated));
  return {
    basePrice: text(base, 2),
    bids: bids.map((bid) => {
      const score = base.times(params.weightPercent).div(evaluated(bid));
      return { bidId: bid.bidId, evaluatedPriceFen: fenOf(evaluated(bid)), priceScore: text(score, params.decimals) };
    }),
  };
}
