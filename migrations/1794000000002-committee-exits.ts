import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members replaced at any step, a further draw for free seats, and equals that the members order by a recorded vote (TBR 48, 53). */
export class CommitteeExits1794000000002 implements MigrationInterface {
  name = 'CommitteeExits1794000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table evaluation drop constraint evaluation_status_check;
      alter table evaluation add constraint evaluation_status_check check (status in ('assembling', 'electing', 'reviewing', 'judging', 'scoring', 'untying', 'signing', 'signed', 'ended'));
      alter table evaluation add column ties jsonb;
      alter table evaluation_member add column ballot jsonb;
      alter table draw drop constraint draw_status_check;
      alter table draw add constraint draw_status_check check (status in ('frozen', 'committed', 'drawn', 'confirmed', 'exhausted', 'abandoned'));
      drop index draw_live;
      create unique index draw_live on draw (tender_id) where status not in ('abandoned', 'exhausted')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index draw_live;
      create unique index draw_live on draw (tender_id) where status <> 'abandoned';
      alter table draw drop constraint draw_status_check;
      alter table draw add constraint draw_status_check check (status in ('frozen', 'committed', 'drawn', 'confirmed', 'abandoned'));
      alter table evaluation_member drop column ballot;
      alter table evaluation drop column ties;
      alter table evaluation drop constraint evaluation_status_check;
      alter table evaluation add constraint evaluation_status_check check (status in ('assembling', 'electing', 'reviewing', 'judging', 'scoring', 'signing', 'signed', 'ended'))`);
  }
}
