import { chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { type Cluster, reapServer, startCluster, writeMark } from './cluster';
import { isAlive, markOf, type ProcessMark } from './process';

const OWNER = 'owner.json';
const PREFIX = 'tianping-run-';

function ownerOf(home: string): (ProcessMark & { url?: string }) | undefined {
  try {
    return JSON.parse(readFileSync(join(home, OWNER), 'utf8')) as ProcessMark & { url?: string };
  } catch {
    return undefined;
  }
}

/** Thrown when another run already works in the same data folder. */
export class HomeInUse extends Error {}

/**
 * Puts this process's mark into the folder, unless a living process's mark is there: that one is returned. A hard link is made or not
 * made, never half, so of two starts at the same moment only one succeeds.
 */
function claim(home: string): (ProcessMark & { url?: string }) | undefined {
  const [mark, own] = [join(home, OWNER), join(home, `${OWNER}.${process.pid}`)];
  writeMark(own, markOf(process.pid));
  try {
    for (let tries = 0; tries < 10; tries += 1) {
      const owner = ownerOf(home);
      if (owner && owner.pid !== process.pid && isAlive(owner)) return owner;
      if (existsSync(mark)) renameSync(mark, `${mark}.stale`);
      try {
        linkSync(own, mark);
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return ownerOf(home);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes the data folder for this process; a folder whose owner died is taken over. Throws {@link HomeInUse}. */
export function takeHome(dir: string): string {
  const home = resolve(dir);
  mkdirSync(home, { recursive: true });
  const owner = claim(home);
  if (owner) throw new HomeInUse(`${home} 正被另一个天平进程使用 / is in use by another Tianping (process ${owner.pid}${owner.url ? `, ${owner.url}` : ''}). Stop it, or set another DATA_DIR.`);
  return home;
}

export const noteAddress = (home: string, url: string) => writeMark(join(home, OWNER), { ...markOf(process.pid), url });

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
  writeMark(join(home, OWNER), markOf(process.pid));
  return home;
}

export function dropThrowawayHome(home: string): void {
  if (!home.startsWith(join(tmpdir(), PREFIX))) throw new Error(`not a throwaway folder: ${home}`);
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

/** The built-in PostgreSQL of a data folder. */
export const startHomeCluster = (home: string, durable: boolean): Promise<Cluster> => startCluster({ dir: join(home, 'postgres'), durable });

export const isThrowaway = (home: string) => home.startsWith(join(tmpdir(), PREFIX)) && existsSync(home) && userInfo().uid === process.getuid?.();
