import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every time that an amendment moves, old and new. Of amendments from before nothing but the deadline is known. */
export class AmendedTimes1795000000000 implements MigrationInterface {
  name = 'AmendedTimes1795000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table tender_amendment
        add old_questions_until timestamptz, add new_questions_until timestamptz,
        add old_documents_until timestamptz, add new_documents_until timestamptz`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table tender_amendment drop old_questions_until, drop new_questions_until, drop old_documents_until, drop new_documents_until');
  }
}
