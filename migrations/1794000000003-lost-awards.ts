import type { MigrationInterface, QueryRunner } from 'typeorm';

const FACTS = `t.region, t.category, %.price_fen,
          coalesce(t.ceiling_fen, case when (select count(*) from tender o where o.project_id = t.project_id) = 1 then p.estimate_fen end) as base_fen,
          exists (select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.away and m.replaced_at is null) as remote`;
const of = (row: string) => FACTS.replace('%', row);

/** Winners who fell out after their notice (TBR 55): the notice stays on record, the next one has its own, and the figures follow. */
export class LostAwards1794000000003 implements MigrationInterface {
  name = 'LostAwards1794000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table lost_award (
        notice_id uuid primary key, tender_id uuid not null references tender, bid_id uuid not null references bid, winner_id uuid not null references organisation,
        price_fen bigint not null check (price_fen > 0), notice text not null, notice_sha256 text not null, notice_signature bytea not null, notice_file_id uuid not null references file,
        noticed_at timestamptz not null, cause text not null, reason text not null, lost_at timestamptz not null);
      create index lost_award_tender on lost_award (tender_id);
      create trigger lost_award_append_only before update or delete or truncate on lost_award execute function forbid_change();
      -- one tender may have several notices; the first of those that were issued before this column was known by the tender
      alter table award add column notice_id uuid;
      update award set notice_id = tender_id where noticed_at is not null;
      drop view award_trade`);
    await db.query(`
      create view award_trade as
        select n.id, n.at, ${of('n')}, n.lost
        from (select notice_id as id, tender_id, noticed_at as at, price_fen, false as lost from award where noticed_at is not null
          union all select notice_id, tender_id, noticed_at, price_fen, true from lost_award) n join tender t on t.id = n.tender_id join project p on p.id = t.project_id`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop view award_trade;
      create view award_trade as
        select t.id, a.noticed_at as at, ${of('a')}
        from award a join tender t on t.id = a.tender_id join project p on p.id = t.project_id where a.noticed_at is not null`);
    await db.query('alter table award drop column notice_id; drop table lost_award');
  }
}
