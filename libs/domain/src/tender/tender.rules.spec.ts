import { terms } from '@law';
import type { Tender } from './tender.entity';
import { amendedDeadline, publishRules } from './tender.rules';

const TERMS = terms('cn-construction-2019');
const DAY = 86_400_000;
const issued = new Date('2026-03-03T09:00:00+08:00');
const after = (base: Date, ms: number) => new Date(base.getTime() + ms);

/** The first day is not counted and twenty full days lie between: bids may close as the 24th of March begins. */
const EARLIEST = new Date('2026-03-24T00:00:00+08:00');
const DOCUMENTS = new Date('2026-03-09T00:00:00+08:00');

const notice = (change: object = {}) =>
  ({
    ...{ deadline: EARLIEST, documentsUntil: DOCUMENTS, questionsUntil: DOCUMENTS, candidateLimit: 3, ceilingFen: null, region: '990100' },
    ...{ plan: { method: { method: 'lowest-price' } } },
    ...change,
  }) as unknown as Tender;
const codes = (change: object = {}, documents = 1) => publishRules(notice(change), issued, documents, TERMS).map(({ code, article }) => [code, article].filter(Boolean).join(' '));

const decision = (region: string, candidateLimit = 3) => ({ plan: { method: { method: 'decision', candidatesMax: 5 } }, region, candidateLimit });
const blend = { plan: { method: { method: 'base-price', base: { kind: 'blend', meanWeight: {}, ceilingReduction: {} } } } };

test.each<[string, object, string[]]>([
  ['at every limit', {}, []],
  ['1 ms before the twentieth full day is over', { deadline: after(EARLIEST, -1) }, ['tender.deadline-too-early TBL-24']],
  ['documents for 1 ms less than five days', { documentsUntil: after(DOCUMENTS, -1) }, ['tender.documents-too-short TBR-16']],
  ['documents until the deadline', { documentsUntil: EARLIEST }, []],
  ['documents beyond the deadline', { documentsUntil: after(EARLIEST, 1) }, ['tender.documents-after-deadline']],
  ['questions until the deadline', { questionsUntil: EARLIEST }, []],
  ['questions beyond the deadline', { questionsUntil: after(EARLIEST, 1) }, ['tender.questions-after-deadline']],
  ['four candidates', { candidateLimit: 4 }, ['tender.candidates-too-many TBR-53']],
  ['decision where it is on, five candidates', decision('990100', 5), []],
  ['decision where it is on, six candidates', decision('990100', 6), ['tender.candidates-too-many TBR-53']],
  ['decision where it is off', decision('990200'), ['tender.decision-not-allowed TBR-55']],
  ['a base price that needs a ceiling, without one', blend, ['tender.ceiling-below TBR-27']],
  ['the same with one', { ...blend, ceilingFen: 1n }, []],
])('a notice %s', (_what, change, expected) => expect(codes(change)).toEqual(expected));

test('every broken rule is told at once, the missing documents too', () => {
  expect(codes({ deadline: issued, candidateLimit: 9 }, 0)).toHaveLength(5);
});

const amended = (current: Date, affects: boolean, wish?: Date) => {
  const outcome = amendedDeadline(current, issued, affects, wish, TERMS);
  return 'refusal' in outcome ? `${outcome.refusal.code} ${outcome.refusal.article}` : outcome.deadline.toISOString();
};
/** Fifteen full days after the 3rd of March. */
const FIFTEEN = new Date('2026-03-19T00:00:00+08:00');

test.each<[string, Date, boolean, Date | undefined, string]>([
  ['that affects bids, with just fifteen days left, moves nothing', FIFTEEN, true, undefined, FIFTEEN.toISOString()],
  ['1 ms nearer moves to the same time of day on the first lawful day', after(FIFTEEN, -1), true, undefined, after(FIFTEEN, DAY - 1).toISOString()],
  ['with a deadline at 09:30 keeps 09:30', new Date('2026-03-10T09:30:00+08:00'), true, undefined, new Date('2026-03-19T09:30:00+08:00').toISOString()],
  ['with a deadline at 07:59 (another day in UTC) keeps 07:59', new Date('2026-03-10T07:59:00+08:00'), true, undefined, new Date('2026-03-19T07:59:00+08:00').toISOString()],
  ['that affects nothing moves nothing', after(issued, DAY), false, undefined, after(issued, DAY).toISOString()],
  ['with a lawful wish keeps it', after(issued, DAY), true, after(FIFTEEN, 5), after(FIFTEEN, 5).toISOString()],
  ['with a wish 1 ms too near is refused', after(issued, DAY), true, after(FIFTEEN, -1), 'tender.amendment-too-late TBR-21'],
  ['never moves a deadline back', FIFTEEN, false, after(FIFTEEN, -1), 'tender.deadline-backwards TBR-21'],
])('an amendment %s', (_what, current, affects, wish, expected) => expect(amended(current, affects, wish)).toBe(expected));
