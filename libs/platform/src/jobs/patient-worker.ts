import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'bullmq';

/** Milliseconds between a fault and the next look for a job. */
const PAUSE_MS = 250;

interface Looking {
  _getNextJob(...asked: unknown[]): Promise<unknown>;
}

/**
 * BullMQ asks again at once after a fault that it does not know for a lost connection. On a connection of PostgreSQL that is lost, and says so without a round trip, it
 * asks for ever, the loop never turns, and nobody hears that the connection ended: the process stands still at full speed. So each fault is waited after.
 */
export function patient(worker: Worker): Worker {
  const looking = worker as unknown as Looking; // the only place that all its ways to a job go through
  const look = looking._getNextJob.bind(worker);
  looking._getNextJob = (...asked) =>
    look(...asked).catch(async (error: unknown) => {
      await sleep(PAUSE_MS);
      throw error;
    });
  return worker;
}
