import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Rooms1767225606000 implements MigrationInterface {
  name = 'Rooms1767225606000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table room (
        id uuid primary key, kind text not null check (kind in ('opening', 'evaluation')), tender_id uuid not null references tender, project_id uuid not null references project,
        last_number int not null default 0, opened_at timestamptz not null, closed_at timestamptz, unique (tender_id, kind));
      create table room_event (
        room_id uuid not null references room, number int not null check (number > 0), at timestamptz not null, type text not null, seat text, payload jsonb not null, primary key (room_id, number));
      create trigger room_event_append_only before update or delete or truncate on room_event execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table room_event, room');
  }
}
