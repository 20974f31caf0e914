import { basePrice, type BasePrice, type PricedBid } from '.';

/** Clauses and bids that the specs share. */

export const bidsOf = (yuan: readonly string[]): PricedBid[] => yuan.map((price, i) => ({ bidId: `b${String(i).padStart(2, '0')}`, priceFen: fen(price), receiptOrder: i + 1 }));

export function fen(yuan: string): bigint {
  const [whole, part = ''] = yuan.split('.');
  return BigInt(whole + part.padEnd(2, '0'));
}

const COMMON = { method: 'base-price', decimals: 2, rounding: 'half-up' } as const;
const ONE = { kind: 'fixed', value: '1' } as const;

/** Up to 5 bids none, 6 one high, from 7 one high and one low. */
export const COMMON_DROPS = [
  { from: 6, high: 1, low: 0 },
  { from: 7, high: 1, low: 1 },
];

export const CLAUSES: Record<'trim-mean-60-K' | 'trim-mean-float-minus5' | 'per-percent-cap', BasePrice> = {
  'trim-mean-60-K': basePrice.parse({
    ...COMMON,
    drop: [{ from: 5, high: 1, low: 1 }],
    base: { kind: 'mean', factor: ONE },
    fullMarks: '60',
    deviationIn: 'ratio',
    above: { marks: '20' },
    below: { marks: '10' },
    floor: '0',
  }),
  'trim-mean-float-minus5': basePrice.parse({
    ...COMMON,
    drop: COMMON_DROPS,
    base: { kind: 'reduced-mean', reduction: { kind: 'fixed', value: '5' } },
    fullMarks: '100',
    deviationIn: 'percent',
    above: { marks: '1.2' },
    below: { marks: '0.8' },
    floor: '0',
  }),
  'per-percent-cap': basePrice.parse({
    ...COMMON,
    drop: [],
    base: { kind: 'mean', factor: ONE },
    fullMarks: '0',
    deviationIn: 'percent',
    above: { marks: '1', cap: '20' },
    below: { marks: '0.3', cap: '5' },
    floor: null,
  }),
};
