import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an account's certificate signs at this moment: one answer for bids at their gate and for every other signature. */
export class SigningRights1767225650000 implements MigrationInterface {
  name = 'SigningRights1767225650000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function may_sign(of_account uuid, with_certificate text) returns boolean language sql stable as $$
        select exists (select 1 from certificate c join account a on a.id = c.account_id
          where c.account_id = of_account and c.fingerprint = with_certificate and c.usage = 'signing' and c.ended_at is null and a.suspended_at is null)
      $$`);
    await db.query(gate('may_sign(of_account, with_certificate)'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(gate(`exists (select 1 from certificate c where c.account_id = of_account and c.fingerprint = with_certificate and c.usage = 'signing' and c.ended_at is null)`));
    await db.query('drop function may_sign');
  }
}

const gate = (bound: string): string => `
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
    hold := (select jsonb_build_object('kind', h.kind, 'reason', h.reason, 'article', h.article) from hold h where h.project_id = t.project_id and h.lifted_at is null order by h.placed_at limit 1);
    select coalesce(max(b.number), 0), coalesce(bool_or(b.status = 'sealed'), false) into last_number, in_force from bid b where b.tender_id = of_tender and b.bidder_id = of_bidder;
    copied := exists (select 1 from bid b where b.tender_id = of_tender and b.cipher_sha256 = with_cipher);
    bound := ${bound};
    return next;
  end $$`;
