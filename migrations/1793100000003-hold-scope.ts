import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold lies on a project as a whole, or on one lot of it: an objection to the result of one stops nobody in another (TBR 54). */
export class HoldScope1793100000003 implements MigrationInterface {
  name = 'HoldScope1793100000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table hold add column tender_id uuid references tender');
    await db.query('update hold set tender_id = o.tender_id from objection o where o.hold_id = hold.id');
    await db.query(gate('h.project_id = t.project_id and (h.tender_id is null or h.tender_id = of_tender) and h.lifted_at is null'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(gate('h.project_id = t.project_id and h.lifted_at is null'));
    await db.query('alter table hold drop column tender_id');
  }
}

const gate = (lies: string): string => `
  create or replace function bid_gate(of_tender uuid, of_bidder uuid, of_account uuid, with_certificate text, with_cipher text)
  returns table (now timestamptz, status text, deadline timestamptz, code text, project_id uuid, hold jsonb, last_number int, in_force boolean, copied boolean, bound boolean)
  language plpgsql volatile as $$
  declare t record;
  begin
    perform pg_advisory_xact_lock(hashtextextended(of_tender || ':' || of_bidder, 3));
    select r.status, r.deadline, r.code, r.project_id into t from tender r where r.id = of_tender for share;
    perform 1 from project p where p.id = t.project_id for share;
    now := tianping_now();
    status := t.status; deadline := t.deadline; code := t.code; project_id := t.project_id;
    hold := (select jsonb_build_object('kind', h.kind, 'reason', h.reason, 'article', h.article) from hold h where ${lies} order by h.placed_at limit 1);
    select coalesce(max(b.number), 0), coalesce(bool_or(b.status = 'sealed'), false) into last_number, in_force from bid b where b.tender_id = of_tender and b.bidder_id = of_bidder;
    copied := exists (select 1 from bid b where b.tender_id = of_tender and b.cipher_sha256 = with_cipher);
    bound := may_sign(of_account, with_certificate);
    return next;
  end $$`;
