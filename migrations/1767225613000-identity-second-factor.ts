import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time codes of an authenticator, and what a person needs to know his own sessions by. */
export class IdentitySecondFactor1767225613000 implements MigrationInterface {
  name = 'IdentitySecondFactor1767225613000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table account add totp_secret bytea, add totp_since timestamptz, add totp_used bigint;
      alter table session add agent text not null default '', add means text not null default 'password' check (means in ('password', 'code', 'certificate'))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table account drop totp_secret, drop totp_since, drop totp_used; alter table session drop agent, drop means');
  }
}
