import { readFileSync } from 'node:fs';

/** A process, told apart from a later one with the same number by the moment it started. */
export interface ProcessMark {
  pid: number;
  started: string;
}

/** Start time from /proc (field 22), or '' where there is no /proc: then the number alone has to do. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

export const markOf = (pid: number): ProcessMark => ({ pid, started: startedAt(pid) });

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** Whether that very process still runs. */
export const isAlive = (mark: ProcessMark): boolean => exists(mark.pid) && !isZombie(mark.pid) && (mark.started === '' || startedAt(mark.pid) === mark.started);

/** Waits until the process is gone; false when it outlives the time. */
export async function waitGone(mark: ProcessMark, millis: number): Promise<boolean> {
  for (let waited = 0; waited < millis; waited += 50) {
    if (!isAlive(mark)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !isAlive(mark);
}
