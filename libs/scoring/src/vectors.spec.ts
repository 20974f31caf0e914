import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { abnormallyLow, lowestPriceFirst, PROZORRO_TRIGGERS, scorePrices } from '.';
import { bidsOf, CLAUSES } from './specimens.spec-data';

/** Scores computed elsewhere, from clauses of published tender documents on real prices. The file is not part of this repository. */
const FILE = join(__dirname, '../../../../shared/data/formulas/price-score.json');
const NAMES = ['trim-mean-60-K', 'trim-mean-float-minus5', 'per-percent-cap'] as const;

const expected = z.union([
  z.object({ clause: z.enum(['gp-low-price-first', ...NAMES]), benchmark: z.string(), scores: z.array(z.string()) }),
  z.object({ clause: z.literal('prozorro-abnormally-low'), lessThanMeanOfOthers: z.boolean(), lessThanNext: z.boolean() }),
]);
const vectors = z.array(z.object({ input: z.string(), prices: z.array(z.string()), expected: z.array(expected) }));

const found = existsSync(FILE);
const all = found ? vectors.parse((JSON.parse(readFileSync(FILE, 'utf8')) as { vectors: unknown }).vectors) : [];
const cases = all.flatMap(({ input, prices, expected: list }) => list.map((one) => ({ input, prices, one })));

const LOWEST_FIRST = lowestPriceFirst.parse({ method: 'lowest-price-first', weightPercent: '30', decimals: 2, rounding: 'half-up' });
const methodOf = (clause: 'gp-low-price-first' | (typeof NAMES)[number]) => (clause === 'gp-low-price-first' ? LOWEST_FIRST : CLAUSES[clause]);

if (!found) test.skip('vectors not checked: shared/data/formulas/price-score.json is not beside this repository', () => undefined);
else
  test.each(cases)('$input: $one.clause', ({ prices, one }) => {
    if (one.clause === 'prozorro-abnormally-low') {
      const lowest = bidsOf(prices).sort((a, b) => Number(a.priceFen - b.priceFen))[0]!;
      const flags = abnormallyLow(PROZORRO_TRIGGERS, bidsOf(prices)).filter((flag) => flag.bidId === lowest.bidId);
      const flagged = (against: string) => flags.some((flag) => flag.against === against);
      expect([flagged('mean-of-others'), flagged('next-higher')]).toEqual([one.lessThanMeanOfOthers, one.lessThanNext]);
      return;
    }
    const result = scorePrices(methodOf(one.clause), { bids: bidsOf(prices) });
    expect(result.basePrice).toBe(one.benchmark);
    expect(result.bids.map((bid) => bid.priceScore)).toEqual(one.scores);
  });
