import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { linger } from './lingering';

const MIB = 2 ** 20;

/** A body of so many bytes, as a sender who never waits would send it; counts what was taken. */
function body(bytes: number) {
  const taken = { bytes: 0 };
  const request = new Readable({
    highWaterMark: 65_536,
    read() {
      const chunk = Math.min(65_536, bytes - taken.bytes);
      taken.bytes += chunk;
      this.push(chunk > 0 ? Buffer.alloc(chunk) : null);
    },
  });
  return { request: request as unknown as IncomingMessage, taken };
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());
const settled = () => new Promise((resolve) => setImmediate(resolve));
async function pass(seconds: number): Promise<void> {
  for (let ms = 0; ms < seconds * 1000; ms += 1) {
    jest.advanceTimersByTime(1);
    await settled();
  }
}

test('what nobody wants is read at eight mebibytes a second, whatever comes, and in however many bodies', async () => {
  const one = body(8 * MIB);
  linger(one.request, 'one');
  await pass(0.5);
  expect(one.taken.bytes / MIB).toBeGreaterThan(3);
  expect(one.taken.bytes / MIB).toBeLessThanOrEqual(4.3);
  await pass(0.7);
  expect(one.request.readableEnded).toBe(true);
  const many = Array.from({ length: 16 }, () => body(8 * MIB));
  for (const { request } of many) linger(request, 'many');
  const other = body(4 * MIB);
  linger(other.request, 'another');
  await pass(0.7);
  expect(many.reduce((sum, { taken }) => sum + taken.bytes, 0) / MIB).toBeLessThan(8.8); // each has one or two chunks in its hands
  expect(other.request.readableEnded).toBe(true);
});

test('negative control: a body that is merely resumed is gone at once', async () => {
  const { request, taken } = body(8 * MIB);
  request.resume();
  for (let i = 0; i < 200; i += 1) await settled();
  expect(taken.bytes).toBe(8 * MIB);
});

test('beyond sixteen the sender is cut', async () => {
  const { request, taken } = body(20 * MIB);
  linger(request, 'beyond');
  await pass(3);
  expect(request.destroyed).toBe(true);
  expect(taken.bytes / MIB).toBeLessThan(16.3);
});

test('twice is once', async () => {
  const { request, taken } = body(8 * MIB);
  linger(request, 'twice');
  linger(request, 'twice');
  await pass(0.5);
  expect(taken.bytes / MIB).toBeLessThanOrEqual(4.3);
});
