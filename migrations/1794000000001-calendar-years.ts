import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Public holidays and make-up working days of years beyond those that ship, as `MM-DD`; of one year the last counts. */
export class CalendarYears1794000000001 implements MigrationInterface {
  name = 'CalendarYears1794000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table calendar_year (
        id bigint generated always as identity primary key, year int not null check (year between 2000 and 2100), notice text not null,
        holidays text[] not null, workdays text[] not null, imported_at timestamptz not null,
        asked_by uuid not null references account, confirmed_by uuid not null references account);
      create index calendar_year_year on calendar_year (year, id desc);
      create trigger calendar_year_append_only before update or delete or truncate on calendar_year execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table calendar_year');
  }
}
