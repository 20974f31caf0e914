import type { Db, Tx } from '../db';

export interface LoggedEvent {
  xid: string;
  position: string;
  at: Date;
  type: string;
  objectId: string;
  projectId: string | null;
  payload: Record<string, unknown>;
}

const NEXT = `select xid::text, position::text, at, type, object_id as "objectId", project_id as "projectId", payload from event_log
where (xid, position) > ($1::text::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot()) and type = any($3)
order by event_log.xid, event_log.position limit $4`; // bare names would mean the texts selected above: '10' before '9'

/**
 * Gives `handle` the next events after the consumer's cursor and moves the cursor in the same transaction: each event takes
 * effect exactly once, whatever crashes and whenever. Events of transactions still running are left for later (their xid is not
 * below the snapshot's xmin), so none is overtaken. Returns how many were handled.
 */
export function consume(db: Db, consumer: string, types: readonly string[], handle: (tx: Tx, events: LoggedEvent[]) => Promise<void>, limit = 500): Promise<number> {
  return db.system(`events.${consumer}`, async (tx) => {
    await tx.query('insert into event_cursor (consumer) values ($1) on conflict do nothing', [consumer]);
    const [cursor] = await tx.query<{ xid: string; position: string }>('select xid::text, position::text from event_cursor where consumer = $1 for update', [consumer]);
    const events = await tx.query<LoggedEvent>(NEXT, [cursor!.xid, cursor!.position, types, limit]);
    const last = events.at(-1);
    if (!last) return 0;
    await handle(tx, events);
    await tx.query('update event_cursor set xid = $2::text::xid8, position = $3 where consumer = $1', [consumer, last.xid, last.position]);
    return events.length;
  });
}
