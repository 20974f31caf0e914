import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each new id fell somewhere else in the index of ids, which made it the dearest of all. New ids begin with the millisecond in which they were written, which the
 * entry tells anyway; the rest is drawn, so that they still say nothing of how many there are. What belongs to no project is not in the index of projects. Side by
 * side in one run an entry with all indexes costs 2.6 times what it costs with the key alone, before 3.6 (least of five runs: 2.9 and 3.1).
 */
export class AuditIdsByTime1793000001000 implements MigrationInterface {
  name = 'AuditIdsByTime1793000001000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table audit_entry alter column id set default
        encode(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1), 'hex')::uuid;
      drop index audit_entry_page;
      create index audit_entry_page on audit_entry (project_id, at, seq) where project_id is not null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table audit_entry alter column id set default gen_random_uuid();
      drop index audit_entry_page;
      create index audit_entry_page on audit_entry (project_id, at, seq)`);
  }
}
