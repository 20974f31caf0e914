import { rulesetFor, terms } from '@law';
import type { Tender } from './tender.entity';
import { amendedDeadline, amendedTimes, postponedDeadline, publishRules } from './tender.rules';

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
const rulesIn = (region: string) => terms(rulesetFor({ category: 'construction', region, on: '2026-03-03' }));
const codes = (change: object = {}, documents = 1, tender = notice(change)) =>
  publishRules(tender, issued, documents, rulesIn(tender.region)).map(({ code, article }) => [code, article].filter(Boolean).join(' '));

const decision = (region: string, candidateLimit = 3) => ({ plan: { method: { method: 'decision', candidatesMax: 5 } }, region, candidateLimit });
const blend = { plan: { method: { method: 'base-price', base: { kind: 'blend', meanWeight: {}, ceilingReduction: {} } } } };

test.each<[string, object, string[]]>([
  ['at every limit', {}, []],
  ['1 ms before the twentieth full day is over', { deadline: after(EARLIEST, -1) }, ['tender.deadline-too-early TBL-24']],
  ['documents for 1 ms less than five days', { documentsUntil: after(DOCUMENTS, -1) }, ['tender.documents-too-short TBR-16']],
  ['documents until the deadline', { documentsUntil: EARLIEST }, []],
  ['documents beyond the deadline', { documentsUntil: after(EARLIEST, 1) }, ['tender.documents-after-deadline']],
  ['questions that end as it goes out', { questionsUntil: issued }, ['tender.questions-past TBR-21']],
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

const MINUTE = 60_000;
/** A Tuesday at which people work, before and after which they work too. */
const NOON = new Date('2026-03-10T12:00:00+08:00');
const beijing = (text: string) => new Date(`${text}+08:00`);
/** Where a deadline at noon lies after an outage that began `before` minutes earlier and lasted `minutes`. */
const outage = (before: number, minutes: number) => {
  const from = after(NOON, -before * MINUTE);
  return postponedDeadline(NOON, { kind: 'HT', from, to: after(from, minutes * MINUTE) })?.toISOString();
};

test.each<[string, number, number, string | undefined]>([
  ['5 minutes before, 1 minute long', 5, 1, '2026-03-10T14:00:00'],
  ['5 minutes before, across the deadline', 5, 30, '2026-03-10T14:25:00'],
  ['35 minutes before, 5 minutes long', 35, 5, '2026-03-10T14:00:00'],
  ['130 minutes before, 9 minutes long: ended 121 minutes before', 130, 9, undefined],
  ['130 minutes before, 10 minutes long: ended two hours before', 130, 10, '2026-03-10T14:00:00'],
  ['a day before, an hour long', 1440, 60, undefined],
  ['from the deadline on: bids were taken till then', 0, 60, undefined],
  ['from a millisecond before it', 1 / 60_000, 119, '2026-03-10T15:59:00'],
  ['just under two hours, across the deadline, until evening', 1, 119, '2026-03-10T15:58:00'],
  ['two hours long, across the deadline', 60, 120, '2026-03-11T13:00:00'],
  ['a night: until a day later, at noon by the published time of day', 60, 20 * 60, '2026-03-12T12:00:00'],
])('an outage %s', (_what, before, minutes, expected) => expect(outage(before, minutes)).toBe(expected && beijing(expected).toISOString()));

test('no deadline is moved earlier, into the night, onto a day off, or to less than the hours of the rule after the outage; all of one instant alike', () => {
  for (let before = -30; before <= 4 * 60; before += 7)
    for (const minutes of [1, 29, 119, 120, 121, 600, 3000]) {
      const from = after(NOON, -before * MINUTE);
      const to = after(from, minutes * MINUTE);
      const moved = postponedDeadline(NOON, { kind: 'HT', from, to });
      const hit = NOON > from && NOON.getTime() <= to.getTime() + 120 * MINUTE;
      expect([before, minutes, moved !== undefined]).toEqual([before, minutes, hit]);
      if (!moved) continue;
      expect(moved.getTime()).toBeGreaterThanOrEqual(Math.max(NOON.getTime(), to.getTime()) + (minutes < 120 ? 2 : 24) * 60 * MINUTE);
      const hour = (moved.getUTCHours() + 8) % 24;
      expect(hour >= 9 && hour < 17 && ![0, 6].includes(moved.getUTCDay())).toBe(true);
    }
});

test('after a hold bidders have what was left, at an hour at which bids can be opened', () => {
  const held = (from: string, to: string) => postponedDeadline(NOON, { kind: 'HS', from: beijing(from), to: beijing(to) })?.toISOString();
  expect(held('2026-03-09T10:00:00', '2026-03-09T10:31:00')).toBe(beijing('2026-03-10T12:31:00').toISOString());
  expect(held('2026-03-09T10:00:00', '2026-03-12T10:00:00')).toBe(beijing('2026-03-13T12:00:00').toISOString());
  expect(held('2026-03-09T10:00:00', '2026-03-13T10:00:00')).toBe(beijing('2026-03-16T12:00:00').toISOString()); // over a weekend
  expect(held('2026-03-09T10:00:00', '2026-03-09T20:00:00')).toBe(beijing('2026-03-11T12:00:00').toISOString()); // 22:00 is no time to open
  expect(held('2026-03-10T12:00:00', '2026-03-10T13:00:00')).toBeUndefined(); // it was over when the hold came
});

test('an amendment that affects bids reopens questions and documents, and moves nothing to earlier', () => {
  const tender = { deadline: NOON, questionsUntil: after(NOON, -9 * DAY), documentsUntil: after(NOON, -8 * DAY) };
  const moved = amendedTimes(tender, after(NOON, 15 * DAY), true, after(NOON, -DAY), TERMS);
  expect(moved).toEqual({ deadline: after(NOON, 15 * DAY), questionsUntil: after(NOON, 6 * DAY), documentsUntil: after(NOON, 7 * DAY) });
  const late = { deadline: after(NOON, 20 * DAY), questionsUntil: after(NOON, -5 * DAY), documentsUntil: after(NOON, -5 * DAY) };
  const reopened = amendedTimes(late, late.deadline, true, NOON, TERMS);
  expect(reopened.questionsUntil).toEqual(beijing('2026-03-21T00:00:00')); // ten days before the deadline
  expect(reopened.documentsUntil).toEqual(beijing('2026-03-16T00:00:00')); // five days from now
  expect(amendedTimes(late, late.deadline, false, NOON, TERMS)).toEqual(late);
});
