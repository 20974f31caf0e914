import type { Caller, Db } from '@platform/db';
import { actOf, type Info, sees } from '@procedure';
import { type EvaluationStatus, statusFor } from '../evaluation';
import { liesOn } from '../intake';
import { lettersOf, LOT_HEAD, type LotHead } from '../tender';

/** An opening, draw or evaluation that runs now. */
export interface RunningPlace {
  kind: 'opening' | 'draw' | 'evaluation';
  tenderId: string;
  code: string;
  title: string;
  region: string;
  tenderer: string;
  /** Absent where the reader may not know how far it is. */
  status?: string;
  since: Date;
  /** Absent where the reader may not follow what goes on inside. */
  roomId?: string | null;
  lastEventAt?: Date | null;
  /** Bids opened of all; members checked in of all; absent where the reader may not count them. */
  seats?: { present: number; of: number } | null;
  held: boolean;
}

const HEAD = `t.id as "tenderId", t.code, t.title, t.region, o.name as tenderer, ${LOT_HEAD}`;
const HELD = `exists (select 1 from hold h where ${liesOn('t')}) as held`;
const last = (room: string) => `(select max(v.at) from room_event v where v.room_id = ${room}) as "lastEventAt"`;

const RUNNING = `
select 'opening' as kind, ${HEAD}, g.status, g.started_at as since, g.room_id as "roomId", jsonb_build_object('present', count(b.id) filter (where b.status = 'opened'), 'of', count(b.id)) as seats, ${last('g.room_id')}, ${HELD}
  from opening g join tender t on t.id = g.tender_id join organisation o on o.id = t.tenderer_id left join bid b on b.tender_id = t.id and b.status in ('sealed', 'opened')
  where t.status = 'opening' and g.status = 'decrypting' group by t.id, o.name, g.status, g.started_at, g.room_id
union all
select 'draw', ${HEAD}, d.status, d.frozen_at, null, null, null, ${HELD} from draw d join tender t on t.id = d.tender_id join organisation o on o.id = t.tenderer_id where t.status = any('{${actOf('draw.contribute').in.join()}}') and d.status in ('frozen', 'committed', 'drawn')
union all
select 'evaluation', ${HEAD}, e.status, e.starts_at, e.room_id, jsonb_build_object('present', count(m.id) filter (where m.checked_in_at is not null), 'of', count(m.id)), ${last('e.room_id')}, ${HELD}
  from evaluation e join tender t on t.id = e.tender_id join organisation o on o.id = t.tenderer_id left join evaluation_member m on m.evaluation_id = e.id and m.replaced_at is null
  where t.status = 'evaluating' and e.status not in ('signed', 'ended') group by t.id, o.name, e.status, e.starts_at, e.room_id
order by held desc, since limit 200`;

type Row = Required<RunningPlace> & { lot: LotHead };

/** What has to be seen to know how far a place is, as on its own page, to follow its events, and to count its seats. */
const NEEDS: Record<RunningPlace['kind'], { status: Info; room: Info; seats: readonly Info[] }> = {
  opening: { status: 'bidCount', room: 'bidCount', seats: ['bidCount'] },
  draw: { status: 'committeeShape', room: 'committeeShape', seats: ['committeeShape'] },
  evaluation: { status: 'memberNames', room: 'evaluationRoom', seats: ['committeeShape', 'handInState'] },
};

/** What runs now, over all projects of which the reader may know; how far it is only for those who may know that. */
export async function readRunning(db: Db, { actor }: Caller): Promise<{ items: RunningPlace[] }> {
  const rows = await db.read<Row>(RUNNING);
  return {
    items: rows.flatMap(({ lot, roomId, lastEventAt, seats, status, ...place }) => {
      const letters = lettersOf(actor, lot);
      const knows = (info: Info) => sees(info, lot, letters);
      if (!knows('lotItself')) return [];
      const needs = NEEDS[place.kind];
      const told = place.kind === 'evaluation' ? statusFor(status as EvaluationStatus, knows('rejections')) : status;
      return [{ ...place, ...(knows(needs.status) ? { status: told } : {}), ...(knows(needs.room) ? { roomId, lastEventAt } : {}), ...(needs.seats.every(knows) ? { seats } : {}) }];
    }),
  };
}
