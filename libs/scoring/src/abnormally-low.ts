import type { Fen } from '@kernel';
import { z } from 'zod';
import { type Decimal, decimal, mean } from './exact';
import { percentText } from './parameters';

/**
 * 异常低价, abnormally low prices (O12 21; O87 60; rulebook 3.6). A flag, never a verdict: the committee asks for a written explanation
 * and judges. A bid is flagged when its price is below `percent` of what it is compared with (or equal to it, when `inclusive`).
 */
export const lowPriceTest = z.strictObject({
  against: z.enum(['mean-of-all', 'mean-of-others', 'second-lowest', 'next-higher', 'ceiling']),
  percent: percentText,
  inclusive: z.boolean(),
});
export type LowPriceTest = z.infer<typeof lowPriceTest>;
type Against = LowPriceTest['against'];

/** Any of the triggers of government procurement (rulebook 3.6). */
export const PROCUREMENT_TRIGGERS: readonly LowPriceTest[] = [
  { against: 'mean-of-all', percent: '50', inclusive: false },
  { against: 'second-lowest', percent: '50', inclusive: false },
  { against: 'ceiling', percent: '45', inclusive: false },
];

/** Prozorro: 40 % or more below the mean of the others, or 30 % or more below the next price. */
export const PROZORRO_TRIGGERS: readonly LowPriceTest[] = [
  { against: 'mean-of-others', percent: '60', inclusive: true },
  { against: 'next-higher', percent: '70', inclusive: true },
];

export interface LowPriceFlag {
  readonly bidId: string;
  readonly against: Against;
  /** The limit in yuan, two decimals, rounded only for display. */
  readonly limit: string;
}

interface Prices {
  readonly all: readonly Fen[];
  readonly own: Fen;
  readonly ceilingFen: Fen | undefined;
}

/** What a price is compared with, in fen; undefined where there is nothing to compare with. */
const MEASURES: Record<Against, (prices: Prices) => Decimal | undefined> = {
  'mean-of-all': ({ all }) => mean(all.map(decimal)),
  'mean-of-others': ({ all, own }) => (all.length > 1 ? decimal(all.reduce((total, price) => total + price, 0n) - own).div(all.length - 1) : undefined),
  'second-lowest': ({ all }) => (all.length > 1 ? decimal(all[1]!) : undefined),
  'next-higher': ({ all, own }) => {
    const next = all[all.indexOf(own) + 1];
    return next === undefined ? undefined : decimal(next);
  },
  ceiling: ({ ceilingFen }) => (ceilingFen === undefined ? undefined : decimal(ceilingFen)),
};

function flagOf(test: LowPriceTest, prices: Prices, bidId: string): LowPriceFlag | undefined {
  const limit = MEASURES[test.against](prices)?.times(test.percent).div(100);
  if (!limit) return undefined;
  const own = decimal(prices.own);
  const low = test.inclusive ? own.lte(limit) : own.lt(limit);
  return low ? { bidId, against: test.against, limit: limit.div(100).toFixed(2) } : undefined;
}

/** All flags of all bids. `bids` are those that passed the preliminary review. */
export function abnormallyLow(tests: readonly LowPriceTest[], bids: readonly { readonly bidId: string; readonly priceFen: Fen }[], ceilingFen?: Fen): LowPriceFlag[] {
  const all = bids.map((bid) => bid.priceFen).sort((a, b) => Number(a > b) - Number(a < b));
  return bids.flatMap(({ bidId, priceFen }) => tests.map((test) => flagOf(test, { all, own: priceFen, ceilingFen }, bidId)).filter((flag) => flag !== undefined));
}
