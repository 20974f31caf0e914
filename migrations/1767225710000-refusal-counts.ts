import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Under a flood refusals that are alike share a row of the trail: `times` says how many. */
export class RefusalCounts1767225710000 implements MigrationInterface {
  name = 'RefusalCounts1767225710000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table audit_entry add column times int not null default 1 constraint audit_entry_times check (times > 0 and (times = 1 or outcome <> 'done'))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table audit_entry drop column times');
  }
}
