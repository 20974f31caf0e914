import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody asked for is looked up by who asked, also before anybody is signed in. */
export class RequestsByAsker1794700000000 implements MigrationInterface {
  name = 'RequestsByAsker1794700000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('create index proposal_asker on proposal (asked_by, asked_at)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index proposal_asker');
  }
}
