import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A stop stops the acts and periods that its article names: the gate of bids asks for the holds that stop bids; the time to sign a contract
 * is kept, since it can be stopped; outages are seen by the beats that are missing, and what moved by them stands with each lot.
 */
export class Stops1794100000000 implements MigrationInterface {
  name = 'Stops1794100000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop function bid_gate(uuid, uuid, uuid, text, text)');
    await db.query(gate(', stopped_by text[]', ' and h.kind = any(stopped_by)'));
    await db.query('alter table award add column contract_until timestamptz');
    await db.query('alter table tender_question add column amendment_id uuid references tender_amendment');
    await db.query(`
      create table platform_beat (one boolean primary key default true check (one), seen_at timestamptz not null);
      create table outage (
        id uuid primary key, from_at timestamptz not null, to_at timestamptz not null check (to_at > from_at), settled_at timestamptz,
        statement text not null, signature bytea not null);
      create index outage_unsettled on outage (id) where settled_at is null;
      create index outage_latest on outage (to_at desc, id);
      create table outage_lot (outage_id uuid not null references outage, tender_id uuid not null references tender, moved jsonb not null, primary key (outage_id, tender_id));
      create index outage_lot_tender on outage_lot (tender_id);
      create table outage_doubt (
        outage_id uuid not null references outage, tender_id uuid not null references tender, organisation_id uuid not null references organisation, begun_at timestamptz not null,
        primary key (outage_id, tender_id, organisation_id));
      create index outage_doubt_tender on outage_doubt (tender_id)`);
    for (const table of ['outage_lot', 'outage_doubt']) await db.query(`create trigger ${table}_append_only before update or delete or truncate on ${table} execute function forbid_change()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table outage_doubt, outage_lot, outage, platform_beat');
    await db.query('alter table tender_question drop column amendment_id');
    await db.query('alter table award drop column contract_until');
    await db.query('drop function bid_gate(uuid, uuid, uuid, text, text, text[])');
    await db.query(gate('', ''));
  }
}

const gate = (parameter: string, kinds: string): string => `
  create or replace function bid_gate(of_tender uuid, of_bidder uuid, of_account uuid, with_certificate text, with_cipher text${parameter})
  returns table (now timestamptz, status text, deadline timestamptz, code text, project_id uuid, hold jsonb, last_number int, in_force boolean, copied boolean, bound boolean)
  language plpgsql volatile as $$
  declare t record;
  begin
    perform pg_advisory_xact_lock(hashtextextended(of_tender || ':' || of_bidder, 3));
    select r.status, r.deadline, r.code, r.project_id into t from tender r where r.id = of_tender for share;
    perform 1 from project p where p.id = t.project_id for share;
    now := tianping_now();
    status := t.status; deadline := t.deadline; code := t.code; project_id := t.project_id;
    hold := (select jsonb_build_object('kind', h.kind, 'reason', h.reason, 'article', h.article) from hold h where h.project_id = t.project_id and (h.tender_id is null or h.tender_id = of_tender) and h.lifted_at is null${kinds} order by h.placed_at limit 1);
    select coalesce(max(b.number), 0), coalesce(bool_or(b.status = 'sealed'), false) into last_number, in_force from bid b where b.tender_id = of_tender and b.bidder_id = of_bidder;
    copied := exists (select 1 from bid b where b.tender_id = of_tender and b.cipher_sha256 = with_cipher);
    bound := may_sign(of_account, with_certificate);
    return next;
  end $$`;
