import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clock, event log, audit trail, idempotency keys: what every module leans on. */
export class PlatformBase1767225600000 implements MigrationInterface {
  name = 'PlatformBase1767225600000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create extension if not exists pg_trgm`);
    await db.query(`create schema if not exists bullmq`);
    await db.query(`
      create table installation (
        single boolean primary key default true check (single),
        kind text not null check (kind in ('demonstration', 'production')),
        clock_offset interval not null default interval '0',
        -- digests of identity numbers are of use in this installation only
        person_salt text not null default gen_random_uuid()::text || gen_random_uuid()::text,
        check (kind = 'demonstration' or clock_offset = interval '0'));
      -- the one clock of the platform: the database's, with the offset of a demonstration; whole milliseconds, as JavaScript keeps them
      create function tianping_now() returns timestamptz language sql volatile as
        $$ select date_trunc('milliseconds', clock_timestamp() + coalesce((select clock_offset from installation), interval '0')) $$`);
    await db.query(`
      create table event_log (
        xid xid8 not null default pg_current_xact_id(),
        position bigint generated always as identity,
        at timestamptz not null, type text not null, object_id text not null, project_id uuid, payload jsonb not null,
        primary key (xid, position));
      create index event_log_project on event_log (project_id);
      create index event_log_type on event_log (type, xid, position);
      create table event_cursor (consumer text primary key, xid xid8 not null default '0', position bigint not null default 0)`);
    await db.query(`
      create table audit_entry (
        seq bigint generated always as identity primary key,
        at timestamptz not null, actor_id uuid, actor_login text not null, organisation_id uuid, ip text not null, request_id text not null,
        act text not null, object_type text not null, object_id text not null, project_id uuid,
        outcome text not null check (outcome in ('done', 'refused', 'failed')), detail jsonb not null);
      create index audit_entry_project on audit_entry (project_id, seq);
      create function forbid_change() returns trigger language plpgsql as
        $$ begin raise exception '% is append-only', tg_table_name using errcode = '42501'; end $$;
      create trigger audit_entry_append_only before update or delete or truncate on audit_entry execute function forbid_change();
      create trigger event_log_append_only before update or delete or truncate on event_log execute function forbid_change()`);
    await db.query(`
      create table idempotency_key (
        scope text not null, key text not null, fingerprint text not null, at timestamptz not null, answer json, primary key (scope, key));
      create index idempotency_key_at on idempotency_key (at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table idempotency_key, audit_entry, event_cursor, event_log, installation; drop function forbid_change(); drop function tianping_now()`);
  }
}
