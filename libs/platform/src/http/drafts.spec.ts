import { setImmediate as soon } from 'node:timers/promises';
import { inDraftTurn } from './drafts';

const largest = { text: { value: '长'.repeat(500_000), version: 1 } };

/** `who` reads or saves a draft of so much, and is noted when his turn has come. */
function begun(): { go: (who: string, fields?: typeof largest) => Promise<void>; order: string[] } {
  const order: string[] = [];
  const go = (who: string, fields?: typeof largest) =>
    inDraftTurn(who.slice(0, 1), async (takes) => {
      order.push(who);
      takes(fields);
    });
  return { go, order };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());
const pass = async (ms: number) => {
  jest.advanceTimersByTime(ms);
  await soon();
};

test('who saved a large draft waits before the next, and nobody else does', async () => {
  const { go, order } = begun();
  await go('a1', largest);
  const second = go('a2');
  await go('b1', largest);
  await pass(1_249);
  expect(order).toEqual(['a1', 'b1']); // negative control: while nobody paid for the size of a draft, the second one stood here
  await pass(1);
  await second;
  expect(order).toEqual(['a1', 'b1', 'a2']);
});

test('one that failed gives its turn back, and a small one at once', async () => {
  const { go, order } = begun();
  await expect(inDraftTurn('c', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await pass(0);
  await go('c1');
  await pass(0);
  await go('c2');
  expect(order).toEqual(['c1', 'c2']);
});

test('so many of one account wait, and no more', async () => {
  const { go, order } = begun();
  await go('d', largest);
  const waiting = Promise.allSettled(Array.from({ length: 40 }, () => go('d')));
  for (let turns = 0; turns <= 40; turns += 1) await pass(turns === 0 ? 1_250 : 1);
  expect((await waiting).filter(({ status }) => status === 'rejected')).toHaveLength(10);
  expect(order).toHaveLength(31);
});
