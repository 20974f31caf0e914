import { Worker } from 'bullmq';
import { patient } from './patient-worker';

/** How often one asks whose queue fails at once, until the loop has turned or it has asked so often that it never would. */
async function askedBefore(made: (worker: Worker) => Worker): Promise<number> {
  let [asked, turned] = [0, false];
  const failing = { _getNextJob: async () => ((asked += 1), Promise.reject(new Error('not queryable'))) };
  const worker = made(failing as unknown as Worker) as unknown as typeof failing;
  setImmediate(() => (turned = true));
  while (!turned && asked < 1_000) await worker._getNextJob().catch(() => undefined);
  return asked;
}

test('a queue that fails at once does not keep the loop from turning', async () => {
  expect(typeof (Worker.prototype as unknown as { _getNextJob: unknown })._getNextJob).toBe('function'); // the library still has it
  expect(await askedBefore(patient)).toBe(1);
  expect(await askedBefore((worker) => worker)).toBe(1_000); // negative control
});
