import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two-person acts of the administration belong to no project. */
export class IdentityTwoPersons1767225732000 implements MigrationInterface {
  name = 'IdentityTwoPersons1767225732000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table proposal alter column project_id drop not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table proposal alter column project_id set not null');
  }
}
