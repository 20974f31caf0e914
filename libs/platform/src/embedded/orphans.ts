import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, markOf, type ProcessMark, waitGone } from './process';

/** The server that wrote postmaster.pid, when it is alive and works in this very folder. */
export function runningServer(dir: string): ProcessMark | undefined {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const mark = markOf(Number(readFileSync(file, 'utf8').split('\n')[0]));
  if (!(mark.pid > 1) || !isAlive(mark)) return undefined;
  try {
    return readlinkSync(`/proc/${mark.pid}/cwd`) === realpathSync(dir) ? mark : undefined;
  } catch {
    return mark; // no /proc: trust the lock file rather than delete what may be alive
  }
}

/** Ends an orphan left by a killed run: fast shutdown first, then the hard one. Deletes nothing. */
export async function reapServer(dir: string): Promise<boolean> {
  const orphan = runningServer(dir);
  if (!orphan) return false;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(orphan.pid, signal);
    if (await waitGone(orphan, 10_000)) return true;
  }
  throw new Error(`A PostgreSQL of an earlier run (process ${orphan.pid}) does not end. End it, then start again.`);
}

/** Of PostgreSQL what works in the folder: the server, or backends, which outlive a killed server for a moment. */
function workingIn(dir: string): number[] {
  const real = realpathSync(dir);
  const isOurs = (pid: string) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === real && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    } catch {
      return false; // ended meanwhile, a zombie, or another user's
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOurs(name))
    .map(Number);
}

const PATIENCE_MS = 5_000;

/**
 * PostgreSQL takes its lock files for held when the number in them exists at all: a zombie that nobody has collected yet, or, after a
 * restart of the machine, any other process. They go only when /proc shows that no process works in the folder. Backends whose server is gone end by
 * themselves, unless they hang: then they are ended, since nothing can begin anew beside them.
 */
export async function clearStaleLock(dir: string): Promise<void> {
  if (!existsSync('/proc/self/cwd')) return;
  for (let waited = 0; waited < 2 * PATIENCE_MS; waited += 100) {
    const left = workingIn(dir);
    if (left.length === 0) for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) rmSync(join(dir, name), { force: true });
    if (left.length === 0) return;
    if (waited >= PATIENCE_MS && !runningServer(dir)) for (const pid of left) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
