import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Intake1767225603000 implements MigrationInterface {
  name = 'Intake1767225603000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table project (
        id uuid primary key, version int not null default 1,
        code text constraint project_code unique, name text not null, category text not null, kind text not null, region text not null,
        tenderer_id uuid not null references organisation, agency_id uuid references organisation, mandate text,
        approval_number text not null, funds_source text not null, estimate_fen bigint check (estimate_fen > 0),
        state_controlled boolean not null, mandatory boolean not null,
        status text not null check (status in ('draft', 'submitted', 'registered', 'archived')),
        ruleset text, created_at timestamptz not null, registered_at timestamptz, return_reason text);
      create index project_tenderer on project (tenderer_id, created_at desc);
      create index project_agency on project (agency_id, created_at desc);
      create index project_submitted on project (created_at) where status = 'submitted';
      create table deal_code_counter (day date primary key, last int not null);
      create table hold (
        id uuid primary key, version int not null default 1,
        project_id uuid not null references project, kind text not null check (kind in ('HD', 'HO', 'HR', 'HS', 'HT')), reason text not null, article text not null,
        placed_by uuid references account, placed_at timestamptz not null, lifted_by uuid references account, lifted_at timestamptz);
      create index hold_project on hold (project_id) where lifted_at is null;
      -- for statistics: projects that entered the market
      create view project_entry as select p.id, p.registered_at as at, p.region, p.category from project p where p.registered_at is not null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop view project_entry; drop table hold, deal_code_counter, project');
  }
}
