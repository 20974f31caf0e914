import { BusinessError } from '@kernel';
import type { DataSource } from 'typeorm';
import type { Caller } from './caller';
import type { Db } from './db';
import { R } from './database.refusals';

/** Moves the simulated clock of a demonstration forward to `to`. Refused elsewhere; recorded like any act. */
export function advanceClock(db: Db, caller: Caller, to: Date): Promise<{ now: string }> {
  return db.run(caller, async (tx) => {
    const [installation] = await tx.query<{ kind: string }>('select kind from installation for update');
    if (installation?.kind !== 'demonstration') throw new BusinessError([R.clockOnlyInDemonstration()]);
    const now = await tx.time();
    if (to < now) throw new BusinessError([R.clockOnlyForward({ now: now.toISOString() })]);
    await tx.query(`update installation set clock_offset = $1::timestamptz - clock_timestamp()`, [to]);
    await tx.record({ type: 'platform.clock-advanced', objectType: 'clock', objectId: 'clock', payload: { from: now.toISOString(), to: to.toISOString() } });
    return { now: to.toISOString() };
  });
}

/** Marks the database as a demonstration or as production, once; a later start with another mark is refused. */
export async function markInstallation(source: DataSource, kind: string, clock?: Date): Promise<void> {
  const [row] = (await source.query(
    `insert into installation (single, kind, clock_offset) values (true, $1, coalesce($2::timestamptz - clock_timestamp(), interval '0'))
     on conflict (single) do update set single = true returning kind`,
    [kind, clock ?? null],
  )) as { kind: string }[];
  if (row?.kind !== kind) throw new Error(`INSTALLATION=${kind}: this database belongs to a ${row?.kind} installation. Use another database, or INSTALLATION=${row?.kind}.`);
}
