import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findBinaries, makeFolder, type ServerUser, serverUser } from './binaries';
import { isAlive, markOf, type ProcessMark, waitGone } from './process';

export interface Cluster {
  /** postgres://… of the maintenance database. */
  url: string;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Folder of the cluster; made when missing. */
  dir: string;
  /** false: no fsync, for data that is thrown away. */
  durable: boolean;
}

/**
 * `/proc/self/cwd` names the working folder of the process itself. With it the server reaches a data folder that lies below
 * folders closed to its user (a checkout under a 0700 home), which no ordinary path would let it do.
 */
const HERE = '/proc/self/cwd';
const dataPath = (dir: string) => (existsSync(HERE) ? HERE : dir);

const INITDB = ['--username=tianping', '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync', '--no-instructions'];
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'shared_buffers=64MB', 'jit=off', 'log_min_messages=fatal'];
const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Beside this process, which loads the rest of the program meanwhile. */
async function initialise(native: string, dir: string, user: ServerUser): Promise<void> {
  const child = spawn(join(native, 'bin', 'initdb'), ['-D', dataPath(dir), ...INITDB], { ...user, cwd: dir, env: { PATH: process.env.PATH, LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString()).slice(-4000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`initdb failed in ${dir}: ${told}`))));
  });
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

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

/** Whether any process works in the folder: the server, or backends, which outlive a killed server for a moment. */
function isWorkedIn(dir: string): boolean {
  const real = realpathSync(dir);
  const cwdOf = (pid: string) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      return ''; // ended meanwhile, a zombie, or another user's
    }
  };
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && cwdOf(name) === real);
}

/**
 * PostgreSQL takes its lock file for held when the number in it exists at all: a zombie that nobody has collected yet, or, after a
 * restart of the machine, any other process. The file goes only when /proc shows that no process works in the folder.
 */
async function clearStaleLock(dir: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 100) {
    if (existsSync(HERE) && !isWorkedIn(dir)) return rmSync(join(dir, 'postmaster.pid'), { force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function accepts(child: ChildProcess, log: () => string): Promise<'ready' | 'port-taken' | 'locked'> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null) {
      if (/Address already in use|could not bind/.test(log())) return 'port-taken';
      if (log().includes('lock file "postmaster.pid" already exists')) return 'locked';
      throw new Error(`PostgreSQL did not start: ${log().slice(-2000)}`);
    }
    if (log().includes('ready to accept connections')) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL was not ready within 60 s: ${log().slice(-2000)}`);
}

function launch(native: string, options: ClusterOptions, user: ServerUser, port: number) {
  const settings = [...SETTINGS, ...(options.durable ? [] : THROWAWAY), `port=${port}`].flatMap((setting) => ['-c', setting]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', dataPath(options.dir), ...settings, '-c', 'log_min_messages=log'], {
    ...user,
    cwd: options.dir,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-20_000);
  });
  return { child, log: () => log };
}

/**
 * Starts a real PostgreSQL in `dir` (initialised on the first start) on a free port of the loopback address.
 * An orphan of an earlier run in the same folder is ended first. Throws an Error that says what to do.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUser();
  const native = findBinaries(user);
  makeFolder(options.dir, user);
  await reapServer(options.dir);
  if (readdirSync(options.dir).length === 0) await initialise(native, options.dir, user);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const { child, log } = launch(native, options, user, port);
    const state = await accepts(child, log);
    if (state === 'locked') await clearStaleLock(options.dir);
    if (state !== 'ready') continue;
    const mark = markOf(child.pid!);
    return {
      url: `postgres://tianping@127.0.0.1:${port}/postgres`,
      async stop() {
        if (isAlive(mark)) child.kill('SIGINT');
        if (!(await waitGone(mark, 15_000))) child.kill('SIGQUIT');
      },
    };
  }
  throw new Error(`PostgreSQL did not start in five tries: no free port, or ${options.dir} is in use by another server. Set DATABASE_URL, or end that server.`);
}

export const writeMark = (file: string, mark: ProcessMark & { url?: string }) => writeFileSync(file, JSON.stringify(mark));
