import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeToOthers, openDoor, OWNER_ROLE } from './access';
import { findBinaries, makeFolder, type ServerUser, serverUser } from './binaries';
import { clearStaleLock, reapServer } from './orphans';
import { isAlive, markOf, waitGone } from './process';
import { Supervision } from './supervision';

export interface Cluster {
  /** postgres://… of the maintenance database, for the role that owns everything. */
  url: string;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Folder of the cluster; made when missing. */
  dir: string;
  /** false: no fsync, for data that is thrown away. */
  durable: boolean;
  /** It broke down again and again and is not started any more; the message is for people. */
  onLost(reason: Error): void;
}

/**
 * `/proc/self/cwd` names the working folder of the process itself. With it the server reaches a data folder that lies below
 * folders closed to its user (a checkout under a 0700 home), which no ordinary path would let it do.
 */
const HERE = '/proc/self/cwd';
const dataPath = (dir: string) => (existsSync(HERE) ? HERE : dir);

const INITDB = [`--username=${OWNER_ROLE}`, '--auth-local=peer', '--auth-host=reject', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync', '--no-instructions'];
// the socket's folder is the data folder, which is the server's working folder
const SETTINGS = ['listen_addresses=', 'unix_socket_directories=.', 'unix_socket_permissions=0600', 'port=5432', 'max_connections=200', 'shared_buffers=64MB', 'jit=off', 'log_min_messages=log'];
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

const LOCKED = /lock file "[^"]{1,200}" already exists|pre-existing shared memory block/;

async function accepts(child: ChildProcess, log: () => string): Promise<'ready' | 'locked'> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null) {
      if (LOCKED.test(log())) return 'locked';
      throw new Error(`PostgreSQL did not start: ${log().slice(-2000)}`);
    }
    if (log().includes('ready to accept connections')) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL was not ready within 60 s: ${log().slice(-2000)}`);
}

function launch(native: string, { dir, durable }: ClusterOptions, user: ServerUser) {
  const settings = [...SETTINGS, ...(durable ? [] : THROWAWAY)].flatMap((setting) => ['-c', setting]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', dataPath(dir), ...settings], {
    ...user,
    cwd: dir,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-20_000);
  });
  return { child, log: () => log };
}

/** A server that accepts connections. What an earlier one left behind, alive or not, is out of the way first. */
async function bringUp(native: string, options: ClusterOptions, user: ServerUser): Promise<ChildProcess> {
  await reapServer(options.dir);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { child, log } = launch(native, options, user);
    if ((await accepts(child, log)) === 'ready') return child;
    await clearStaleLock(options.dir);
  }
  throw new Error(`PostgreSQL did not start in five tries: ${options.dir} is in use by another server. Set DATABASE_URL, or end that server.`);
}

async function end(child: ChildProcess): Promise<void> {
  const mark = markOf(child.pid!);
  if (child.exitCode === null && child.signalCode === null && isAlive(mark)) child.kill('SIGINT');
  if (!(await waitGone(mark, 15_000))) child.kill('SIGQUIT');
}

/**
 * Starts a real PostgreSQL in `dir` (initialised on the first start), on a socket that only this process's user gets through, and starts it again when it breaks
 * down. An orphan of an earlier run in the same folder is ended first. Throws an Error that says what to do.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  if (process.platform === 'win32') throw new Error('Windows 上没有内置 PostgreSQL / there is no built-in PostgreSQL for Windows: set DATABASE_URL to a PostgreSQL >= 15.');
  const user = serverUser();
  const native = findBinaries(user);
  makeFolder(options.dir, user);
  if (readdirSync(options.dir).length === 0) await initialise(native, options.dir, user);
  closeToOthers(options.dir, user);
  const supervision = new Supervision(() => bringUp(native, options, user), options.onLost);
  await supervision.start();
  const door = openDoor(options.dir);
  const stop = async () => {
    await end(await supervision.release());
    door.close();
  };
  return { url: door.url('postgres'), stop };
}
