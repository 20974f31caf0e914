import { OfflineError } from './api/client';
import { mergeEvents, type RoomEvent, say } from './socket';

const event = (number: number): RoomEvent => ({ number, at: '2026-01-01T00:00:00Z', type: 'x', seat: null, payload: {} });
const numbers = (events: readonly RoomEvent[]) => events.map((one) => one.number);

test('what was missed is put in its place, what came twice counts once', () => {
  expect(numbers(mergeEvents([event(1), event(2), event(5)], [event(3), event(5), event(4)]))).toEqual([1, 2, 3, 4, 5]);
  expect(numbers(mergeEvents([], []))).toEqual([]);
});

const said: { idempotencyKey?: string }[] = [];
const answers: unknown[] = [];
jest.mock('socket.io-client', () => ({
  io: () => ({
    on: () => undefined,
    timeout: () => ({
      emitWithAck: async (_: string, body: { idempotencyKey?: string }) => {
        said.push(body);
        const answer = answers.shift() ?? { ok: true, data: 'done' };
        if (answer instanceof Error) throw answer;
        return answer;
      },
    }),
  }),
}));

test('what got no answer over the line is told like a lost answer of the interfaces, and said again under the same key', async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: 'zh' } } });
  answers.push(new Error('operation has timed out'));
  const pledge = () => say('expert.pledge', { evaluationId: 'e' });
  await expect(pledge()).rejects.toBeInstanceOf(OfflineError); // negative control: a plain error was shown as a fault of the page
  expect([await pledge(), await pledge()]).toEqual(['done', 'done']);
  const [first, second, third] = said.map(({ idempotencyKey }) => idempotencyKey);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('who votes again for the first, after an answer that was lost and a vote for another, votes anew', async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: 'zh' } } });
  said.length = 0;
  const vote = (seat: string) => say('leader.elect', { evaluationId: 'e', seat });
  answers.push(new Error('operation has timed out'));
  await expect(vote('E1')).rejects.toBeInstanceOf(OfflineError);
  await vote('E2');
  await vote('E1');
  expect(said[2]!.idempotencyKey).not.toBe(said[0]!.idempotencyKey); // negative control: under the first key the platform gives its first answer, and the vote for the other stands
});
