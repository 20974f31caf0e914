import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A claim on room for one stream is given up with the process that reads the stream (libs/platform/src/db/presence.ts). What was claimed before this runs ends at its time. */
export class FilesClaimProcesses1795000000002 implements MigrationInterface {
  name = 'FilesClaimProcesses1795000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table storage_claim add column process int');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table storage_claim drop column process');
  }
}
