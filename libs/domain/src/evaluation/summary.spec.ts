import { BusinessError } from '@kernel';
import { type BidForSummary, objectiveConflicts, summarise, type SummaryInput } from './summary';

const bid = (bidId: string, priceFen: bigint, receiptOrder: number): BidForSummary => ({ bidId, bidder: `B${bidId}`, priceFen: priceFen as never, receiptOrder });
const BIDS = [bid('a', 900n, 1), bid('b', 800n, 2), bid('c', 800n, 3), bid('d', 1000n, 4)];
const ITEMS = [
  { id: 'scheme', name: 's', min: '0', max: '30', objective: false },
  { id: 'record', name: 'r', min: '0', max: '10', objective: true },
];
const scoring = { drop: [], dropBy: 'item', roundAt: 'total', decimals: 2, rounding: 'half-up' };
const sheet = (seat: string, scheme: string, record = '5', recommend: (bidId: string) => boolean = () => true) => ({
  seat,
  sheet: {
    scores: BIDS.flatMap(({ bidId }) => [
      { bidId, itemId: 'scheme', score: scheme },
      { bidId, itemId: 'record', score: record },
    ]),
    remarks: BIDS.map(({ bidId }) => ({ bidId, strengths: 's', risks: 'r', recommend: recommend(bidId) })),
  },
});
const input = (method: object, more: Partial<SummaryInput> = {}): SummaryInput => ({
  ...{ plan: { method, review: [], items: ITEMS, scoring } as never, bids: BIDS, sheets: [sheet('E1', '20'), sheet('E2', '21'), sheet('E3', '22.5')], ceilingFen: null, drawn: {}, candidateLimit: 3 },
  ...more,
});
const code = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof BusinessError) return error.refusals[0]!.code;
    throw error;
  }
};

test('lowest price: by price, equals by receipt, the limit cuts the candidates', () => {
  const { rows } = summarise(input({ method: 'lowest-price', tieRule: 'earlier-receipt' }));
  expect(rows.map(({ bidId, rank, candidate, total }) => [bidId, rank, candidate, total])).toEqual([
    ['b', 1, true, undefined],
    ['c', 2, true, undefined],
    ['a', 3, true, undefined],
    ['d', 4, false, undefined],
  ]);
  const tied = summarise(input({ method: 'lowest-price', tieRule: 'undecided' })).rows;
  expect(tied.map(({ rank, tied: shares }) => [rank, shares])).toEqual([
    [1, true],
    [1, true],
    [3, false],
    [4, false],
  ]);
});

test('lowest price first: points of the price and of the items add up', () => {
  const { rows } = summarise(input({ method: 'lowest-price-first', weightPercent: '60', decimals: 2, rounding: 'half-up', tieRule: 'earlier-receipt' }));
  // (20 + 21 + 22.5) / 3 + 5 = 26.1666…; 60 x 800 / price
  expect(rows.map(({ bidId, priceScore, itemScore, total, rank }) => [bidId, priceScore, itemScore, total, rank])).toEqual([
    ['b', '60.00', '26.17', '86.17', 1],
    ['c', '60.00', '26.17', '86.17', 2],
    ['a', '53.33', '26.17', '79.50', 3],
    ['d', '48.00', '26.17', '74.17', 4],
  ]);
});

test('base price: the drawn coefficient is used and kept; one that is missing or not of the list is refused', () => {
  const method = {
    method: 'base-price',
    drop: [],
    base: { kind: 'mean', factor: { kind: 'drawn', values: ['0.96', '0.98'] } },
    fullMarks: '60',
    deviationIn: 'percent',
    above: { marks: '1' },
    below: { marks: '0.5' },
  };
  const full = { ...method, partPercent: 'linear', floor: '0', decimals: 2, rounding: 'half-up', roundAt: {}, tieRule: 'earlier-receipt' };
  const summary = summarise(input(full, { drawn: { factor: '0.96' } }));
  expect([summary.basePrice, summary.coefficients]).toEqual(['8.40', { factor: '0.96' }]); // 8.75 x 0.96
  // b and c lie 4.7619 percent below 8.40 (half a mark each), a 7.1429 above, d 19.0476 above
  expect(summary.rows.map(({ bidId, priceScore }) => [bidId, priceScore])).toEqual([
    ['b', '57.62'],
    ['c', '57.62'],
    ['a', '52.86'],
    ['d', '40.95'],
  ]);
  expect(code(() => summarise(input(full)))).toBe('evaluation.coefficient-missing');
  expect(code(() => summarise(input(full, { drawn: { factor: '0.97' } })))).toBe('evaluation.coefficient-not-listed');
});

test('decision: those whom a majority recommends, unranked, at most as many as the limit', () => {
  const method = { method: 'decision', candidatesMax: 5 };
  const sheets = [sheet('E1', '0', '0', (id) => id !== 'd'), sheet('E2', '0', '0', (id) => id === 'a' || id === 'b'), sheet('E3', '0', '0', (id) => id !== 'c')];
  const named = (more: Partial<SummaryInput>) =>
    summarise(input(method, { sheets, ...more }))
      .rows.filter((row) => row.candidate)
      .map(({ bidId, rank }) => [bidId, rank]);
  expect(named({})).toEqual([
    ['a', undefined],
    ['b', undefined],
  ]);
  expect(named({ candidateLimit: 1 })).toEqual([['b', undefined]]); // equal votes: the lower price
});

test('the same input gives the same digits; objective items that differ are found, judged ones may differ', () => {
  const method = { method: 'lowest-price-first', weightPercent: '60', decimals: 2, rounding: 'half-up', tieRule: 'earlier-receipt' };
  expect(summarise(input(method))).toEqual(summarise(input(method)));
  const of = (sheets: SummaryInput['sheets'], m: object = method) => objectiveConflicts({ ...input(m), sheets });
  expect(of([sheet('E1', '20'), sheet('E2', '1')])).toEqual([]);
  expect(of([sheet('E1', '20', '5'), sheet('E2', '20', '5.00')])).toEqual([]);
  expect(of([sheet('E1', '20', '5'), sheet('E2', '20', '6')])).toEqual(BIDS.map(({ bidId }) => ({ bidId, itemId: 'record' })));
  expect(of([sheet('E1', '20', '5'), sheet('E2', '20', '6')], { method: 'lowest-price', tieRule: 'undecided' })).toEqual([]);
});
