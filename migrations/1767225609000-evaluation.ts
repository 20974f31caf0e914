import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Evaluation1767225609000 implements MigrationInterface {
  name = 'Evaluation1767225609000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table evaluation (
        id uuid primary key, version int not null default 1, tender_id uuid not null references tender constraint evaluation_tender unique, project_id uuid not null references project,
        room_id uuid not null references room, draw_id uuid not null references draw,
        status text not null check (status in ('assembling', 'electing', 'reviewing', 'judging', 'scoring', 'signing', 'signed', 'ended')),
        starts_at timestamptz not null, leader_seat text, rejections jsonb not null, competition jsonb, summary jsonb, report text, report_sha256 text, report_file_id uuid references file, signed_at timestamptz);
      create table evaluation_member (
        id uuid primary key, version int not null default 1, evaluation_id uuid not null references evaluation, account_id uuid not null references account, call_id uuid references expert_call,
        kind text not null check (kind in ('expert', 'representative')), seat text not null, away boolean not null,
        checked_in_at timestamptz, pledged_at timestamptz, vote text, marks jsonb, judgement jsonb, sheet jsonb, handed_in_at timestamptz, signature bytea, dissent text, signed_at timestamptz, replaced_at timestamptz);
      create unique index evaluation_member_seat on evaluation_member (evaluation_id, seat) where replaced_at is null;
      create unique index evaluation_member_account on evaluation_member (evaluation_id, account_id);
      create index evaluation_member_of on evaluation_member (account_id) where replaced_at is null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table evaluation_member, evaluation');
  }
}
