import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Statistics1767225611000 implements MigrationInterface {
  name = 'Statistics1767225611000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table statistics_cell (
        month text not null, region text not null, category text not null,
        entered bigint not null, completed bigint not null, failed bigint not null, remote bigint not null,
        turnover_fen numeric(24) not null, measured bigint not null, base_fen numeric(24) not null, savings_fen numeric(24) not null,
        primary key (month, region, category))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table statistics_cell');
  }
}
