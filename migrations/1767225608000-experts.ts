import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Experts1767225608000 implements MigrationInterface {
  name = 'Experts1767225608000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table expert (
        id uuid primary key, version int not null default 1, account_id uuid not null references account constraint expert_account unique,
        employer text not null, employer_uscc text, library text not null, specialties text[] not null check (cardinality(specialties) > 0),
        born date not null, appointed_until date not null, suspended_until date, test_passed boolean not null);
      create index expert_specialties on expert using gin (specialties);
      create table expert_interest (
        id uuid primary key, version int not null default 1, expert_id uuid not null references expert, uscc text not null, kind text not null, note text not null, ended_on date, declared_at timestamptz not null);
      create index expert_interest_uscc on expert_interest (uscc);
      create index expert_interest_expert on expert_interest (expert_id);
      create table draw (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender, project_id uuid not null references project,
        status text not null check (status in ('frozen', 'committed', 'drawn', 'confirmed', 'abandoned')),
        session_starts_at timestamptz not null, session_hours int not null, salt text not null, home_library text not null, list_hash text not null, rules_hash text not null,
        platform_secret text not null, commitments jsonb not null, reveals jsonb not null, seed text, declined jsonb not null, frozen_at timestamptz not null, drawn_at timestamptz, thin jsonb not null);
      -- what was frozen, and the walk over it: large, and read only when the walk goes on or is published
      create table draw_pool (draw_id uuid primary key references draw, lines text not null, rules text not null, steps json);
      create unique index draw_live on draw (tender_id) where status <> 'abandoned';
      create table expert_call (
        id uuid primary key, version int not null default 1, draw_id uuid not null references draw, expert_id uuid not null references expert, specialty text not null,
        status text not null check (status in ('offered', 'accepted', 'declined', 'timed-out', 'released')), offered_at timestamptz not null, answer_by timestamptz not null, answered_at timestamptz,
        starts_at timestamptz not null, ends_at timestamptz not null, unique (draw_id, expert_id));
      create index expert_call_expert on expert_call (expert_id, starts_at) where status in ('offered', 'accepted');
      create index expert_call_due on expert_call (answer_by) where status = 'offered'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table expert_call, draw_pool, draw, expert_interest, expert');
  }
}
