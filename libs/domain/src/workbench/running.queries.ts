import type { Db } from '@platform/db';

/** An opening, draw or evaluation that runs now. */
export interface RunningPlace {
  kind: 'opening' | 'draw' | 'evaluation';
  tenderId: string;
  code: string;
  title: string;
  region: string;
  tenderer: string;
  status: string;
  since: Date;
  roomId: string | null;
  seats: { present: number; of: number } | null;
  lastEventAt: Date | null;
  held: boolean;
}

const HEAD = `t.id as "tenderId", t.code, t.title, t.region, o.name as tenderer`;
const HELD = `exists (select 1 from hold h where h.project_id = t.project_id and h.lifted_at is null) as held`;
const last = (room: string) => `(select max(v.at) from room_event v where v.room_id = ${room}) as "lastEventAt"`;

const RUNNING = `
select 'opening' as kind, ${HEAD}, g.status, g.started_at as since, g.room_id as "roomId", jsonb_build_object('present', count(b.id) filter (where b.status = 'opened'), 'of', count(b.id)) as seats, ${last('g.room_id')}, ${HELD}
  from opening g join tender t on t.id = g.tender_id join organisation o on o.id = t.tenderer_id left join bid b on b.tender_id = t.id and b.status in ('sealed', 'opened')
  where g.status = 'decrypting' group by t.id, o.name, g.status, g.started_at, g.room_id
union all
select 'draw', ${HEAD}, d.status, d.frozen_at, null, null, null, ${HELD} from draw d join tender t on t.id = d.tender_id join organisation o on o.id = t.tenderer_id where d.status in ('frozen', 'committed', 'drawn')
union all
select 'evaluation', ${HEAD}, e.status, e.starts_at, e.room_id, jsonb_build_object('present', count(m.id) filter (where m.checked_in_at is not null), 'of', count(m.id)), ${last('e.room_id')}, ${HELD}
  from evaluation e join tender t on t.id = e.tender_id join organisation o on o.id = t.tenderer_id left join evaluation_member m on m.evaluation_id = e.id and m.replaced_at is null
  where e.status not in ('signed', 'ended') group by t.id, o.name, e.status, e.starts_at, e.room_id
order by held desc, since limit 200`;

export const readRunning = async (db: Db): Promise<{ items: RunningPlace[] }> => ({ items: await db.read<RunningPlace>(RUNNING) });

/** A session of the day as the trading centre prepares it: seats by their codes, no names. */
export interface VenueSession {
  kind: 'opening' | 'evaluation';
  code: string;
  title: string;
  startsAt: Date;
  room: string | null;
  seats: { seat: string; checkedIn: boolean }[];
}

const DAY = `(coalesce($1::date, (tianping_now() at time zone 'Asia/Shanghai')::date))`;
const within = (at: string) => `${at} >= ${DAY}::timestamp at time zone 'Asia/Shanghai' and ${at} < (${DAY} + 1)::timestamp at time zone 'Asia/Shanghai'`;

const SESSIONS = `
select 'opening' as kind, t.code, t.title, t.deadline as "startsAt", null::text as room, '[]'::jsonb as seats from tender t where t.published_at is not null and ${within('t.deadline')} and t.status not in ('failed', 'terminated')
union all
select 'evaluation', t.code, t.title, e.starts_at, (select r.name from venue_booking k join venue_room r on r.id = k.room_id where k.tender_id = t.id order by k.starts_at limit 1),
  (select coalesce(jsonb_agg(jsonb_build_object('seat', m.seat, 'checkedIn', m.checked_in_at is not null) order by m.seat), '[]') from evaluation_member m where m.evaluation_id = e.id and m.replaced_at is null)
  from evaluation e join tender t on t.id = e.tender_id where ${within('e.starts_at')}
order by "startsAt", code limit 500`;

export const readSessions = async (db: Db, day: string | undefined): Promise<{ items: VenueSession[] }> => ({ items: await db.read<VenueSession>(SESSIONS, [day ?? null]) });
