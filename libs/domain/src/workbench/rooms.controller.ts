import { Body, Controller, Get, Post } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, notFound } from '@platform/db';
import { R } from './workbench.refusals';

const text = (max: number) => z.string().trim().min(1).max(max);
const NewRoom = z.strictObject({ name: text(100), seats: z.int().min(1).max(500), equipment: z.string().trim().max(500).default('') });
const NewBooking = z.strictObject({ roomId: z.uuid(), tenderId: z.uuid(), startsAt: z.iso.datetime({ offset: true }), endsAt: z.iso.datetime({ offset: true }) });

export interface VenueRoom {
  id: string;
  name: string;
  seats: number;
  equipment: string;
  active: boolean;
}

/** Rooms of the own trading centre and who has them when. Two bookings of a room never overlap: the database forbids it. */
@Controller('api/venue')
export class RoomsController {
  constructor(private readonly db: Db) {}

  @Get('rooms')
  @Allow('venue.read')
  async rooms(@By() { actor }: Caller): Promise<{ items: VenueRoom[] }> {
    return { items: await this.db.read<VenueRoom>('select id, name, seats, equipment, active from venue_room where organisation_id = $1 order by name', [actor.organisationId]) };
  }

  @Post('rooms')
  @Allow('venue.manage')
  add(@By() caller: Caller, @Body({ schema: NewRoom }) dto: z.infer<typeof NewRoom>): Promise<{ roomId: string }> {
    return this.db.run(caller, async (tx) => {
      const id = uuidv7();
      const made = await tx.query(
        'insert into venue_room (id, organisation_id, name, seats, equipment, active) values ($1, $2, $3, $4, $5, true) on conflict (organisation_id, name) do nothing returning id',
        [id, tx.actor.organisationId, dto.name, dto.seats, dto.equipment],
      );
      if (made.length === 0) refuse(R.roomTaken({ name: dto.name }, '/name'));
      await tx.record({ type: 'venue.room-added', objectType: 'venue-room', objectId: id, payload: { name: dto.name } });
      return { roomId: id };
    });
  }

  @Post('bookings')
  @Allow('venue.manage')
  book(@By() caller: Caller, @Body({ schema: NewBooking }) { roomId, tenderId, startsAt, endsAt }: z.infer<typeof NewBooking>): Promise<{ bookingId: string }> {
    if (Date.parse(endsAt) <= Date.parse(startsAt)) refuse(R.bookingBackwards({}, '/endsAt'));
    return this.db.run(caller, async (tx) => {
      const [room] = await tx.query('select 1 from venue_room where id = $1 and organisation_id = $2 and active for update', [roomId, tx.actor.organisationId]);
      if (!room) notFound('room');
      const [tender] = await tx.query<{ projectId: string }>('select project_id as "projectId" from tender where id = $1 and published_at is not null', [tenderId]);
      if (!tender) notFound('tender');
      const [other] = await tx.query<{ startsAt: Date }>('select starts_at as "startsAt" from venue_booking where room_id = $1 and starts_at < $3 and ends_at > $2 limit 1', [
        roomId,
        startsAt,
        endsAt,
      ]);
      if (other) refuse(R.roomBooked({ at: other.startsAt.toISOString() }, '/startsAt'));
      const id = uuidv7();
      await tx.query('insert into venue_booking (id, room_id, tender_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)', [id, roomId, tenderId, startsAt, endsAt]);
      await tx.record({ type: 'venue.room-booked', objectType: 'venue-room', objectId: roomId, projectId: tender!.projectId, payload: { startsAt, endsAt } });
      return { bookingId: id };
    });
  }
}
