import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each asker has his own request for an act and its object: nobody's pushes another's aside, and the second person chooses among them by their content. */
export class OwnRequests1793100000002 implements MigrationInterface {
  name = 'OwnRequests1793100000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`drop index proposal_open; create unique index proposal_open on proposal (act, object_id, asked_by) where status = 'open'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop index proposal_open; create unique index proposal_open on proposal (act, object_id) where status = 'open'`);
  }
}
