import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Acts of law carry the signatures of both persons: a request that must be signed is confirmed with both or not at all. */
export class IdentityProposalSignatures1767225741000 implements MigrationInterface {
  name = 'IdentityProposalSignatures1767225741000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table proposal drop constraint proposal_status;
      alter table proposal add constraint proposal_status check (status in ('unsigned', 'open', 'confirmed', 'refused', 'replaced', 'outdated'));
      alter table proposal add column signed boolean not null default false, add column asker_signature bytea, add column confirmer_signature bytea;
      alter table proposal alter column signed drop default;
      alter table proposal add constraint proposal_signed check (not signed or
        (status in ('unsigned', 'replaced', 'outdated') or asker_signature is not null) and (status <> 'confirmed' or confirmer_signature is not null));
      create index proposal_unsigned on proposal (asked_by) where status = 'unsigned'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index proposal_unsigned;
      delete from proposal where status = 'unsigned';
      alter table proposal drop constraint proposal_signed, drop column signed, drop column asker_signature, drop column confirmer_signature;
      alter table proposal drop constraint proposal_status;
      alter table proposal add constraint proposal_status check (status in ('open', 'confirmed', 'refused', 'replaced', 'outdated'))`);
  }
}
