import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when each background job is known and when it last ran, by real time: the queue may lose what it holds, and then would not know. */
export class PlatformJobRuns1767225701000 implements MigrationInterface {
  name = 'PlatformJobRuns1767225701000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table job_run (name text primary key, known_at timestamptz not null default clock_timestamp(), ended_at timestamptz)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table job_run');
  }
}
