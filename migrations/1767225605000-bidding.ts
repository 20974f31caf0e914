import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Bidding1767225605000 implements MigrationInterface {
  name = 'Bidding1767225605000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create sequence bid_arrival;
      create table bid_upload (
        id uuid primary key, tender_id uuid not null references tender, organisation_id uuid not null references organisation, account_id uuid not null references account,
        sha256 text not null, size bigint not null, at timestamptz not null);
      create index bid_upload_organisation on bid_upload (tender_id, organisation_id);
      create table bid (
        id uuid primary key, version int not null default 1,
        tender_id uuid not null references tender, bidder_id uuid not null references organisation, number int not null,
        status text not null check (status in ('sealed', 'replaced', 'withdrawn', 'opened', 'revoked', 'unopened')),
        manifest text not null, signature bytea not null, signer_fingerprint text not null, cipher_sha256 text not null, cipher_size bigint not null,
        receipt_code text not null constraint bid_receipt unique, arrival bigint not null default nextval('bid_arrival'), receipt text not null, receipt_signature bytea not null,
        submitted_by uuid not null references account, received_at timestamptz not null, ended_at timestamptz,
        unique (tender_id, bidder_id, number));
      create unique index bid_in_force on bid (tender_id, bidder_id) where status not in ('replaced', 'withdrawn');
      create unique index bid_cipher on bid (tender_id, cipher_sha256);
      create index bid_bidder on bid (bidder_id, received_at desc)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table bid, bid_upload; drop sequence bid_arrival');
  }
}
