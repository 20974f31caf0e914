import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1767225601000 implements MigrationInterface {
  name = 'Identity1767225601000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table organisation (
        id uuid primary key, version int not null default 1,
        name text not null, uscc text not null constraint organisation_uscc unique, region text not null, registered_at timestamptz not null);
      create table account (
        id uuid primary key, version int not null default 1,
        organisation_id uuid not null references organisation, login text not null constraint account_login unique, name text not null,
        person_hash text not null, password_hash text, failed_sign_ins int not null default 0, locked_until timestamptz, suspended_at timestamptz);
      create index account_organisation on account (organisation_id);
      create index account_person on account (person_hash);
      create table role_grant (
        id uuid primary key, version int not null default 1,
        account_id uuid not null references account, role text not null, project_id uuid, granted_by uuid references account,
        reason text not null, starts_at timestamptz not null, ends_at timestamptz, check (granted_by <> account_id));
      create index role_grant_account on role_grant (account_id);
      create table certificate (
        id uuid primary key, version int not null default 1,
        account_id uuid not null references account, fingerprint text not null constraint certificate_fingerprint unique, pem text not null,
        algorithm text not null, not_before timestamptz not null, not_after timestamptz not null, bound_at timestamptz not null);
      create index certificate_account on certificate (account_id);
      -- sessions live by real time: moving a simulated clock signs nobody out
      create table session (
        id uuid primary key, account_id uuid not null references account, token_hash text not null constraint session_token unique,
        ip text not null, created_at timestamptz not null default clock_timestamp(), expires_at timestamptz not null, ended_at timestamptz);
      create index session_account on session (account_id) where ended_at is null;
      create table sign_in_challenge (nonce text primary key, login text not null, text text not null, created_at timestamptz not null default clock_timestamp());
      create table trusted_authority (fingerprint text primary key, name text not null, pem text not null, trusted_at timestamptz not null default clock_timestamp())`);
    await db.query(`
      create table proposal (
        id uuid primary key, version int not null default 1,
        act text not null, object_id uuid not null, project_id uuid not null, payload jsonb not null, content_sha256 text not null,
        confirmer text not null, asked_by uuid not null references account, asked_at timestamptz not null, expires_at timestamptz not null,
        status text not null check (status in ('open', 'confirmed', 'refused', 'replaced')), decided_by uuid references account, decided_at timestamptz, reason text,
        check (decided_by <> asked_by or status <> 'confirmed'));
      create unique index proposal_open on proposal (act, object_id) where status = 'open';
      create index proposal_project on proposal (project_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table proposal, trusted_authority, sign_in_challenge, session, certificate, role_grant, account, organisation`);
  }
}
