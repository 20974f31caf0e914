import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of the entries' ids cost more than all others together, since each new id fell somewhere else in it. New ids begin with the millisecond in which they
 * were written, which the entry tells anyway; the rest is drawn, so that they still say nothing of how many there are. What belongs to no project is not in the
 * index of projects. With all indexes an entry costs 2.1 to 2.6 times what it costs without any, before 3.9 (`npm run bench -- trail`).
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
