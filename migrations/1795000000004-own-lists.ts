import type { MigrationInterface, QueryRunner } from 'typeorm';

const PLAIN = [
  'tender_agency on tender (agency_id)',
  'tender_tenderer on tender (tenderer_id)',
  'project_agency on project (agency_id, created_at desc)',
  'project_tenderer on project (tenderer_id, created_at desc)',
];
const ORDERED = [
  ...['tender_agency on tender (agency_id, created_at desc, id desc)', 'tender_tenderer on tender (tenderer_id, created_at desc, id desc)'],
  ...['project_agency on project (agency_id, created_at desc, id)', 'project_tenderer on project (tenderer_id, created_at desc, id)', 'project_created on project (created_at desc, id)'],
  ...['tender_stage on tender (status, published_at desc, id desc) where published_at is not null', 'tender_stage_deadline on tender (status, deadline, id) where published_at is not null'],
  'evaluation_starts on evaluation (starts_at)',
];

/**
 * One's own projects and lots, and an office's, are read the newest first, lots at one stage by their deadline too: without their order in the index each page read all that there
 * ever was; and a trading centre its sessions by their day.
 */
export class OwnLists1795000000004 implements MigrationInterface {
  name = 'OwnLists1795000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index tender_agency, tender_tenderer, project_agency, project_tenderer');
    for (const index of ORDERED) await db.query(`create index ${index}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index tender_agency, tender_tenderer, project_agency, project_tenderer, project_created, tender_stage, tender_stage_deadline, evaluation_starts');
    for (const index of PLAIN) await db.query(`create index ${index}`);
  }
}
