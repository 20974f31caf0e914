import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a bidder's keys came in the window outlives the process that was opening his bid with them (O20 31). */
export class KeysCame1795000000006 implements MigrationInterface {
  name = 'KeysCame1795000000006';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create table bid_keys (bid_id uuid primary key references bid, came_at timestamptz not null)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table bid_keys');
  }
}
