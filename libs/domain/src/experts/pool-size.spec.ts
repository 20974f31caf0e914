import { BusinessError } from '@kernel';
import { terms } from '@law';
import { thinNeeds } from './pool-size';

const NONE = JSON.stringify({ avoid: {}, avoidEmployers: [] });
/** So many who can do it, each with an employer of his own. */
const pool = (count: number) => Array.from({ length: count }, (_, i) => `e${i}\tA0802,A01\tf${i}`).join('\n');
const needed = (count: number, lines: string, rules = NONE) => thinNeeds({ needs: [{ specialty: 'A08', count }] }, rules, lines, terms('cn-construction-2019'));

/** Three times the need, from both sides of each limit (TBR 46). */
test.each<[string, number, ReturnType<typeof needed>]>([
  ['nine for three: enough', 9, []],
  ['eight for three: few, and said so', 8, [{ specialty: 'A08', need: 3, eligible: 8 }]],
  ['three for three: as few as there may be', 3, [{ specialty: 'A08', need: 3, eligible: 3 }]],
])('%s', (_, count, thin) => expect(needed(3, pool(count))).toEqual(thin));

test('two for three are refused', () => {
  expect(() => needed(3, pool(2))).toThrow(BusinessError);
  expect(() => needed(3, pool(2))).toThrow('A08 2/3');
});

test('who is avoided, and whose employer is, counts for nobody', () => {
  expect(needed(3, pool(9), JSON.stringify({ avoid: { e0: 'interest' }, avoidEmployers: ['f1'] }))).toEqual([{ specialty: 'A08', need: 3, eligible: 7 }]);
});
