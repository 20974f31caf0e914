import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenders by invitation (TBL 10, 17; TBR 8): why a project's lots may be tendered so, whom each invites, and the condition of the gate that asks for it. */
export class Invitation1795000000005 implements MigrationInterface {
  name = 'Invitation1795000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table project add column invitation jsonb');
    await db.query('create table tender_invitee (tender_id uuid not null references tender, organisation_id uuid not null references organisation, primary key (tender_id, organisation_id))');
    await db.query('create index tender_invitee_organisation on tender_invitee (organisation_id, tender_id)');
    await db.query(`create function gate_invited(of_tender uuid, of_bidder uuid, given jsonb) returns jsonb language sql volatile as $$
      select to_jsonb(exists (select 1 from tender_invitee i where i.tender_id = of_tender and i.organisation_id = of_bidder)) $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function gate_invited(uuid, uuid, jsonb)');
    await db.query('drop table tender_invitee');
    await db.query('alter table project drop column invitation');
  }
}
