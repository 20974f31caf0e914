/**
 * What each event of a room tells, as data: a room is heard by all whom it admits, now and in every later replay, so an event may tell only what each of them
 * may know where it is said. Names on the right are rows of tender/sight.ts; `tells` is what the event says by being there, with its seat, and `payload` names the
 * only members that may come with it. `untellable` (supervision/room-disclosures.ts) holds every row to SIGHT at the boot. What a row leaves out each page reads by its own right.
 */
export interface Row {
  /** The stage at which it is said. */
  at: string;
  tells: string;
  payload: Readonly<Record<string, string>>;
}

const row = (at: string, tells: string, payload: Row['payload'] = {}): Row => ({ at, tells, payload });

/** The opening is public business of those who bid and those who run it; with its record prices and names are everybody's (O20 31-32). */
const HALL = {
  'opening.started': row('closed', 'openingHall', { bids: 'bidCount', windowEndsAt: 'openingHall' }),
  'opening.window-continued': row('closed', 'openingHall', { windowEndsAt: 'openingHall' }),
  'opening.coefficients-drawn': row('closed', 'openingHall', { drawn: 'openingHall' }),
  'opening.share-released': row('closed', 'openingHall', { trustee: 'openingHall', organisation: 'openingHall', index: 'openingHall', secrets: 'openingHall' }),
  'opening.bid-decrypted': row('closed', 'bidCount', { receiptCode: 'sealedSetRoot' }),
  'opening.bid-damaged': row('closed', 'bidCount', { receiptCode: 'sealedSetRoot' }),
  'opening.price-announced': row('opened', 'bidTotals', { bidder: 'bidderNames', priceFen: 'bidTotals', priceYuan: 'bidTotals', durationDays: 'bidTotals' }),
  'opening.bid-not-opened': row('opened', 'bidTotals', { bidder: 'bidderNames', cause: 'bidTotals' }),
};

/** Whoever runs the hall hears who has done his part, never what came of it: no rejection, no vote, no score, no dissent (roles.md 4, V18 to V22). */
const EVALUATION = {
  'evaluation.opened': row('evaluation', 'evaluationRoom', { members: 'committeeShape' }),
  'expert.checked-in': row('evaluation', 'handInState'),
  'expert.pledged': row('evaluation', 'handInState'),
  'member.replaced': row('evaluation', 'handInState'),
  'member.seated': row('evaluation', 'handInState'),
  'committee.complete': row('evaluation', 'handInState'),
  'leader.voted': row('evaluation', 'handInState'),
  'leader.elected': row('evaluation', 'memberNames'),
  'review.handed-in': row('evaluation', 'handInState'),
  'evaluation.step': row('evaluation', 'handInState'),
  'score.handed-in': row('evaluation', 'handInState'),
  'score.reopened': row('evaluation', 'handInState'),
  'summary.built': row('evaluation', 'handInState'),
  'report.signed': row('evaluation', 'handInState'),
  'report.complete': row('evaluation', 'handInState'),
  'evaluation.ended': row('evaluation', 'evaluationRoom'),
};

const ANY = { 'room.closed': row('', '') };

export type RoomEventType = keyof typeof HALL | keyof typeof EVALUATION | keyof typeof ANY;

/** Rooms by what admits to them (a row of SIGHT), with their events. */
export const ROOM_EVENTS: Readonly<Record<string, Readonly<Record<string, Row>>>> = { openingHall: HALL, evaluationRoom: EVALUATION };

const ROWS: ReadonlyMap<string, Row> = new Map(Object.entries({ ...HALL, ...EVALUATION, ...ANY }));

/** What is told instead of an event that no row knows: its number only. */
const WITHHELD = 'room.withheld';

/** An event as the room may hear it, whoever stored it and when: rows of earlier versions may hold more. */
export function told<E extends { type: string; seat: string | null; payload: Record<string, unknown> }>(event: E): E {
  const known = ROWS.get(event.type);
  if (!known) return { ...event, type: WITHHELD, seat: null, payload: {} };
  return { ...event, payload: Object.fromEntries(Object.entries(event.payload).filter(([member]) => Object.hasOwn(known.payload, member))) };
}
