import { commitmentOf, numberOf, ownNumber } from './numbers';

const DRAW = '00000000-0000-4000-8000-000000000001';

test('the number of a draw is made once: who presses again after a lost answer commits to the same', () => {
  const saved: string[] = [];
  const press = () =>
    commitmentOf(
      DRAW,
      'tenderer',
      ownNumber(DRAW, 'tenderer', (number) => saved.push(number)),
    );
  expect(numberOf(DRAW, 'tenderer')).toBeUndefined();
  const first = press();
  expect(press()).toBe(first); // negative control: a number made anew in each press had another commitment
  expect(saved).toEqual([numberOf(DRAW, 'tenderer')]);
  expect(saved[0]).toMatch(/^[0-9a-f]{64}$/);
});

test('each draw, and each party in it, has a number of its own', () => {
  const [mine, theirs, later] = [ownNumber(DRAW, 'tenderer', () => undefined), ownNumber(DRAW, 'bureau', () => undefined), ownNumber('another', 'tenderer', () => undefined)];
  expect(new Set([mine, theirs, later]).size).toBe(3);
});
