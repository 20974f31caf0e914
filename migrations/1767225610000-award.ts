import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Award1767225610000 implements MigrationInterface {
  name = 'Award1767225610000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table award (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender constraint award_tender unique, project_id uuid not null references project,
        candidates jsonb not null, publicity_from timestamptz not null, publicity_until timestamptz not null, report_sha256 text not null,
        given_up jsonb not null, decision jsonb, winner_bid_id uuid references bid, winner_id uuid references organisation, price_fen bigint check (price_fen > 0), fixed_at timestamptz,
        notice text, notice_sha256 text, notice_signature bytea, notice_file_id uuid references file, noticed_at timestamptz,
        contract jsonb, contract_signed_at timestamptz);
      create table objection (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender, project_id uuid not null references project, organisation_id uuid not null references organisation,
        text text not null, raised_at timestamptz not null, hold_id uuid not null references hold, answer text, answered_at timestamptz);
      create index objection_tender on objection (tender_id);
      -- for statistics: one row a lot whose award notice went out. The savings' base is the ceiling price, else the estimate of a project with one lot
      create view award_trade as
        select t.id, a.noticed_at as at, t.region, t.category, a.price_fen,
          coalesce(t.ceiling_fen, case when (select count(*) from tender o where o.project_id = t.project_id) = 1 then p.estimate_fen end) as base_fen,
          exists (select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.away and m.replaced_at is null) as remote
        from award a join tender t on t.id = a.tender_id join project p on p.id = t.project_id where a.noticed_at is not null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop view award_trade; drop table objection, award');
  }
}
