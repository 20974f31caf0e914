import { BusinessError, type Fen } from '@kernel';
import { z } from 'zod';
import { ascending, byText, type Decimal, decimal, mean, round, text, yuanOf } from './exact';
import { R } from './methods.refusals';
import { type Coefficient, coefficient, decimals, decimalText, dropped, dropTable, rounding, tieRule } from './parameters';
import { checkBids, correctedFen, type PricedBid, type PriceResult } from './priced-bid';

/** The base price B from the mean M of the bids that were not dropped. */
const base = z.discriminatedUnion('kind', [
  /** B = M x K */
  z.strictObject({ kind: z.literal('mean'), factor: coefficient }),
  /** B = M x (1 - Δ), Δ in percent */
  z.strictObject({ kind: z.literal('reduced-mean'), reduction: coefficient }),
  /** B = a x M + (1 - a) x ceiling x (1 - Δ) */
  z.strictObject({ kind: z.literal('blend'), meanWeight: coefficient, ceilingReduction: coefficient }),
]);

/** Marks lost for each unit of deviation (one percent, or the whole base price where `deviationIn` is ratio), at most `cap`. */
const slope = z.strictObject({ marks: decimalText, cap: decimalText.optional() });

/** 综合评估法 with a base price (O12 34-37): the formula that tender documents set, rulebook 3.2. */
export const basePrice = z
  .strictObject({
    method: z.literal('base-price'),
    drop: dropTable,
    base,
    fullMarks: decimalText,
    deviationIn: z.enum(['percent', 'ratio']),
    above: slope,
    below: slope,
    /** A part of a percent: in proportion, counted as a whole percent, or not counted. */
    partPercent: z.enum(['linear', 'count-as-whole', 'ignore']).default('linear'),
    /** The least score; null: none. */
    floor: decimalText.nullable(),
    decimals,
    rounding,
    /** Decimals at other points than the score, where the documents round there: mean and base price in yuan. */
    roundAt: z.strictObject({ mean: decimals.optional(), basePrice: decimals.optional(), deviation: decimals.optional() }).default({}),
    tieRule: tieRule.default('earlier-receipt'),
  })
  .refine((params) => params.deviationIn === 'percent' || params.partPercent === 'linear', 'parts of a percent need deviationIn percent');

export type BasePrice = z.infer<typeof basePrice>;

/** Values drawn at the opening, by the name of the coefficient. */
export type Drawn = Readonly<Partial<Record<'factor' | 'reduction' | 'meanWeight' | 'ceilingReduction', string>>>;

export interface BasePriceInput {
  readonly bids: readonly PricedBid[];
  readonly ceilingFen?: Fen;
  readonly drawn?: Drawn;
}

function valueOf(name: keyof Drawn, of: Coefficient, drawn: Drawn): string {
  if (of.kind === 'fixed') return of.value;
  const value = drawn[name];
  if (value === undefined) throw new BusinessError([R.coefficientMissing({ name })]);
  if (!of.values.includes(value)) throw new BusinessError([R.coefficientNotListed({ name, value })]);
  return value;
}

/** The coefficients that the base price needs, by name. */
function coefficientsOf({ base: of }: BasePrice, drawn: Drawn): Record<string, string> {
  const named = Object.entries(of).filter((entry): entry is [keyof Drawn, Coefficient] => typeof entry[1] === 'object');
  return Object.fromEntries(named.map(([name, one]) => [name, valueOf(name, one, drawn)]));
}

/** The ids that do not enter the mean. Equal prices: which of them is named makes no difference to the mean. */
function droppedIds(params: BasePrice, bids: readonly PricedBid[]): Set<string> {
  const { high, low } = dropped(params.drop, bids.length);
  const sorted = [...bids].sort((a, b) => ascending(decimal(correctedFen(a)), decimal(correctedFen(b))) || byText(a.bidId, b.bidId));
  return new Set([...sorted.slice(0, low), ...sorted.slice(sorted.length - high)].map((bid) => bid.bidId));
}

const lessPercent = (value: Decimal, percent: string): Decimal => value.times(decimal(100).minus(percent)).div(100);

function baseOf(params: BasePrice, average: Decimal, values: Record<string, string>, ceilingFen: Fen | undefined): Decimal {
  if (params.base.kind === 'mean') return average.times(values['factor']!);
  if (params.base.kind === 'reduced-mean') return lessPercent(average, values['reduction']!);
  if (ceilingFen === undefined) throw new BusinessError([R.ceilingMissing()]);
  const a = decimal(values['meanWeight']!);
  return a.times(average).plus(
    decimal(1)
      .minus(a)
      .times(lessPercent(yuanOf(ceilingFen), values['ceilingReduction']!)),
  );
}

const PARTS: Record<BasePrice['partPercent'], (deviation: Decimal) => Decimal> = {
  linear: (deviation) => deviation,
  'count-as-whole': (deviation) => deviation.ceil(),
  ignore: (deviation) => deviation.floor(),
};

/** Full marks at the base price, less with every unit above or below it. */
function scoreOf(params: BasePrice, price: Decimal, target: Decimal): Decimal {
  const unit = params.deviationIn === 'percent' ? 100 : 1;
  const deviation = round(price.minus(target).times(unit).div(target), params.roundAt.deviation);
  const { marks, cap } = deviation.isNegative() ? params.below : params.above;
  const lost = PARTS[params.partPercent](deviation.abs()).times(marks);
  const score = decimal(params.fullMarks).minus(cap !== undefined && lost.gt(cap) ? cap : lost);
  return params.floor !== null && score.lt(params.floor) ? decimal(params.floor) : score;
}

/** Dropped bids are scored like the others; the base price is that of the bids handed in here and is not computed again later. */
export function scoreBasePrice(params: BasePrice, { bids, ceilingFen, drawn = {} }: BasePriceInput): PriceResult {
  checkBids(bids, correctedFen);
  const coefficients = coefficientsOf(params, drawn);
  const out = droppedIds(params, bids);
  const kept = bids.filter((bid) => !out.has(bid.bidId)).map((bid) => yuanOf(correctedFen(bid)));
  const average = round(mean(kept), params.roundAt.mean);
  const target = round(baseOf(params, average, coefficients, ceilingFen), params.roundAt.basePrice);
  return {
    basePrice: text(target, 2),
    mean: text(average, 2),
    coefficients,
    bids: bids.map((bid) => {
      const price = yuanOf(correctedFen(bid));
      return {
        bidId: bid.bidId,
        evaluatedPriceFen: correctedFen(bid),
        priceScore: text(scoreOf(params, price, target), params.decimals),
        deviationPercent: text(price.minus(target).times(100).div(target), 2),
        dropped: out.has(bid.bidId),
      };
    }),
  };
}
