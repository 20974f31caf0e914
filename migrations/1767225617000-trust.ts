import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authorities that end, their revocation lists, certificates that are replaced, and the state of the time source. */
export class Trust1767225617000 implements MigrationInterface {
  name = 'Trust1767225617000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table trusted_authority add column ended_at timestamptz, add column note text not null default '';
      create table revocation_list (
        issuer_fingerprint text primary key, issuer_name text not null, issuer_pem text not null, url text, ocsp_url text,
        der bytea, number text, this_update timestamptz, next_update timestamptz, entries int,
        fetched_at timestamptz, tried_at timestamptz, error text);
      alter table certificate add column usage text not null default 'signing' check (usage in ('signing', 'encipherment')), add column ended_at timestamptz;
      create table certificate_challenge (
        id uuid primary key, account_id uuid not null references account, fingerprint text not null, answer_hash text not null, created_at timestamptz not null default clock_timestamp());
      -- real time: an outage lasts by the wall's clock, whatever a simulated one says
      create table time_source (only_row boolean primary key default true check (only_row), outage_since timestamptz, error text, last_at timestamptz, drift_seconds float8);
      insert into time_source default values`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table time_source, certificate_challenge, revocation_list;
      alter table certificate drop column usage, drop column ended_at; alter table trusted_authority drop column ended_at, drop column note`);
  }
}
