import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published amendments, who took which document, and shares that were released: written once, as the trail is. The application's rights follow these triggers. */
const TABLES = ['tender_amendment', 'tender_download', 'released_share'];

export class PlatformAppendOnly1767225700000 implements MigrationInterface {
  name = 'PlatformAppendOnly1767225700000';

  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`create trigger ${table}_append_only before update or delete or truncate on ${table} execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`drop trigger ${table}_append_only on ${table}`);
  }
}
