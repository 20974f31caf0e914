import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { uuid } from '@platform/http';
import { readRooms, readSessions } from './venues.queries';
import { addRoom, book, changeRoom } from './venues.service';
import { ChangeRoom, Day, NewBooking, NewRoom } from './venues.dto';

/** Rooms of the own trading centre, who has them when, and what takes place on a day. */
@Controller('api/venue')
export class VenuesController {
  constructor(private readonly db: Db) {}

  @Get('sessions')
  @Allow('venue.read')
  sessions(@By() caller: Caller, @Query({ schema: Day }) { day }: z.infer<typeof Day>) {
    return readSessions(this.db, caller, day);
  }

  @Get('rooms')
  @Allow('venue.read')
  rooms(@By() { actor }: Caller) {
    return readRooms(this.db, actor.organisationId);
  }

  @Post('rooms')
  @Allow('venue.manage')
  add(@By() caller: Caller, @Body({ schema: NewRoom }) dto: NewRoom) {
    return addRoom(this.db, caller, dto);
  }

  @Put('rooms/:id')
  @Allow('venue.manage')
  change(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ChangeRoom }) dto: ChangeRoom) {
    return changeRoom(this.db, caller, id, dto);
  }

  @Post('bookings')
  @Allow('venue.manage')
  book(@By() caller: Caller, @Body({ schema: NewBooking }) dto: NewBooking) {
    return book(this.db, caller, dto);
  }
}
