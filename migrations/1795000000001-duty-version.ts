import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which questions the rows of what is owed were written: a start with others asks them all anew, one with the same asks nothing. */
export class DutyVersion1795000000001 implements MigrationInterface {
  name = 'DutyVersion1795000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create table duty_version (one boolean primary key default true check (one), sha256 text not null, settled_at timestamptz not null)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table duty_version');
  }
}
