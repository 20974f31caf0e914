import type { Db } from '@platform/db';
import type { Jobs } from '@platform/jobs';

/** A part of the installation and how it is. */
export interface Health {
  name: 'database' | 'jobs' | 'events';
  state: 'ok' | 'degraded' | 'down';
  detail: string;
}

const LATE_EVENTS = 1000;

/** Asked of each part itself, now; a part that does not answer is down. */
export async function health(db: Db, jobs: Jobs): Promise<{ items: Health[] }> {
  const [size] = await db.read<{ connections: number; bytes: string }>(
    `select (select count(*)::int from pg_stat_activity where datname = current_database()) as connections, pg_size_pretty(pg_database_size(current_database())) as bytes`,
  );
  const [events] = await db.read<{ behind: number }>(
    `select count(*)::int as behind from event_log e where e.position > coalesce((select max(position) from event_cursor where consumer = 'statistics'), 0)`,
  );
  const states = await jobs.states().catch(() => undefined);
  const failed = states?.filter((job) => job.failed > 0).map((job) => job.name) ?? [];
  return {
    items: [
      { name: 'database', state: 'ok', detail: `${size!.bytes}, ${size!.connections} connections` },
      states ? { name: 'jobs', state: failed.length ? 'degraded' : 'ok', detail: failed.join(', ') || `${states.length}` } : { name: 'jobs', state: 'down', detail: '' },
      { name: 'events', state: events!.behind > LATE_EVENTS ? 'degraded' : 'ok', detail: String(events!.behind) },
    ],
  };
}
