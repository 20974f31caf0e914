import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a session was last used, by real time: one that nobody uses ends (SESSION_IDLE_MINUTES). */
export class IdentitySessionSeen1767225786000 implements MigrationInterface {
  name = 'IdentitySessionSeen1767225786000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table session add column seen_at timestamptz not null default clock_timestamp()');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table session drop column seen_at');
  }
}
