import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An expert's own calls of any status, and lots by a piece of their code, without reading whole tables. */
export class SearchIndexes1767225612000 implements MigrationInterface {
  name = 'SearchIndexes1767225612000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index expert_call_of on expert_call (expert_id, starts_at desc);
      create index tender_code_text on tender using gin (code gin_trgm_ops)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index expert_call_of; drop index tender_code_text');
  }
}
