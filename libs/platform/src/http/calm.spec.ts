import { Calm } from './calm';

/** How many of `n` came in before one of another address who came last. */
async function before(calm: Calm, n: number): Promise<number> {
  let entered = 0;
  const crowd = Array.from({ length: n }, () => calm.enter('a').then(() => (entered += 1)));
  const seen = calm.enter('b').then(() => entered);
  await Promise.all(crowd);
  return seen;
}

const busy = { busy: () => true, stop: () => undefined };
const idle = { busy: () => false, stop: () => undefined };

test('while the loop is busy strangers wait in turn, by address and not by arrival', async () => {
  expect(await before(new Calm(3_000, busy), 20)).toBeLessThanOrEqual(2);
});

// negative control: a line that did not end would take them all
test('who asks for too much at once is told to come again', async () => {
  const calm = new Calm(30_000, busy);
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => calm.enter('a')));
  expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(60 - 51);
});

// negative control for the first: nobody waits, so the one who came last comes last
test('while it is not, or where the budgets are open, nobody waits', async () => {
  for (const calm of [new Calm(3_000, idle), new Calm(10_000_000, busy)]) expect(await before(calm, 20)).toBe(20);
});
