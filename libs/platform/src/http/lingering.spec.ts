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
  for (let ms = 0; ms < seconds * 1000; ms += 10) {
    jest.advanceTimersByTime(10);
    await settled();
  }
}

test('what nobody wants is read at a mebibyte a second, whatever comes', async () => {
  const { request, taken } = body(8 * MIB);
  linger(request);
  await pass(2);
  expect(taken.bytes / MIB).toBeGreaterThan(1);
  expect(taken.bytes / MIB).toBeLessThanOrEqual(2.2);
  await pass(7);
  expect(request.readableEnded).toBe(true);
});

test('negative control: a body that is merely resumed is gone at once', async () => {
  const { request, taken } = body(8 * MIB);
  request.resume();
  for (let i = 0; i < 200; i += 1) await settled();
  expect(taken.bytes).toBe(8 * MIB);
});

test('beyond sixteen the sender is cut', async () => {
  const { request, taken } = body(20 * MIB);
  linger(request);
  await pass(18);
  expect(request.destroyed).toBe(true);
  expect(taken.bytes / MIB).toBeLessThan(16.3);
});

test('twice is once', async () => {
  const { request, taken } = body(8 * MIB);
  linger(request);
  linger(request);
  await pass(1);
  expect(taken.bytes / MIB).toBeLessThanOrEqual(1.2);
});
