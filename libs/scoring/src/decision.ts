import { BusinessError } from '@kernel';
import { z } from 'zod';
import { byText } from './exact';
import { R } from './methods.refusals';
import { checkBids, correctedFen, type PricedBid, type PriceResult } from './priced-bid';

/** 评定分离, separation of evaluation and award (rulebook 3.8): qualified candidates are handed over without any ranking. */
export const decision = z.strictObject({
  method: z.literal('decision'),
  candidatesMax: z.int().min(1).max(9),
});
export type Decision = z.infer<typeof decision>;

/** The rows stand in the order of the bid ids, which says nothing about price or quality. `bids` are those that the committee recommends. */
export function handOver(params: Decision, bids: readonly PricedBid[]): PriceResult {
  checkBids(bids, correctedFen);
  if (bids.length > params.candidatesMax) throw new BusinessError([R.tooManyCandidates({ n: bids.length, max: params.candidatesMax })]);
  const rows = bids.map((bid) => ({ bidId: bid.bidId, evaluatedPriceFen: correctedFen(bid) }));
  return { bids: rows.sort((a, b) => byText(a.bidId, b.bidId)) };
}
