import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Files1767225602000 implements MigrationInterface {
  name = 'Files1767225602000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table file (
        id uuid primary key, version int not null default 1,
        name text not null, media_type text not null, size bigint not null check (size >= 0), sha256 text not null,
        uploaded_by uuid references account, organisation_id uuid references organisation, uploaded_at timestamptz not null)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table file');
  }
}
