import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cluster, startCluster } from './cluster';
import { lockFile, type Release } from './lock';
import { reapServer } from './orphans';
import { isAlive, markOf, type ProcessMark } from './process';
import { log } from '../log';

const OWNER = 'owner.json';
const LOCK = 'lock';
const PREFIX = 'tianping-run-';

type Owner = ProcessMark & { url?: string };

function ownerOf(home: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(home, OWNER), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

/** Tells people, and those who clear up, who works here; whether anybody does, the lock says. */
function noteOwner(home: string, owner: Owner): void {
  const fresh = join(home, `${OWNER}.${process.pid}`);
  writeFileSync(fresh, JSON.stringify(owner));
  renameSync(fresh, join(home, OWNER));
}

/** Thrown when another run already works in the same data folder. */
export class HomeInUse extends Error {}

export interface Home {
  path: string;
  release: Release;
}

/** Takes the data folder for this process; a folder whose owner died is free. Throws {@link HomeInUse}. */
export async function takeHome(dir: string): Promise<Home> {
  const path = resolve(dir);
  mkdirSync(path, { recursive: true });
  const release = await lockFile(join(path, LOCK));
  if (release) {
    noteOwner(path, markOf(process.pid));
    return { path, release };
  }
  const owner = ownerOf(path);
  const who = owner ? ` (process ${owner.pid}${owner.url ? `, ${owner.url}` : ''})` : '';
  throw new HomeInUse(`${path} 正被另一个天平进程使用 / is in use by another Tianping${who}. Stop it, or set another DATA_DIR.`);
}

export const noteAddress = (home: string, url: string) => noteOwner(home, { ...markOf(process.pid), url });

/** Clears what killed throwaway runs of this user left behind: their server is ended, then their folder deleted. Living runs are left alone. */
async function reapThrowaways(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    const owner = ownerOf(home);
    if (!owner || isAlive(owner)) continue;
    try {
      await reapServer(join(home, 'postgres'));
      rmSync(home, { recursive: true, force: true });
    } catch {
      // another user's, or still being cleared by somebody else: not ours to force
    }
  }
}

/** A folder for one run only, outside the checkout so that any server user can reach it. */
export async function makeThrowawayHome(): Promise<string> {
  await reapThrowaways();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(home, 0o755);
  noteOwner(home, markOf(process.pid));
  return home;
}

export function dropThrowawayHome(home: string): void {
  if (!home.startsWith(join(tmpdir(), PREFIX))) throw new Error(`not a throwaway folder: ${home}`);
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

const report = (reason: Error) => log('error', reason.message);

/** The built-in PostgreSQL of a data folder. `onLost`: it could not be kept running. */
export const startHomeCluster = (home: string, durable: boolean, onLost: (reason: Error) => void = report): Promise<Cluster> => startCluster({ dir: join(home, 'postgres'), durable, onLost });
