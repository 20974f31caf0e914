import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The few tenders that are being opened now: asked for every two seconds. */
export class TenderOpening1793100000004 implements MigrationInterface {
  name = 'TenderOpening1793100000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index tender_opening on tender (id) where status = 'opening'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index tender_opening');
  }
}
