import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { workshop } from '@platform/lanes';

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/**
 * Hashing in threads of its own: in those with which Node reads files it kept files and certificates waiting, and on the loop everybody. Who
 * waits longer than a person at a sign-in page would is told to come again.
 */
const LINE = { width: availableParallelism() > 2 ? 2 : 1, each: 1, most: 60, mostOfOne: 20, patienceMs: 10_000 };
const hashing = workshop<{ password: string; stored?: string; cost?: typeof COST }, string | boolean>(join(__dirname, 'password-worker.cjs'), LINE);

export const hashPassword = async (password: string): Promise<string> => (await hashing({ password, cost: COST })) as string;

/** A hash of nothing anyone knows: an unknown account costs as much time as a known one. */
let decoy: Promise<string> | undefined;

export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID()).catch((error: unknown) => {
    decoy = undefined; // the line was full: the next one tries again
    throw error;
  });
  const fits = await hashing({ password, stored: stored ?? (await decoy) });
  return stored !== null && fits === true;
}
