import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Tender1767225604000 implements MigrationInterface {
  name = 'Tender1767225604000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table tender (
        id uuid primary key, version int not null default 1,
        project_id uuid not null references project, lot_number int not null, code text not null constraint tender_code unique,
        title text not null, category text not null, region text not null, tenderer_id uuid not null references organisation, agency_id uuid references organisation,
        status text not null check (status in ('draft','bidding','closed','opening','opened','evaluating','reported','publicity','decided','noticed','contracted','failed','terminated')),
        ended_in text, ended_at timestamptz, end_reason text, end_article text,
        plan jsonb not null, scope text not null, qualification text not null, ceiling_fen bigint check (ceiling_fen > 0), candidate_limit int not null,
        documents_until timestamptz not null, questions_until timestamptz not null, deadline timestamptz not null, decryption_minutes int not null,
        published_at timestamptz, notice_file_id uuid references file, retender_of uuid references tender, created_at timestamptz not null,
        next_due_at timestamptz,
        unique (project_id, lot_number));
      create index tender_due on tender (next_due_at) where next_due_at is not null;
      create index tender_published on tender (published_at desc, id desc) where published_at is not null;
      create index tender_title on tender using gin (title gin_trgm_ops);
      create index tender_tenderer on tender (tenderer_id);
      create index tender_agency on tender (agency_id);
      create table tender_document (tender_id uuid not null references tender, file_id uuid not null references file, added_at timestamptz not null, primary key (tender_id, file_id));
      create table tender_download (tender_id uuid not null references tender, organisation_id uuid not null references organisation, file_id uuid not null, account_id uuid not null, at timestamptz not null, ip text not null);
      create index tender_download_tender on tender_download (tender_id);
      create table tender_question (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender,
        organisation_id uuid not null references organisation, text text not null, asked_at timestamptz not null, answer text, answered_at timestamptz);
      create index tender_question_tender on tender_question (tender_id, asked_at);
      create table tender_amendment (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender, number int not null, kind text not null, text text not null, affects_bids boolean not null,
        old_deadline timestamptz not null, new_deadline timestamptz not null, published_at timestamptz not null, unique (tender_id, number));
      -- for statistics: tenders that ended without an award
      create view tender_end as select t.id, t.ended_at as at, t.region, t.category, t.status from tender t where t.ended_at is not null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop view tender_end; drop table tender_amendment, tender_question, tender_download, tender_document, tender');
  }
}
