import type { Caller, Db } from '@platform/db';
import { sees } from '@procedure';
import { LOT_HEAD, type LotHead, watcherLetters } from '../tender';

export interface VenueRoom {
  id: string;
  name: string;
  seats: number;
  equipment: string;
  active: boolean;
}

export const readRooms = async (db: Db, organisationId: string | null): Promise<{ items: VenueRoom[] }> => ({
  items: await db.read<VenueRoom>('select id, name, seats, equipment, active from venue_room where organisation_id = $1 order by name', [organisationId]),
});

export interface SeatState {
  seat: string;
  checkedIn: boolean;
}

/** A session of the day as the trading centre prepares it: seats by their codes; who sits there is secret until the report is published (TBL 37). */
export interface VenueSession {
  kind: 'opening' | 'evaluation';
  tenderId: string;
  code: string;
  title: string;
  startsAt: Date;
  /** The room of the own centre that is booked over its beginning, and until when. */
  room: string | null;
  roomUntil: Date | null;
  /** Absent for those who do not serve the room now (V37). */
  seats?: SeatState[];
}

const DAY = `(select coalesce($1::date, (tianping_now() at time zone 'Asia/Shanghai')::date))`;
const within = (at: string) => `${at} >= ${DAY}::timestamp at time zone 'Asia/Shanghai' and ${at} < (${DAY} + 1)::timestamp at time zone 'Asia/Shanghai'`;
const booked = (at: string) =>
  `left join lateral (select r.name, k.ends_at from venue_booking k join venue_room r on r.id = k.room_id where k.tender_id = t.id and r.organisation_id = $2 and k.starts_at <= ${at} and k.ends_at > ${at} order by k.starts_at limit 1) room on true`;

const SESSIONS = `
select 'opening' as kind, t.id as "tenderId", t.code, t.title, t.deadline as "startsAt", room.name as room, room.ends_at as "roomUntil", '[]'::jsonb as seats, ${LOT_HEAD}
  from tender t ${booked('t.deadline')} where t.published_at is not null and ${within('t.deadline')} and t.status not in ('failed', 'terminated')
union all
select 'evaluation', t.id, t.code, t.title, e.starts_at, room.name, room.ends_at,
  (select coalesce(jsonb_agg(jsonb_build_object('seat', m.seat, 'checkedIn', m.checked_in_at is not null) order by m.seat), '[]') from evaluation_member m where m.evaluation_id = e.id and m.replaced_at is null), ${LOT_HEAD}
  from evaluation e join tender t on t.id = e.tender_id ${booked('e.starts_at')} where ${within('e.starts_at')}
order by "startsAt", code limit 500`;

type SessionRow = VenueSession & { lot: LotHead };

export async function readSessions(db: Db, { actor }: Caller, day: string | undefined): Promise<{ items: VenueSession[] }> {
  const rows = await db.read<SessionRow>(SESSIONS, [day ?? null, actor.organisationId]);
  return {
    items: rows.flatMap(({ lot, seats, ...session }) => {
      const letters = watcherLetters(actor, lot.projectId);
      return sees('lotItself', lot, letters) ? [{ ...session, ...(sees('seatPlan', lot, letters) ? { seats } : {}) }] : [];
    }),
  };
}
