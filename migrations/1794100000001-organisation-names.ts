import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names that an organisation had, each with the certificate that proved the next one: written once, as the trail is. */
export class OrganisationNames1794100000001 implements MigrationInterface {
  name = 'OrganisationNames1794100000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table organisation_name (
        organisation_id uuid not null references organisation, until_at timestamptz not null, name text not null, certificate text not null, primary key (organisation_id, until_at))`);
    await db.query('create trigger organisation_name_append_only before update or delete or truncate on organisation_name execute function forbid_change()');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table organisation_name');
  }
}
