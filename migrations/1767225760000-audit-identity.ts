import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trail's serial number is shared by all who act: whoever sees two of his own entries could count what others did in between, bids before a deadline among them
 * (O20 21). Entries get a name that says nothing, and a page goes on behind the entry of that name.
 */
export class AuditIdentity1767225760000 implements MigrationInterface {
  name = 'AuditIdentity1767225760000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table audit_entry add column id uuid not null default gen_random_uuid();
      create unique index audit_entry_id on audit_entry (id);
      create index audit_entry_page on audit_entry (project_id, at, seq);
      drop index audit_entry_project`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create index audit_entry_project on audit_entry (project_id, seq);
      drop index audit_entry_page;
      alter table audit_entry drop column id`);
  }
}
