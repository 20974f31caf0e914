import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each background job last ran and how that ended, by real time: the queue may lose what it holds, and then would not know. */
export class PlatformJobRuns1767225701000 implements MigrationInterface {
  name = 'PlatformJobRuns1767225701000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table job_run (name text primary key, ended_at timestamptz not null, failed_at timestamptz, error text)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table job_run');
  }
}
