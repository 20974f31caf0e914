import { mergeEvents, type RoomEvent } from './socket';

const event = (number: number): RoomEvent => ({ number, at: '2026-01-01T00:00:00Z', type: 'x', seat: null, payload: {} });
const numbers = (events: readonly RoomEvent[]) => events.map((one) => one.number);

test('what was missed is put in its place, what came twice counts once', () => {
  expect(numbers(mergeEvents([event(1), event(2), event(5)], [event(3), event(5), event(4)]))).toEqual([1, 2, 3, 4, 5]);
  expect(numbers(mergeEvents([], []))).toEqual([]);
});
