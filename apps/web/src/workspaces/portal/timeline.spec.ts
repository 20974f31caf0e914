import { nowOf, type Whole } from './timeline';

const AT = '2026-03-24T02:00:00.000Z';
const during = (kinds: string[]) =>
  nowOf({ tender: { status: 'opening', held: kinds.length > 0, holds: kinds.map((kind) => ({ kind })) }, opening: { windowEndsAt: AT } } as unknown as Whole, Date.parse(AT) - 60_000);

test('the window of an opening counts down', () => expect(during([])).toEqual({ key: 'opening', until: AT }));

test.each(['HT', 'HS'])('under %s, which stops it, nothing counts down', (kind) => expect(during([kind]).until).toBeUndefined());

test('a hold that does not stop it leaves it counting', () => expect(during(['HD'])).toEqual({ key: 'opening', until: AT }));
