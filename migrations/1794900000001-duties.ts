import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is owed, as rows. Those of an installation that runs already are written at its next start. */
export class Duties1794900000001 implements MigrationInterface {
  name = 'Duties1794900000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table duty (
        id uuid primary key, kind text not null, object_id uuid not null, owner text not null, also text, project_id uuid not null, tender_id uuid, article text,
        opened_at timestamptz not null, opens_at timestamptz, closes_at timestamptz, due_at timestamptz, stopped boolean not null default false, done_at timestamptz);
      create unique index duty_open on duty (kind, object_id, owner) where done_at is null;
      create index duty_owner on duty (owner, kind, due_at) where done_at is null;
      create index duty_also on duty (also, kind, due_at) where done_at is null and also is not null;
      create index duty_due on duty (due_at) where done_at is null and due_at is not null;
      create index duty_project on duty (project_id, kind) where done_at is null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table duty');
  }
}
