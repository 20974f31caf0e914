import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '@kernel';
import { log } from '../log';
import { R } from './database.refusals';

const SERIALIZATION = '40001';
const DEADLOCK = '40P01';
const TRIES = 6;

export const sqlState = (error: unknown): string => (error as { code?: string } | null)?.code ?? '';

/**
 * Does the whole `work` anew when the database ended it for the sake of another transaction (SQLSTATE 40001, 40P01): at most six times, then 503
 * `platform.try-again`. A deadlock is told, for somewhere rows are locked in an order of their own (test/architecture/locks.spec.ts).
 */
export async function again<T>(what: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (![SERIALIZATION, DEADLOCK].includes(sqlState(error))) throw error;
      if (sqlState(error) === DEADLOCK) log('error', `a deadlock, try ${attempt} of ${TRIES}, of ${what}`, error);
      if (attempt === TRIES) throw new BusinessError([R.tryAgain()]);
      await sleep(Math.random() * 20 * 2 ** attempt);
    }
  }
}
