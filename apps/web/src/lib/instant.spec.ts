import { parseInstant } from './instant';

const HALF_PAST_NINE = '2026-04-07T01:30:00.000Z';

it.each(['2026-04-07 09:30', '2026-04-07T09:30', '202604070930', '20260407 0930', '2026-4-7 9:30', '2026/4/7 09:30', '2026.04.07 09:30', '2026年4月7日 9:30', '2026年4月7日9时30分'])(
  'reads %s as people write it, in Beijing',
  (typed) => expect(parseInstant(typed)).toBe(HALF_PAST_NINE),
);

it.each(['', '2026-04-07', '2026-02-30 09:30', '2026-13-01 09:30', '2026-04-07 24:00', '2026-04-07 09:60', '26-4-7 9:30', '2026-4-7 9', '20264793000'])('does not guess at “%s”', (typed) =>
  expect(parseInstant(typed)).toBeUndefined(),
);
