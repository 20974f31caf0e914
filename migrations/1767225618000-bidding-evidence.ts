import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Escrow documents beside bids, time stamps on receipts and sealed sets, who opens a tender's bids, and the shares that trustees released. */
export class BiddingEvidence1767225618000 implements MigrationInterface {
  name = 'BiddingEvidence1767225618000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table tender add column trustees jsonb;
      alter table bid add column escrow text, add column receipt_stamp bytea;
      create index bid_unstamped on bid (arrival) where receipt_stamp is null;
      alter table opening add column set_stamp bytea;
      create index opening_unstamped on opening (closed_at) where set_stamp is null;
      create table released_share (
        bid_id uuid not null references bid, secret text not null check (secret in ('price-sheet', 'documents')), trustee int not null check (trustee between 1 and 9),
        tender_id uuid not null references tender, share bytea not null, released_by uuid not null references account, at timestamptz not null,
        primary key (bid_id, secret, trustee));
      create index released_share_tender on released_share (tender_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table released_share; alter table opening drop column set_stamp; alter table bid drop column escrow, drop column receipt_stamp; alter table tender drop column trustees`);
  }
}
