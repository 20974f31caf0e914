import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rooms of the trading centres and their bookings; news; the order of the list by deadline. */
export class Workbench1767225615000 implements MigrationInterface {
  name = 'Workbench1767225615000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table venue_room (
        id uuid primary key, organisation_id uuid not null references organisation, name text not null, seats int not null check (seats > 0), equipment text not null, active boolean not null,
        unique (organisation_id, name));
      create table venue_booking (
        id uuid primary key, room_id uuid not null references venue_room, tender_id uuid not null references tender, starts_at timestamptz not null, ends_at timestamptz not null, check (starts_at < ends_at));
      create index venue_booking_room on venue_booking (room_id, starts_at);
      create index venue_booking_tender on venue_booking (tender_id);
      create table news (id uuid primary key, title text not null, body text not null, source text, published_at timestamptz not null, account_id uuid references account);
      create index news_published on news (published_at desc, id);
      create index tender_deadline on tender (deadline, id) where published_at is not null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index tender_deadline; drop table news, venue_booking, venue_room');
  }
}
