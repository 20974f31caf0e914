import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trail of the whole platform is read backwards in time: all of it, by or to one account, from one address, or of one act. */
export class AuditPlatform1767225785000 implements MigrationInterface {
  name = 'AuditPlatform1767225785000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index audit_entry_time on audit_entry (at, seq);
      create index audit_entry_login on audit_entry (actor_login, at, seq);
      create index audit_entry_account on audit_entry (object_id, at, seq) where object_type = 'account';
      create index audit_entry_ip on audit_entry (ip, at, seq);
      create index audit_entry_act on audit_entry (act, at, seq)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index audit_entry_time, audit_entry_login, audit_entry_account, audit_entry_ip, audit_entry_act');
  }
}
