import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Db } from '@platform/db';
import type { Jobs } from '@platform/jobs';
import { FIGURE_EVENTS } from '../statistics';

export type PartState = 'ok' | 'degraded' | 'down';

/** A part of the installation and how it is. */
export interface Health {
  name: 'database' | 'storage' | 'jobs' | 'events';
  state: PartState;
  /** Since when, where the part itself can tell. */
  since: Date | null;
  detail: string;
}

type Told = Omit<Health, 'name'>;

const LATE_SECONDS = 60;
const LEAST_FREE_BYTES = 2 ** 30;
const GIB = 2 ** 30;

async function database(db: Db): Promise<Told> {
  const [row] = await db.read<{ connections: number; most: number; bytes: string; since: Date }>(
    `select (select count(*)::int from pg_stat_activity where datname = current_database()) as connections, current_setting('max_connections')::int as most,
       pg_size_pretty(pg_database_size(current_database())) as bytes, pg_postmaster_start_time() as since`,
  );
  const { connections, most, bytes, since } = row!;
  return { state: connections > most * 0.9 ? 'degraded' : 'ok', since, detail: `${bytes}, ${connections}/${most} connections` };
}

/** Whether files can be written, and how much room is left for them. */
async function storage(folder: string): Promise<Told> {
  await access(folder, constants.W_OK);
  const { bavail, blocks, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return { state: free < LEAST_FREE_BYTES ? 'degraded' : 'ok', since: null, detail: `${(free / GIB).toFixed(1)} GiB of ${((blocks * bsize) / GIB).toFixed(1)} GiB free` };
}

async function jobs(of: Jobs): Promise<Told> {
  const states = await of.states();
  const failed = states.filter((job) => job.failed > 0).map((job) => job.name);
  return { state: failed.length ? 'degraded' : 'ok', since: null, detail: failed.join(', ') || `${states.length} jobs` };
}

/** Events that should have been counted and were not; how long the oldest has waited, by the log's own clock. */
async function events(db: Db): Promise<Told> {
  const [row] = await db.read<{ behind: number; since: Date | null; seconds: number | null }>(
    `select count(*)::int as behind, min(e.at) as since, extract(epoch from tianping_now() - min(e.at))::int as seconds from event_log e where e.type = any($1)
       and (e.xid, e.position) > (coalesce((select c.xid from event_cursor c where c.consumer = 'statistics'), '0'::xid8), coalesce((select c.position from event_cursor c where c.consumer = 'statistics'), 0))`,
    [FIGURE_EVENTS],
  );
  const { behind, since, seconds } = row!;
  return { state: (seconds ?? 0) > LATE_SECONDS ? 'degraded' : 'ok', since, detail: `${behind} waiting` };
}

/** Each part is asked itself, now; a part that does not answer is down. */
export async function health(db: Db, queue: Jobs, folder: string): Promise<{ items: Health[] }> {
  const parts: Record<Health['name'], () => Promise<Told>> = { database: () => database(db), storage: () => storage(folder), jobs: () => jobs(queue), events: () => events(db) };
  const ask = async ([name, part]: [Health['name'], () => Promise<Told>]): Promise<Health> => ({
    name,
    ...(await part().catch((error: Error): Told => ({ state: 'down', since: null, detail: error.message.slice(0, 200) }))),
  });
  return { items: await Promise.all((Object.entries(parts) as [Health['name'], () => Promise<Told>][]).map(ask)) };
}
