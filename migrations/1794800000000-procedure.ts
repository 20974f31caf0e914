import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which procedure a project and its lots run. Their stages are the procedure's, and no list of the database's. */
export class Procedure1794800000000 implements MigrationInterface {
  name = 'Procedure1794800000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table project add column procedure text not null default 'works-open';
      alter table project alter column procedure drop default;
      alter table tender add column procedure text not null default 'works-open';
      alter table tender alter column procedure drop default;
      alter table tender drop constraint tender_status_check`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table tender add constraint tender_status_check
        check (status in ('draft','bidding','closed','opening','opened','evaluating','reported','publicity','decided','noticed','contracted','failed','terminated'));
      alter table tender drop column procedure;
      alter table project drop column procedure`);
  }
}
