import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads of sealed bids in pieces: how much of each has arrived. The bytes lie in the staging folder until the whole is there. */
export class BiddingTransfers1767225614000 implements MigrationInterface {
  name = 'BiddingTransfers1767225614000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table bid_transfer (
        id uuid primary key, tender_id uuid not null references tender, organisation_id uuid not null references organisation, account_id uuid not null references account,
        size bigint not null check (size > 0), received bigint not null default 0 check (received between 0 and size), begun_at timestamptz not null, done_sha256 text);
      create index bid_transfer_begun on bid_transfer (begun_at) where done_sha256 is null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table bid_transfer');
  }
}
