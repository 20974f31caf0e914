import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a bidder's keys came in the window outlives the process that was opening his bid with them (O20 31). Who sits in the evaluation of a lot is asked with who it invites. */
export class KeysCame1795000000006 implements MigrationInterface {
  name = 'KeysCame1795000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create table bid_keys (bid_id uuid primary key references bid, came_at timestamptz not null)');
    await db.query(`create function seats_of(of_tender uuid) returns jsonb language sql stable as $$
      select coalesce(jsonb_agg(m.account_id), '[]') from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = of_tender and m.replaced_at is null $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function seats_of(uuid)');
    await db.query('drop table bid_keys');
  }
}
