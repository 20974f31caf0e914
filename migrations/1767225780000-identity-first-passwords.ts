import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * First passwords are drawn, not chosen: two halves, each seen by one of two persons, kept as digests of 80 drawn bits, good until `ends_at` by real time. A session
 * that one opened says so. Passwords that administrators chose before stay: nothing tells them from those that people chose.
 */
export class IdentityFirstPasswords1767225780000 implements MigrationInterface {
  name = 'IdentityFirstPasswords1767225780000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table first_password_half (
        account_id uuid not null references account, place smallint not null check (place in (1, 2)),
        -- who may see it; null: drawn by the host, which shows both
        holder uuid references account, digest text, ends_at timestamptz not null, primary key (account_id, place), check (holder <> account_id));
      create index first_password_half_holder on first_password_half (holder);
      alter table session drop constraint session_means_check;
      alter table session add constraint session_means check (means in ('first', 'password', 'code', 'certificate'))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table session drop constraint session_means;
      update session set means = 'password' where means = 'first';
      alter table session add constraint session_means_check check (means in ('password', 'code', 'certificate'));
      drop table first_password_half`);
  }
}
