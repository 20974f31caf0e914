import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenders that a bidder follows; kinds of news; no two bookings of a room at one time, whoever writes them. */
export class WorkbenchFollows1767225616000 implements MigrationInterface {
  name = 'WorkbenchFollows1767225616000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create extension if not exists btree_gist`);
    await db.query(`
      create table tender_follow (
        organisation_id uuid not null references organisation, tender_id uuid not null references tender, account_id uuid not null references account, at timestamptz not null,
        primary key (organisation_id, tender_id));
      alter table news add column kind text not null default 'news' constraint news_kind check (kind in ('news', 'policy'));
      alter table news alter column kind drop default;
      alter table venue_booking add constraint venue_booking_free exclude using gist (room_id with =, tstzrange(starts_at, ends_at) with &&)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table venue_booking drop constraint venue_booking_free; alter table news drop column kind; drop table tender_follow');
  }
}
