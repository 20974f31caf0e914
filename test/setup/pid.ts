import { readFileSync } from 'node:fs';

/**
 * The process that a lock file names in its first line (PostgreSQL's postmaster.pid). Throws where it names none: while it is written it is empty, and a signal to
 * process 0 is one to the whole group of whoever sends it, the test run and what started it.
 */
export function processIn(lockFile: string): number {
  const [first = ''] = readFileSync(lockFile, 'utf8').split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 1) throw new Error(`${lockFile} names no process`);
  return pid;
}
