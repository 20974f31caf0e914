import { readFile } from 'node:fs/promises';
import { BusinessError } from '@kernel';
import { by } from '@platform/lanes';
import { hashPassword, passwordFits } from './passwords';

const guesses = (times: number, who: string, stored: string) => by({ lane: 'public', who }, () => Array.from({ length: times }, () => passwordFits(stored, 'wrong')));

test('a password fits its own hash, and none fits nobody', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await Promise.all([passwordFits(stored, 'correct horse'), passwordFits(stored, 'wrong'), passwordFits(null, 'correct horse')])).toEqual([true, false, false]);
});

// negative control: hashed by the pool in which Node reads files, every guess that had been sent before stood before the file
test('a flood of guesses keeps no file waiting, and its line ends', async () => {
  const stored = await hashPassword('x');
  const order: string[] = [];
  const flood = guesses(60, 'flood', stored).map((guess) =>
    guess.then(
      () => order.push('guess'),
      (error: unknown) => order.push(error instanceof BusinessError ? error.refusals[0].code : String(error)),
    ),
  );
  await Promise.all([...flood, readFile(__filename).then(() => order.push('file'))]);
  expect(order.indexOf('file')).toBeLessThan(order.lastIndexOf('guess'));
  expect(order.filter((what) => what === 'guess').length).toBeGreaterThanOrEqual(20);
  expect(order.filter((what) => what === 'lanes.full').length).toBeGreaterThanOrEqual(30);
});

test('somebody else waits behind one guess of each, not behind all of one', async () => {
  const stored = await hashPassword('x');
  const order: string[] = [];
  const note = (who: string) => (guess: Promise<boolean>) => guess.then(() => order.push(who));
  await Promise.all([...guesses(20, 'flood', stored).map(note('flood')), ...guesses(1, 'bidder', stored).map(note('bidder'))]);
  expect(order.indexOf('bidder')).toBeLessThan(6);
});
