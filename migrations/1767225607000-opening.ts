import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Opening1767225607000 implements MigrationInterface {
  name = 'Opening1767225607000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table opening (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender constraint opening_tender unique,
        status text not null check (status in ('sealed', 'decrypting', 'concluded')),
        room_id uuid references room, sealed_set jsonb not null, set_root text not null, set_statement text not null, set_signature bytea not null,
        closed_at timestamptz not null, started_at timestamptz, window_ends_at timestamptz, presiding uuid references account, witness uuid references account,
        coefficient_secret text not null, coefficient_commitment text not null, coefficients jsonb,
        record text, record_sha256 text, record_signature bytea, record_file_id uuid references file, concluded_at timestamptz);
      create table opened_bid (
        bid_id uuid primary key references bid, tender_id uuid not null references tender, bidder_id uuid not null references organisation,
        outcome text not null check (outcome in ('opened', 'revoked', 'unopened')), cause text, price_fen bigint check (price_fen > 0), price_sheet jsonb, price_sheet_sha256 text, body_sha256 text, at timestamptz not null);
      create index opened_bid_tender on opened_bid (tender_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table opened_bid, opening');
  }
}
