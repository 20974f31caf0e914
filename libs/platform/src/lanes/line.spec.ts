import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '@kernel';
import { Line } from './line';

const code = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: unknown) => (error instanceof BusinessError ? error.refusals[0].code : String(error)),
  );

/** A line whose work ends when it is told to. */
function held(options: Partial<ConstructorParameters<typeof Line>[0]> = {}) {
  const line = new Line({ width: 1, each: 1, most: 100, mostOfOne: 100, patienceMs: 60_000, ...options });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (who: string) => line.run(who, () => new Promise<void>((resolve) => (begun.push(who), ends.push(resolve))));
  const end = async () => {
    await sleep(1);
    ends.shift()!();
    await sleep(1);
  };
  return { line, begun, work, end };
}

test('serves so many at once, and the others in turn by who asks, whoever came first', async () => {
  const { begun, work, end } = held();
  const all = [...Array.from({ length: 5 }, () => work('loud')), work('quiet'), work('other')];
  while (begun.length < all.length) await end();
  await end();
  await Promise.all(all);
  // negative control: in order of arrival the quiet one would be sixth
  expect(begun).toEqual(['loud', 'loud', 'quiet', 'other', 'loud', 'loud', 'loud']);
});

test('what waits is bounded, in all and for one', async () => {
  const { line, begun, work, end } = held({ most: 3, mostOfOne: 2 });
  const taken = [work('a'), work('a'), work('a')];
  expect(await code(work('a'))).toBe('lanes.full');
  taken.push(work('b'));
  expect(await code(work('c'))).toBe('lanes.full');
  expect([begun.length, line.waiting]).toEqual([1, 3]);
  for (let i = 0; i < 4; i += 1) await end();
  await Promise.all(taken);
  expect(line.waiting).toBe(0);
});

test('waiting ends; who gave up takes no place', async () => {
  const { begun, work, end } = held({ patienceMs: 20 });
  const first = work('a');
  expect(await code(work('b'))).toBe('lanes.full');
  const third = work('c');
  await end();
  expect(begun).toEqual(['a', 'c']);
  await end();
  await Promise.all([first, third]);
});

test('nobody takes all the places: one stays free for others, and is not given to him who waits for it', async () => {
  const { begun, work, end } = held({ width: 3, each: 2 });
  const all = [work('loud'), work('loud'), work('loud'), work('loud'), work('quiet')];
  await sleep(1); // a fourth would begin in it
  expect(begun).toEqual(['loud', 'loud', 'quiet']);
  for (let i = 0; i < all.length; i += 1) await end();
  await Promise.all(all);
  expect(begun).toEqual(['loud', 'loud', 'quiet', 'loud', 'loud']);
});

test('a fault gives the place back', async () => {
  const line = new Line({ width: 1, each: 1, most: 0, mostOfOne: 0, patienceMs: 1 });
  for (let i = 0; i < 3; i += 1) expect(await code(line.run('a', () => Promise.reject(new Error('broken'))))).toBe('Error: broken');
  expect(await code(line.run('a', async () => undefined))).toBe('done');
});
