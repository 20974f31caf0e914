import fc from 'fast-check';
import { type BasePrice, basePrice, type Drawn, evaluationMethod, scoreBasePrice } from '.';
import { bidsOf, CLAUSES, COMMON_DROPS, fen } from './specimens.spec-data';

const YUAN = ['9820', '9650', '9480', '9410', '9300', '9230', '8900'];
const fixed = (value: string) => ({ kind: 'fixed' as const, value });

const COMMON: BasePrice = basePrice.parse({
  method: 'base-price',
  drop: COMMON_DROPS,
  base: { kind: 'mean', factor: fixed('0.98') },
  fullMarks: '60',
  deviationIn: 'percent',
  above: { marks: '1.0' },
  below: { marks: '0.5' },
  floor: '0',
  decimals: 2,
  rounding: 'half-up',
});

const scores = (params: BasePrice, yuan = YUAN, drawn?: Drawn) => scoreBasePrice(params, { bids: bidsOf(yuan), drawn }).bids.map((bid) => bid.priceScore);

describe('the worked example of rulebook 3.2', () => {
  const result = scoreBasePrice(COMMON, { bids: bidsOf(YUAN) });

  test('mean, base price and all seven scores', () => {
    expect(result.mean).toBe('9414.00');
    expect(result.basePrice).toBe('9225.72');
    expect(result.bids.map((bid) => bid.priceScore)).toEqual(['53.56', '55.40', '57.24', '58.00', '59.19', '59.95', '58.23']);
    expect(result.coefficients).toEqual({ factor: '0.98' });
  });

  test('highest and lowest are left out of the mean and scored all the same', () => {
    expect(result.bids.map((bid) => bid.dropped)).toEqual([true, false, false, false, false, false, true]);
    expect(result.bids.map((bid) => bid.deviationPercent)).toEqual(['6.44', '4.60', '2.76', '2.00', '0.81', '0.05', '-3.53']);
  });

  test('blend with the ceiling: B = 9448.40', () => {
    const blend: BasePrice = { ...COMMON, base: { kind: 'blend', meanWeight: fixed('0.6'), ceilingReduction: fixed('5') } };
    expect(scoreBasePrice(blend, { bids: bidsOf(YUAN), ceilingFen: fen('10000') }).basePrice).toBe('9448.40');
    expect(() => scoreBasePrice(blend, { bids: bidsOf(YUAN) })).toThrow('evaluation.ceiling-missing');
  });
});

describe('drop table', () => {
  test.each([
    [5, 0, 0],
    [6, 1, 0],
    [7, 1, 1],
    [9, 1, 1],
  ])('%i bids: %i high, %i low', (n, high, low) => {
    const yuan = Array.from({ length: n }, (_, i) => String(1000 + i));
    const out = scoreBasePrice(COMMON, { bids: bidsOf(yuan) }).bids.map((bid) => bid.dropped);
    expect(out).toEqual(yuan.map((_, i) => i < low || i >= n - high));
  });
});

describe('coefficients drawn at the opening', () => {
  const drawn: BasePrice = { ...COMMON, base: { kind: 'mean', factor: { kind: 'drawn', values: ['0.97', '0.98'] } } };

  test('the drawn value is used and reported', () => {
    expect(scores(drawn, YUAN, { factor: '0.98' })).toEqual(scores(COMMON));
    expect(scoreBasePrice(drawn, { bids: bidsOf(YUAN), drawn: { factor: '0.97' } }).coefficients).toEqual({ factor: '0.97' });
  });

  test('none, or one that is not in the documents, is refused', () => {
    expect(() => scores(drawn)).toThrow('evaluation.coefficient-missing');
    expect(() => scores(drawn, YUAN, { factor: '0.99' })).toThrow('evaluation.coefficient-not-listed');
    expect(() => scores(drawn, YUAN, { factor: '0.980' })).toThrow('evaluation.coefficient-not-listed');
  });
});

describe('shape of the score', () => {
  const flat: BasePrice = { ...COMMON, drop: [], base: { kind: 'mean', factor: fixed('1') }, fullMarks: '30' };

  test.each([
    ['linear', ['29.50', '28.50']],
    ['count-as-whole', ['29.00', '28.00']],
    ['ignore', ['30.00', '29.00']],
  ] as const)('a part of a percent, %s', (partPercent, expected) => {
    // mean 1000: half a percent, then one and a half, each side at one mark a percent
    const params: BasePrice = { ...flat, partPercent, below: { marks: '1' } };
    expect(scores(params, ['995', '1005'])).toEqual([expected[0], expected[0]]);
    expect(scores(params, ['985', '1015'])).toEqual([expected[1], expected[1]]);
  });

  test.each([
    ['0', ['5.00', '0.00']],
    ['12', ['12.00', '12.00']],
    [null, ['5.00', '-20.00']],
  ])('floor %s', (floor, expected) => expect(scores({ ...flat, floor }, ['500', '1500'])).toEqual(expected));

  test('a cap limits what is lost', () => expect(scores(CLAUSES['per-percent-cap'], ['500', '1500'])).toEqual(['-5.00', '-20.00']));

  test('at the base price itself: full marks, and no minus before zero', () => {
    expect(scores(CLAUSES['per-percent-cap'], ['1000', '1000'])).toEqual(['0.00', '0.00']);
    expect(scores(CLAUSES['per-percent-cap'], ['100000', '100001'])).toEqual(['0.00', '0.00']);
  });

  test('rounding points are fields of the record', () => {
    const yuan = ['1000.00', '1000.01', '1001.00'];
    expect(scoreBasePrice({ ...flat, roundAt: { mean: 0 } }, { bids: bidsOf(yuan) }).basePrice).toBe('1000.00');
    expect(scoreBasePrice(flat, { bids: bidsOf(yuan) }).basePrice).toBe('1000.34');
    // 0.05 % above 1000: half a hundredth, rounded up to a tenth of a percent first
    expect(scores({ ...flat, roundAt: { mean: 0, deviation: 1 } }, ['1000', '1000', '1000.50'])).toEqual(['30.00', '30.00', '29.90']);
  });
});

test.each([
  ['an unknown field', { ...COMMON, bonus: '1' }],
  ['nothing left', { ...COMMON, drop: [{ from: 2, high: 1, low: 1 }] }],
  ['rows that do not rise', { ...COMMON, drop: [COMMON_DROPS[1], COMMON_DROPS[0]] }],
  ['a number that is no text', { ...COMMON, fullMarks: 60 }],
  ['an exponent', { ...COMMON, fullMarks: '6e1' }],
  ['parts of a percent in ratios', { ...COMMON, deviationIn: 'ratio', partPercent: 'ignore' }],
  ['a list with one value', { ...COMMON, base: { kind: 'mean', factor: { kind: 'drawn', values: ['1'] } } }],
])('a record with %s is refused', (_, record) => expect(evaluationMethod.safeParse(record).success).toBe(false));

test('refuses no bids, prices of zero and a bid listed twice', () => {
  expect(() => scores(COMMON, [])).toThrow('evaluation.no-bids-to-score');
  expect(() => scores(COMMON, ['0', '1'])).toThrow('evaluation.price-not-positive');
  const [bid] = bidsOf(['1']);
  expect(() => scoreBasePrice(COMMON, { bids: [bid!, bid!] })).toThrow(RangeError);
});

// ---- a second implementation in exact fractions of whole numbers, sharing no code with the first ----
type Fraction = readonly [bigint, bigint];
const fraction = (text: string): Fraction => {
  const [whole, part = ''] = text.split('.');
  return [BigInt(whole + part), 10n ** BigInt(part.length)];
};
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d - c * b, b * d];
const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d, b * c];
const less = (x: Fraction, y: Fraction) => minus(x, y)[0] < 0n;
const hundredths = ([a, b]: Fraction): string => {
  const [size, sign] = a < 0n ? [-a, '-'] : [a, ''];
  const digits = String((size * 200n + b) / (2n * b)).padStart(3, '0');
  return `${/[1-9]/.test(digits) ? sign : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

interface Simple {
  fen: bigint[];
  k: string;
  full: string;
  e1: string;
  e2: string;
}

function naive({ fen: prices, k, full, e1, e2 }: Simple): string[] {
  const sorted = [...prices].sort((a, b) => Number(a - b));
  const kept = sorted.length >= 7 ? sorted.slice(1, -1) : sorted.length === 6 ? sorted.slice(0, -1) : sorted;
  const total = kept.reduce((a, b) => a + b, 0n);
  const target = times([total, BigInt(kept.length)], fraction(k));
  return prices.map((price) => {
    const difference = minus([price, 1n], target);
    const above = difference[0] >= 0n;
    const percent = times(over(above ? difference : [-difference[0], difference[1]], target), [100n, 1n]);
    const score = minus(fraction(full), times(percent, fraction(above ? e1 : e2)));
    return hundredths(less(score, [0n, 1n]) ? [0n, 1n] : score);
  });
}

const price = fc.bigInt({ min: 1n, max: 10n ** 13n });
const near = fc.tuple(fc.bigInt({ min: 10n ** 4n, max: 10n ** 13n }), fc.array(fc.integer({ min: 800, max: 1200 }), { minLength: 1, maxLength: 14 }));
const prices = fc.oneof(
  fc.array(price, { minLength: 1, maxLength: 14 }),
  near.map(([middle, parts]) => parts.map((part) => (middle * BigInt(part)) / 1000n || 1n)),
);
const number = (max: number, places: number) => fc.integer({ min: 1, max: max * 10 ** places }).map((n) => (n / 10 ** places).toFixed(places));
const simple = fc.record({ fen: prices, k: number(1, 3), full: number(100, 0), e1: number(3, 2), e2: number(3, 2) });

const paramsOf = ({ k, full, e1, e2 }: Simple): BasePrice => ({
  ...COMMON,
  base: { kind: 'mean', factor: fixed(k) },
  fullMarks: full,
  above: { marks: e1 },
  below: { marks: e2 },
});
const bidsIn = (all: bigint[]) => all.map((priceFen, i) => ({ bidId: String(i), priceFen, receiptOrder: i }));

describe('properties', () => {
  test('agrees with exact fractions to the last digit', () => {
    fc.assert(
      fc.property(simple, (one) => {
        expect(scoreBasePrice(paramsOf(one), { bids: bidsIn(one.fen) }).bids.map((bid) => bid.priceScore)).toEqual(naive(one));
      }),
      { numRuns: 3000 },
    );
  });

  test('does not depend on the order of the bids', () => {
    fc.assert(
      fc.property(simple, fc.infiniteStream(fc.nat()), (one, keys) => {
        const bids = bidsIn(one.fen);
        const shuffled = bids.map((bid) => ({ bid, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const byId = (list: typeof bids) => new Map(scoreBasePrice(paramsOf(one), { bids: list }).bids.map((row) => [row.bidId, row]));
        expect(byId(shuffled.map(({ bid }) => bid))).toEqual(byId(bids));
      }),
    );
  });

  test('stays between the floor and full marks, and the nearer to the base price on one side the better', () => {
    fc.assert(
      fc.property(simple, (one) => {
        const { bids, basePrice: target } = scoreBasePrice(paramsOf(one), { bids: bidsIn(one.fen) });
        const rows = bids.map((bid) => ({ score: Number(bid.priceScore), price: Number(bid.evaluatedPriceFen) }));
        expect(rows.every(({ score }) => score >= 0 && score <= Number(one.full))).toBe(true);
        const above = rows.filter((row) => row.price > Number(target) * 100 + 1).sort((a, b) => a.price - b.price);
        expect(above.every((row, i) => i === 0 || row.score <= above[i - 1]!.score)).toBe(true);
      }),
    );
  });
});
