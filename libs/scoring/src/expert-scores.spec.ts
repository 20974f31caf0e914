import { BusinessError } from '@kernel';
import fc from 'fast-check';
import { combineScores, deviations, type ExpertScore, type ExpertScoring, expertScoring, scoreFaults, type ScoringItem } from '.';

const PLAIN: ExpertScoring = expertScoring.parse({ drop: [], dropBy: 'item', roundAt: 'total', decimals: 2, rounding: 'half-up' });
const TRIMMED: ExpertScoring = { ...PLAIN, drop: [{ from: 5, high: 1, low: 1 }] };

const ITEMS: ScoringItem[] = [
  { itemId: 'plan', min: '0', max: '60', objective: false },
  { itemId: 'staff', min: '0', max: '40', objective: false },
  { itemId: 'record', min: '0', max: '10', objective: true },
];

const scored = (itemId: string, values: string[]): ExpertScore[] => values.map((score, i) => ({ expertId: `e${i + 1}`, itemId, score }));
const ONE: ScoringItem[] = [{ itemId: 'all', min: '0', max: '100', objective: false }];
const EXAMPLE = scored('all', ['88', '92', '85', '90', '60']);

describe('the worked example of rulebook 3.9', () => {
  test('mean 83.00, trimmed 87.67', () => {
    expect(combineScores(PLAIN, ONE, EXAMPLE).total).toBe('83.00');
    expect(combineScores(TRIMMED, ONE, EXAMPLE).total).toBe('87.67');
    expect(combineScores({ ...TRIMMED, dropBy: 'total' }, ONE, EXAMPLE)).toMatchObject({
      total: '87.67',
      experts: ['88', '92', '85', '90', '60'].map((total, i) => ({ expertId: `e${i + 1}`, total, dropped: i === 1 || i === 4 })),
    });
  });

  test('60 lies 27.7 % from the mean: outlier at 20, not at 30', () => {
    expect(deviations(EXAMPLE, '20').at(-1)).toEqual({ expertId: 'e5', percent: '27.7', outlier: true });
    expect(deviations(EXAMPLE, '30').some((one) => one.outlier)).toBe(false);
  });
});

describe('items', () => {
  const scores = [...scored('plan', ['50', '51', '52.5']), ...scored('staff', ['30', '30', '31']), ...scored('record', ['8', '8.0', '8'])];

  test('means by item; the place of rounding is a field', () => {
    expect(combineScores(PLAIN, ITEMS, scores)).toMatchObject({
      items: [
        { itemId: 'plan', score: '51.17' },
        { itemId: 'staff', score: '30.33' },
        { itemId: 'record', score: '8.00' },
      ],
      total: '89.50',
    });
    const thirds = [...scored('plan', ['50', '50', '51']), ...scored('staff', ['30', '30', '31']), ...scored('record', ['0', '0', '0'])];
    expect(combineScores(PLAIN, ITEMS, thirds).total).toBe('80.67');
    expect(combineScores({ ...PLAIN, roundAt: 'items' }, ITEMS, thirds).total).toBe('80.66');
  });

  test('every fault is named at once', () => {
    const faulty = [
      ...scored('plan', ['61', '50']),
      ...scored('record', ['8', '9']),
      { expertId: 'e1', itemId: 'record', score: '8' },
      { expertId: 'e1', itemId: 'style', score: '1' },
      { expertId: 'e1', itemId: 'staff', score: '30' },
    ];
    expect(scoreFaults(ITEMS, faulty).map((fault) => fault.code.replace('evaluation.', ''))).toEqual([
      'score-unknown-item',
      'score-out-of-range',
      'score-missing',
      'score-twice',
      'objective-scores-differ',
    ]);
    expect(() => combineScores(PLAIN, ITEMS, faulty)).toThrow(BusinessError);
    expect(() => combineScores(PLAIN, ITEMS, [])).toThrow(BusinessError);
  });

  test.each([
    ['60', 0],
    ['60.01', 1],
    ['0', 0],
    ['-0.01', 1],
  ])('a score of %s in 0 to 60 has %i faults', (score, n) => {
    expect(scoreFaults([ITEMS[0]!], [{ expertId: 'e1', itemId: 'plan', score }])).toHaveLength(n);
  });
});

describe('properties', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 9 });
  const textOf = (n: number) => (n / 10).toFixed(1);

  test('agrees with whole-number arithmetic, dropped or not', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (tenths, trim) => {
        const sorted = [...tenths].sort((a, b) => a - b);
        const kept = trim && sorted.length >= 5 ? sorted.slice(1, -1) : sorted;
        const total = BigInt(kept.reduce((a, b) => a + b, 0));
        const hundredths = (total * 20n + BigInt(kept.length)) / (2n * BigInt(kept.length));
        const result = combineScores(trim ? TRIMMED : PLAIN, ONE, scored('all', tenths.map(textOf)));
        expect(BigInt(result.total.replace('.', ''))).toBe(hundredths);
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order in which scores arrive', () => {
    fc.assert(
      fc.property(values, (tenths) => {
        const scores = scored('all', tenths.map(textOf));
        const params: ExpertScoring = { ...TRIMMED, dropBy: 'total' };
        expect(combineScores(params, ONE, [...scores].reverse())).toEqual(combineScores(params, ONE, scores));
      }),
    );
  });
});
