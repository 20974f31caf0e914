import { refuse, uuidv7 } from '@kernel';
import { type Caller, type Db, notFound, type Tx } from '@platform/db';
import { refuseFar } from '../calendar';
import type { ChangeRoom, NewBooking, NewRoom } from './venues.dto';
import { R } from './venues.refusals';

/** A name that the centre uses already, told as what it is. */
async function named<T>(work: Promise<T>, name: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'venue_room_organisation_id_name_key') refuse(R.roomTaken({ name }, '/name'));
    throw error;
  }
}

export const addRoom = (db: Db, caller: Caller, { name, seats, equipment }: NewRoom): Promise<{ roomId: string }> =>
  db.run(caller, async (tx) => {
    const id = uuidv7();
    await named(
      tx.query('insert into venue_room (id, organisation_id, name, seats, equipment, active) values ($1, $2, $3, $4, $5, true)', [id, tx.actor.organisationId, name, seats, equipment]),
      name,
    );
    await tx.record({ type: 'venue.room-added', objectType: 'venue-room', objectId: id, payload: { name } });
    return { roomId: id };
  });

/** A room that is no longer active keeps its bookings and takes no new ones. */
export const changeRoom = (db: Db, caller: Caller, roomId: string, { name, seats, equipment, active }: ChangeRoom): Promise<{ roomId: string }> =>
  db.run(caller, async (tx) => {
    const changed = await named(
      tx.query('update venue_room set name = $3, seats = $4, equipment = $5, active = $6 where id = $1 and organisation_id = $2 returning id', [
        roomId,
        tx.actor.organisationId,
        name,
        seats,
        equipment,
        active,
      ]),
      name,
    );
    if (changed.length === 0) notFound('room');
    await tx.record({ type: 'venue.room-changed', objectType: 'venue-room', objectId: roomId, payload: { name, seats, active } });
    return { roomId };
  });

/** The room is locked, so that two who book it at once are told apart here; the database forbids an overlap whoever writes. */
async function assertFree(tx: Tx, { roomId, startsAt, endsAt }: NewBooking): Promise<void> {
  const [room] = await tx.query<{ active: boolean }>('select active from venue_room where id = $1 and organisation_id = $2 for update', [roomId, tx.actor.organisationId]);
  if (!room) return notFound('room');
  if (!room.active) refuse(R.roomClosed({}, '/roomId'));
  const [other] = await tx.query<{ from: Date; until: Date }>(
    'select starts_at as from, ends_at as until from venue_booking where room_id = $1 and starts_at < $3 and ends_at > $2 order by starts_at limit 1',
    [roomId, startsAt, endsAt],
  );
  if (other) refuse(R.roomBooked({ from: other.from.toISOString(), until: other.until.toISOString() }, '/startsAt'));
}

export function book(db: Db, caller: Caller, dto: NewBooking): Promise<{ bookingId: string }> {
  const { roomId, tenderId, startsAt, endsAt } = dto;
  if (Date.parse(endsAt) <= Date.parse(startsAt)) refuse(R.bookingBackwards({}, '/endsAt'));
  return db.run(caller, async (tx) => {
    refuseFar(tx.now, { '/startsAt': startsAt, '/endsAt': endsAt });
    const [tender] = await tx.query<{ projectId: string }>('select project_id as "projectId" from tender where id = $1 and published_at is not null', [tenderId]);
    if (!tender) return notFound('tender');
    await assertFree(tx, dto);
    const id = uuidv7();
    await tx.query('insert into venue_booking (id, room_id, tender_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)', [id, roomId, tenderId, startsAt, endsAt]);
    await tx.record({ type: 'venue.room-booked', objectType: 'venue-room', objectId: roomId, projectId: tender.projectId, payload: { startsAt, endsAt } });
    return { bookingId: id };
  });
}
