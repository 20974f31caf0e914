import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Another key of an authority may have signed its list: its certificate stands beside the list. */
export class ListSigners1794300000000 implements MigrationInterface {
  name = 'ListSigners1794300000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table revocation_list add column signer_pem text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table revocation_list drop column signer_pem');
  }
}
