import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people type and have not handed in lies here and no longer in their browsers: of members of a committee at their seat, of everybody else by the name of the form. */
export class Drafts1794200000001 implements MigrationInterface {
  name = 'Drafts1794200000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table evaluation_draft (
        id uuid constraint evaluation_draft_pkey primary key, version int not null, member_id uuid not null constraint evaluation_draft_member references evaluation_member,
        step text not null constraint evaluation_draft_step check (step in ('reviewing', 'judging', 'scoring', 'untying', 'signing')),
        fields jsonb not null, saved_at timestamptz not null, noted_at timestamptz not null, constraint evaluation_draft_once unique (member_id, step));
      create table account_draft (
        id uuid constraint account_draft_pkey primary key, version int not null, account_id uuid not null constraint account_draft_account references account,
        key text not null, fields jsonb not null, saved_at timestamptz not null, constraint account_draft_once unique (account_id, key));
      create index account_draft_saved on account_draft (saved_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table account_draft; drop table evaluation_draft');
  }
}
