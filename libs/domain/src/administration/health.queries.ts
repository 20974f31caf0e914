import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Db } from '@platform/db';
import type { Jobs, JobState } from '@platform/jobs';
import { dueYear } from '../calendar';
import { FIGURE_EVENTS } from '../statistics';
import type { TimeSource } from '../trust';

export type PartState = 'ok' | 'degraded' | 'down';

/** A part of the installation and how it is. */
export interface Health {
  name: 'database' | 'storage' | 'jobs' | 'events' | 'time' | 'revocation' | 'calendar';
  state: PartState;
  /** Since when, where the part itself can tell. */
  since: Date | null;
  detail: string;
}

type Told = Omit<Health, 'name'>;

const LATE_SECONDS = 60;
const GIB = 2 ** 30;
/** In GiB: how much room there is, told in steps. */
const STEPS = [100, 10, 1] as const;
const BUSY = 0.9;

/** No sizes and no counts: before a deadline they would tell that somebody has handed in a bid, and how large it is (O20 21). */
async function database(db: Db): Promise<Told> {
  const [row] = await db.read<{ busy: number; since: Date }>(
    `select (select count(*) from pg_stat_activity)::float8 / current_setting('max_connections')::float8 as busy, pg_postmaster_start_time() as since`,
  );
  return { state: row!.busy > BUSY ? 'degraded' : 'ok', since: row!.since, detail: row!.busy > BUSY ? 'connections nearly used up' : '' };
}

/** Whether files can be written, and roughly how much room is left for them. */
async function storage(folder: string): Promise<Told> {
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const step = STEPS.find((gib) => bavail * bsize >= gib * GIB);
  return { state: step ? 'ok' : 'degraded', since: null, detail: step ? `> ${step} GiB` : '< 1 GiB' };
}

async function jobs(of: Jobs): Promise<Told> {
  const states = await of.states();
  const named = (what: string, which: (job: JobState) => boolean) => {
    const names = states.filter(which).map((job) => job.name);
    return names.length ? `${what}: ${names.join(', ')}` : '';
  };
  const troubles = [named('late', (job) => job.late), named('failed', (job) => job.failed > 0)].filter(Boolean);
  return { state: troubles.length ? 'degraded' : 'ok', since: null, detail: troubles.join('; ') || `${states.length} jobs` };
}

/** Events that should have been counted and were not; how long the oldest has waited, by the log's own clock. */
async function events(db: Db): Promise<Told> {
  const [row] = await db.read<{ behind: number; since: Date | null; seconds: number | null }>(
    `select count(*)::int as behind, min(e.at) as since, extract(epoch from tianping_now() - min(e.at))::int as seconds from event_log e where e.type = any($1)
       and (e.xid, e.position) > (coalesce((select c.xid from event_cursor c where c.consumer = 'statistics'), '0'::xid8), coalesce((select c.position from event_cursor c where c.consumer = 'statistics'), 0))`,
    [FIGURE_EVENTS],
  );
  const { behind, since, seconds } = row!;
  return { state: (seconds ?? 0) > LATE_SECONDS ? 'degraded' : 'ok', since, detail: behind ? `${behind} waiting` : '' };
}

const DRIFT_SECONDS = 1;

/** Is there a source of trusted time, and does the database's clock agree with it (property 5)? */
async function time(source: TimeSource): Promise<Told> {
  const { source: kind, outageSince, error, driftSeconds } = await source.state();
  if (outageSince) return { state: 'down', since: outageSince, detail: error ?? '' };
  const drift = Math.abs(driftSeconds ?? 0);
  return { state: drift > DRIFT_SECONDS ? 'degraded' : 'ok', since: null, detail: drift > DRIFT_SECONDS ? `clock differs by ${drift.toFixed(1)} s` : kind };
}

/** Whether every authority's revocation list is there and in force. */
async function revocation(db: Db): Promise<Told> {
  const late = await db.read<{ name: string; since: Date | null }>(
    `select coalesce(l.issuer_name, a.name) as name, l.next_update as since from trusted_authority a full join revocation_list l on l.issuer_fingerprint = a.fingerprint
     where a.ended_at is null and (l.next_update is null or l.next_update < (select tianping_now())) limit 20`,
  );
  return { state: late.length ? 'degraded' : 'ok', since: late[0]?.since ?? null, detail: late.map(({ name }) => name).join(', ') };
}

/** Whether the years are there in which periods of law will have to be counted. */
async function calendar(db: Db): Promise<Told> {
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  const due = dueYear(clock!.now);
  return { state: !due ? 'ok' : due.urgent ? 'down' : 'degraded', since: null, detail: due ? String(due.year) : '' };
}

/** Each part is asked itself, now; a part that does not answer is down. */
export async function health(db: Db, queue: Jobs, folder: string, source: TimeSource): Promise<{ items: Health[] }> {
  const parts: Record<Health['name'], () => Promise<Told>> = {
    database: () => database(db),
    storage: () => storage(folder),
    jobs: () => jobs(queue),
    events: () => events(db),
    time: () => time(source),
    revocation: () => revocation(db),
    calendar: () => calendar(db),
  };
  const ask = async ([name, part]: [Health['name'], () => Promise<Told>]): Promise<Health> => ({
    name,
    ...(await part().catch((error: Error): Told => ({ state: 'down', since: null, detail: error.message.slice(0, 200) }))),
  });
  return { items: await Promise.all((Object.entries(parts) as [Health['name'], () => Promise<Told>][]).map(ask)) };
}
