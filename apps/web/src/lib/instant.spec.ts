import { lawfulAt, parseInstant } from './instant';

const HALF_PAST_NINE = '2026-04-07T01:30:00.000Z';

it.each(['2026-04-07 09:30', '2026-04-07T09:30', '202604070930', '20260407 0930', '2026-4-7 9:30', '2026/4/7 09:30', '2026.04.07 09:30', '2026年4月7日 9:30', '2026年4月7日9时30分'])(
  'reads %s as people write it, in Beijing',
  (typed) => expect(parseInstant(typed)).toBe(HALF_PAST_NINE),
);

it.each(['', '2026-04-07', '2026-02-30 09:30', '2026-13-01 09:30', '2026-04-07 24:00', '2026-04-07 09:60', '26-4-7 9:30', '2026-4-7 9', '20264793000'])('does not guess at “%s”', (typed) =>
  expect(parseInstant(typed)).toBeUndefined(),
);

const MIDNIGHT = '2026-12-14T16:00:00.000Z'; // the 15th, 00:00 in Beijing
const TYPED = '2026-11-02T06:15:00.000Z'; // 14:15

// negative control: with the bound itself bids were opened at midnight, whatever time of day had been typed
it.each([
  ['the earliest', MIDNIGHT, undefined, false, '2026-12-15T01:30:00.000Z'],
  ['the earliest, at the time of day that was typed', MIDNIGHT, TYPED, false, '2026-12-15T06:15:00.000Z'],
  ['the earliest, a day later where its day began too late', '2026-12-15T07:00:00.000Z', TYPED, false, '2026-12-16T06:15:00.000Z'],
  ['the earliest, to the minute', '2026-12-15T06:15:00.000Z', TYPED, false, '2026-12-15T06:15:00.000Z'],
  ['the latest', '2026-12-15T01:30:00.000Z', undefined, true, '2026-12-15T01:30:00.000Z'],
  ['the latest, a day earlier where its day ends too soon', MIDNIGHT, TYPED, true, '2026-12-14T06:15:00.000Z'],
])('takes %s', (_, bound, typed, latest, expected) => expect(lawfulAt(bound, typed, latest)).toBe(expected));
