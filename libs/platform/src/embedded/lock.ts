import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { createServer } from 'node:net';

/** Gives the lock up. It is given up as well when the process ends, however it ends: the kernel does that. */
export type Release = () => void;

/** Where the opening itself locks: O_EXLOCK with O_NONBLOCK, and libuv's UV_FS_O_EXLOCK (Windows: no sharing). Node names neither. */
const LOCKING: Partial<Record<NodeJS.Platform, number>> = { darwin: 0x20 | constants.O_NONBLOCK, freebsd: 0x20 | constants.O_NONBLOCK, win32: 0x10000000 };
const TAKEN = new Set(['EAGAIN', 'EWOULDBLOCK', 'EBUSY']);

/** Of all processes on one folder either each finds flock(1) or none does, whatever PATH it was given: two ways to lock would not see each other. */
const FLOCK = ['flock', '/usr/bin/flock', '/bin/flock', '/usr/local/bin/flock'];

/** Elsewhere flock(1) locks our open file: a lock belongs to what was opened, not to the process that asked, so it stays when flock has ended. */
function locked(file: number): boolean | undefined {
  for (const program of FLOCK) {
    const { status, error } = spawnSync(program, ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] });
    if (!error) return status === 0 ? true : status === 1 ? false : undefined;
  }
  return undefined;
}

/** Without flock(1): a name of the kernel's, gone with the process, but known inside one network namespace only. */
function named(file: number): Promise<Release | undefined> {
  const { dev, ino } = fstatSync(file);
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(`\0tianping-lock-${dev}-${ino}`, () => resolve(() => server.close()));
    server.unref();
  });
}

function open(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT | (LOCKING[process.platform] ?? 0), 0o600);
  } catch (error) {
    if (TAKEN.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Locks the file, which is made when missing and never deleted; undefined when somebody else, or this process, holds it. */
export async function lockFile(path: string): Promise<Release | undefined> {
  const file = open(path);
  if (file === undefined) return undefined;
  const release = () => closeSync(file);
  const held = process.platform in LOCKING || locked(file);
  if (held) return release;
  if (held === undefined) {
    const unname = await named(file);
    if (unname) return () => (unname(), release());
  }
  release();
  return undefined;
}
