import { BusinessError } from '@kernel';
import { anonymousLimit } from './anonymous-limit';

const refused = (work: () => void): number | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as BusinessError).refusals[0]!.params!['seconds'] as number;
  }
};

test('an address may write so often a minute, gets its tokens back with time, and does not spend another’s', () => {
  let clock = 0;
  const take = anonymousLimit(60, () => clock);
  for (let i = 0; i < 60; i += 1) expect(refused(() => take('a'))).toBeUndefined();
  expect(refused(() => take('a'))).toBe(1);
  expect(refused(() => take('b'))).toBeUndefined();
  clock = 1000;
  expect(refused(() => take('a'))).toBeUndefined();
  expect(refused(() => take('a'))).toBe(1);
  clock = 3_600_000;
  for (let i = 0; i < 60; i += 1) expect(refused(() => take('a'))).toBeUndefined(); // a quiet hour saves up no more than a minute's worth
  expect(refused(() => take('a'))).toBe(1);
});
