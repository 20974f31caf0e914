import { atLeastShare, type Terms } from '@law';
import type { Tx } from '@platform/db';
import { SESSION_END } from './draw.entity';

export interface ConfirmedSeat {
  callId: string;
  expertId: string;
  accountId: string;
  library: string;
  away: boolean;
}

export interface ConfirmedDraw {
  drawId: string;
  sessionStartsAt: Date;
  sessionEndsAt: Date;
  seats: ConfirmedSeat[];
}

/** For evaluation: the people of a confirmed draw, in the order in which they were called; undefined while seats are open. */
export async function confirmedDraw(tx: Tx, tenderId: string): Promise<ConfirmedDraw | undefined> {
  const [draw] = await tx.query<{ drawId: string; sessionStartsAt: Date; sessionEndsAt: Date; home: string }>(
    `select id as "drawId", session_starts_at as "sessionStartsAt", ${SESSION_END} as "sessionEndsAt", home_library as home from draw d where tender_id = $1 and status = 'confirmed' order by id for share`,
    [tenderId],
  );
  if (!draw) return undefined;
  const seats = await tx.query<Omit<ConfirmedSeat, 'away'>>(
    `select c.id as "callId", e.id as "expertId", e.account_id as "accountId", e.library from expert_call c join expert e on e.id = c.expert_id where c.draw_id = $1 and c.status = 'accepted' order by c.id`,
    [draw.drawId],
  );
  return { ...draw, seats: seats.map((seat) => ({ ...seat, away: seat.library !== draw.home })) };
}

/** Everybody who accepted a call of any draw of the tender and was not let go, in the order of the calls. */
export const acceptedCalls = (tx: Tx, tenderId: string): Promise<ConfirmedSeat[]> =>
  tx.query<ConfirmedSeat>(
    `select c.id as "callId", e.id as "expertId", e.account_id as "accountId", e.library, e.library <> d.home_library as away
     from draw d join expert_call c on c.draw_id = d.id join expert e on e.id = c.expert_id where d.tender_id = $1 and c.status = 'accepted' order by c.id`,
    [tenderId],
  );

/** Enough members, an odd number, two thirds of them experts (TBL 37). */
export function isSound(experts: number, representatives: number, { committeeMin, expertShare }: Terms): boolean {
  const members = experts + representatives;
  return members >= committeeMin && members % 2 === 1 && atLeastShare(experts, members, expertShare);
}
