import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A request covers the content that it stands for. What waited for a second person has no content to compare: it has to be asked for again. Older
 * rows keep what they were asked with, under a format of their own, since their digest is of another text.
 */
export class IdentityProposalContent1767225740000 implements MigrationInterface {
  name = 'IdentityProposalContent1767225740000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table proposal drop constraint proposal_status_check;
      alter table proposal add constraint proposal_status check (status in ('open', 'confirmed', 'refused', 'replaced', 'outdated'));
      update proposal set status = 'outdated' where status = 'open';
      alter table proposal add column organisation_id uuid references organisation, add column statement text;
      update proposal set statement = jsonb_build_object('format', 'tianping/two-person/0', 'act', act, 'object', object_id, 'request', payload)::text;
      alter table proposal alter column statement set not null, drop column payload`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table proposal add column payload jsonb;
      update proposal set payload = statement::jsonb->'request', status = case when status = 'outdated' then 'replaced' else status end;
      alter table proposal alter column payload set not null, drop column statement, drop column organisation_id;
      alter table proposal drop constraint proposal_status;
      alter table proposal add constraint proposal_status_check check (status in ('open', 'confirmed', 'refused', 'replaced'))`);
  }
}
