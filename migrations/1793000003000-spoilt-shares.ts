import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a trustee says of an envelope that held something else than its bidder committed to, or that does not open with the right key while others do. */
export class SpoiltShares1793000003000 implements MigrationInterface {
  name = 'SpoiltShares1793000003000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table spoilt_share (
        bid_id uuid not null references bid, secret text not null check (secret in ('price-sheet', 'documents')), trustee int not null check (trustee between 1 and 9),
        tender_id uuid not null references tender, reported_by uuid not null references account, at timestamptz not null,
        primary key (bid_id, secret, trustee));
      create index spoilt_share_tender on spoilt_share (tender_id);
      create trigger spoilt_share_append_only before update or delete or truncate on spoilt_share execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table spoilt_share');
  }
}
