import fc from 'fast-check';
import {
  type Adjustment,
  abnormallyLow,
  correctionOf,
  correctLine,
  decision,
  evaluationMethod,
  lowestPrice,
  lowestPriceFirst,
  PROCUREMENT_TRIGGERS,
  rankTotals,
  type ScoredBid,
  scorePrices,
  wordsOverFigures,
} from '.';
import { bidsOf, fen } from './specimens.spec-data';

describe('lowest evaluated price', () => {
  const params = lowestPrice.parse({ method: 'lowest-price' });
  const bids = [
    { bidId: 'A', priceFen: fen('480'), receiptOrder: 3 },
    {
      bidId: 'B',
      priceFen: fen('472'),
      receiptOrder: 1,
      correctionFen: fen('1.20'),
      adjustments: [{ reason: 'payment terms', percent: '2', of: 'bid' as const }],
    },
    { bidId: 'C', priceFen: fen('495'), receiptOrder: 2 },
  ];

  test('the worked example of rulebook 3.1', () => {
    expect(scorePrices(params, { bids }).bids).toEqual([
      { bidId: 'A', evaluatedPriceFen: fen('480.00'), rank: 1, tied: false },
      { bidId: 'B', evaluatedPriceFen: fen('482.64'), rank: 2, tied: false },
      { bidId: 'C', evaluatedPriceFen: fen('495.00'), rank: 3, tied: false },
    ]);
  });

  test('a percentage of the corrected price, and an amount', () => {
    const evaluated = (adjustments: readonly Adjustment[]) => scorePrices(params, { bids: [{ ...bids[1]!, adjustments }] }).bids[0]?.evaluatedPriceFen;
    expect(evaluated([{ reason: 'x', fen: -120n }])).toBe(fen('472'));
    expect(evaluated([{ reason: 'x', percent: '2', of: 'corrected' }])).toBe(fen('482.66'));
  });

  test.each([
    ['earlier-receipt', [2, 1, 3], [false, false, false]],
    ['undecided', [1, 1, 3], [true, true, false]],
  ] as const)('equal prices, %s', (tieRule, ranks, tied) => {
    const equal = [
      { bidId: 'a', priceFen: 100n, receiptOrder: 9 },
      { bidId: 'b', priceFen: 100n, receiptOrder: 8 },
      { bidId: 'c', priceFen: 101n, receiptOrder: 1 },
    ];
    const rows = scorePrices({ ...params, tieRule }, { bids: equal }).bids;
    expect(rows.map((row) => row.rank)).toEqual(ranks);
    expect(rows.map((row) => row.tied)).toEqual(tied);
  });
});

describe('lowest price first (O87 55)', () => {
  const params = lowestPriceFirst.parse({ method: 'lowest-price-first', weightPercent: '30', decimals: 2, rounding: 'half-up' });
  const scores = (bids: ReturnType<typeof bidsOf>) => scorePrices(params, { bids }).bids.map((bid) => bid.priceScore);

  test('the worked example of rulebook 3.3', () => {
    expect(scores(bidsOf(['800000', '900000', '1000000']))).toEqual(['30.00', '26.67', '24.00']);
  });

  test('a policy deduction comes off first, for the base and for the bid', () => {
    const [small, ...others] = bidsOf(['880000', '800000', '1000000']);
    const result = scorePrices(params, { bids: [{ ...small!, deductionPercent: '10' }, ...others] });
    expect(result.bids.map((bid) => bid.priceScore)).toEqual(['30.00', '29.70', '23.76']);
    expect(result.bids[0]?.evaluatedPriceFen).toBe(fen('792000'));
    expect(result.basePrice).toBe('792000.00');
  });

  test('no bid scores above its weight, the lowest has all of it, and nobody is dropped', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10n ** 13n }), { minLength: 1, maxLength: 12 }), (all) => {
        const rows = scorePrices(params, { bids: all.map((priceFen, i) => ({ bidId: String(i), priceFen, receiptOrder: i })) }).bids;
        const lowest = all.reduce((a, b) => (b < a ? b : a));
        expect(rows).toHaveLength(all.length);
        for (const row of rows) {
          // exact fractions: lowest x 30 / price in hundredths, half up
          const exact = (lowest * 6000n + row.evaluatedPriceFen) / (2n * row.evaluatedPriceFen);
          expect(BigInt(row.priceScore!.replace('.', ''))).toBe(exact);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('decision', () => {
  const params = decision.parse({ method: 'decision', candidatesMax: 3 });

  test('candidates are handed over without rank or score, in an order that says nothing', () => {
    const rows = scorePrices(params, { bids: bidsOf(['3', '1', '2']).reverse() }).bids;
    expect(rows).toEqual(['3', '1', '2'].map((yuan, i) => ({ bidId: `b0${i}`, evaluatedPriceFen: fen(yuan) })));
  });

  test('more than the documents allow are refused', () => {
    expect(() => scorePrices(params, { bids: bidsOf(['1', '2', '3', '4']) })).toThrow('evaluation.too-many-candidates');
  });
});

describe('abnormally low prices', () => {
  const flags = (yuan: string[], ceiling?: string) => abnormallyLow(PROCUREMENT_TRIGGERS, bidsOf(yuan), ceiling ? fen(ceiling) : undefined);

  test('the worked example of rulebook 3.6', () => {
    expect(flags(['100', '96', '92', '45'], '105')).toEqual([
      { bidId: 'b03', against: 'second-lowest', limit: '46.00' },
      { bidId: 'b03', against: 'ceiling', limit: '47.25' },
    ]);
  });

  test.each([
    [['100', '96', '92', '46'], []],
    [['100', '96', '92', '45.99'], ['second-lowest']],
    [
      ['100', '100', '100', '42.85'],
      ['mean-of-all', 'second-lowest'],
    ],
    [['45'], []],
  ])('%p without a ceiling: %p', (yuan, against) => expect(flags(yuan).map((flag) => flag.against)).toEqual(against));

  test('equal to the limit counts only when the test says so', () => {
    const test = (inclusive: boolean) => abnormallyLow([{ against: 'next-higher', percent: '70', inclusive }], bidsOf(['100', '70']));
    expect([test(true).length, test(false).length]).toEqual([1, 0]);
  });
});

describe('arithmetic correction (rulebook 3.4)', () => {
  test.each([
    ['120', '1500', '150000', '1500', '180000', 'unit-price-prevails'],
    ['120', '15.00', '180000', '1500', '180000', 'unit-decimal-shifted'],
    ['120', '150000', '180000', '1500', '180000', 'unit-decimal-shifted'],
    ['120', '1500', '180000', '1500', '180000', 'none'],
    ['12.5', '0.33', '4.13', '0.33', '4.13', 'none'],
  ])('%s x %s = %s', (quantity, unit, total, correctUnit, correctTotal, rule) => {
    expect(correctLine({ quantity, unitPriceFen: fen(unit), totalFen: fen(total) })).toEqual({
      quantity,
      unitPriceFen: fen(correctUnit),
      totalFen: fen(correctTotal),
      rule,
    });
  });

  test('the bid changes by what its lines change', () => {
    const line = { quantity: '120', unitPriceFen: fen('1500'), totalFen: fen('150000') };
    expect(correctionOf([line, { ...line, totalFen: fen('180000') }])).toBe(fen('30000'));
  });

  test('words prevail over figures', () => expect(wordsOverFigures({ figuresFen: 1n, wordsFen: 2n })).toBe(2n));
});

describe('totals', () => {
  const bid = (bidId: string, priceScore: string, itemScore: string, priceFen: bigint, receiptOrder: number, technicalScore = '0'): ScoredBid => ({
    bidId,
    priceScore,
    itemScore,
    evaluatedPriceFen: priceFen,
    receiptOrder,
    technicalScore,
  });
  const rows = [bid('a', '30.00', '55.50', 200n, 3, '40'), bid('b', '25.50', '60.00', 100n, 4, '41'), bid('c', '25.00', '60.50', 100n, 2, '41'), bid('d', '10', '9', 1n, 1)];
  const order = (tieRule: 'earlier-receipt' | 'higher-technical-score' | 'undecided') =>
    rankTotals(rows, { tieRule, decimals: 2 }).map((row) => `${row.rank}${row.bidId}${row.tied ? '=' : ''} ${row.total}`);

  test('score falling, then price rising, then the tie rule', () => {
    expect(order('earlier-receipt')).toEqual(['1c 85.50', '2b 85.50', '3a 85.50', '4d 19.00']);
    expect(order('higher-technical-score')).toEqual(['1b= 85.50', '1c= 85.50', '3a 85.50', '4d 19.00']);
    expect(order('undecided')).toEqual(['1b= 85.50', '1c= 85.50', '3a 85.50', '4d 19.00']);
  });

  test('ranks do not depend on the order of the rows', () => {
    const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
    fc.assert(fc.property(shuffled, (list) => expect(rankTotals(list, { tieRule: 'undecided', decimals: 2 })).toEqual(rankTotals(rows, { tieRule: 'undecided', decimals: 2 }))));
  });
});

test('every method is read by its name, and no other', () => {
  const records = [{ method: 'lowest-price' }, { method: 'lowest-price-first', weightPercent: '30', decimals: 2, rounding: 'half-up' }, { method: 'decision', candidatesMax: 3 }];
  expect(records.map((record) => evaluationMethod.parse(record).method)).toEqual(records.map((record) => record.method));
  expect(evaluationMethod.parse(records[0])).toEqual({ method: 'lowest-price', tieRule: 'earlier-receipt' });
  expect(evaluationMethod.safeParse({ method: 'lottery' }).success).toBe(false);
  expect(evaluationMethod.safeParse({ method: 'lowest-price', tieRule: 'higher-technical-score' }).success).toBe(false);
});
