import { closeSync, existsSync, fchownSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerUser } from './binaries';

/** Made by initdb: owns the tables and migrates. */
export const OWNER_ROLE = 'tianping';
/** What the application connects as; `prepareDatabase` makes it and says what it may. */
export const APPLICATION_ROLE = 'tianping_app';

/** The kernel tells PostgreSQL which user of the machine stands at the other end of the socket; by network nobody comes in. */
const CONNECTIONS = `local all ${OWNER_ROLE},${APPLICATION_ROLE} peer map=tianping\n`;
const usersOf = (name: string) => [OWNER_ROLE, APPLICATION_ROLE].map((role) => `tianping "${name}" ${role}\n`).join('');

/** Never through a link that the server's user may have laid there: a new file takes the old one's name. */
function replaceFile(dir: string, name: string, text: string, user: ServerUser): void {
  const fresh = join(dir, `${name}.new`);
  rmSync(fresh, { force: true });
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    if (user.uid !== undefined) fchownSync(file, user.uid, user.gid!);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, join(dir, name));
}

/** Written at every start, so that a data folder of an earlier version, which trusted every local user, is closed as well. */
export function closeToOthers(dir: string, user: ServerUser): void {
  replaceFile(dir, 'pg_hba.conf', CONNECTIONS, user);
  replaceFile(dir, 'pg_ident.conf', usersOf(userInfo().username), user);
}

const SOCKET = '.s.PGSQL.5432';
/** Bytes that an address of a socket may have (`sun_path`, less its final zero). */
const LONGEST = process.platform === 'linux' ? 107 : 103;

export interface Door {
  /** The address of a database, for the role that owns it. */
  url(database: string): string;
  close(): void;
}

/**
 * The socket lies in the data folder itself, which PostgreSQL keeps closed to all but its own user. Where its path is too long for an address, the kernel's
 * name of the opened folder stands for it; that name holds while this process runs.
 */
export function openDoor(dir: string): Door {
  const path = resolve(dir);
  const fits = Buffer.byteLength(join(path, SOCKET)) <= LONGEST;
  if (!fits && !existsSync('/proc/self/fd'))
    throw new Error(`DATA_DIR: 路径过长 / the path of the data folder is too long for a socket: at most ${LONGEST - SOCKET.length - 1} bytes. Set a shorter DATA_DIR.`);
  const folder = fits ? undefined : openSync(path, 'r');
  const host = folder === undefined ? path : `/proc/${process.pid}/fd/${folder}`;
  return {
    url: (database) => `postgres://${OWNER_ROLE}@localhost/${database}?host=${encodeURIComponent(host)}`,
    close: () => folder !== undefined && closeSync(folder),
  };
}

/** The same database, entered as the application. */
export function asApplication(url: string): string {
  const address = new URL(url);
  address.username = APPLICATION_ROLE;
  return address.href;
}
