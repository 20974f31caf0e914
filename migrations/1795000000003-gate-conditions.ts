import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The gate of bids locks and asks the clock; what else it asks are conditions, each a function of the module that knows it. Which ones, its caller says by procedure: only the
 * locked row tells which procedure it is. Each statement of a volatile function sees what was committed before it, so that a condition is asked after every wait.
 */
export class GateConditions1795000000003 implements MigrationInterface {
  name = 'GateConditions1795000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop function bid_gate(uuid, uuid, uuid, text, text, text[])');
    await db.query(GATE);
    for (const [name, answer] of Object.entries(CONDITIONS)) {
      await db.query(`create function ${name}(of_tender uuid, of_bidder uuid, given jsonb) returns jsonb language sql volatile as $$ ${answer} $$`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const name of Object.keys(CONDITIONS)) await db.query(`drop function ${name}(uuid, uuid, jsonb)`);
    await db.query('drop function bid_gate(uuid, uuid, jsonb, jsonb)');
    await db.query(BEFORE);
  }
}

const GATE = `
  create function bid_gate(of_tender uuid, of_bidder uuid, given jsonb, asked jsonb)
  returns table (now timestamptz, procedure text, status text, deadline timestamptz, code text, project_id uuid, answers jsonb)
  language plpgsql volatile as $$
  declare t record; condition record; answer jsonb;
  begin
    perform pg_advisory_xact_lock(hashtextextended(of_tender || ':' || of_bidder, 3));
    select r.procedure, r.status, r.deadline, r.code, r.project_id into t from tender r where r.id = of_tender for share;
    perform 1 from project p where p.id = t.project_id for share;
    now := tianping_now();
    procedure := t.procedure; status := t.status; deadline := t.deadline; code := t.code; project_id := t.project_id;
    answers := '{}';
    for condition in select key, value from jsonb_each_text(asked -> t.procedure) loop
      execute format('select %I($1, $2, $3)', condition.value) into answer using of_tender, of_bidder, given;
      answers := answers || jsonb_build_object(condition.key, answer);
    end loop;
    return next;
  end $$`;

const CONDITIONS: Readonly<Record<string, string>> = {
  gate_hold: `select jsonb_build_object('reason', h.reason, 'article', h.article) from tender t join hold h on h.project_id = t.project_id
    where t.id = of_tender and (h.tender_id is null or h.tender_id = of_tender) and h.lifted_at is null and given -> 'stoppedBy' ? h.kind order by h.placed_at limit 1`,
  gate_certificate: `select to_jsonb(may_sign((given ->> 'account')::uuid, given ->> 'fingerprint'))`,
  gate_number: `select jsonb_build_object('last', coalesce(max(b.number), 0), 'inForce', coalesce(bool_or(b.status = 'sealed'), false)) from bid b where b.tender_id = of_tender and b.bidder_id = of_bidder`,
  gate_copy: `select to_jsonb(exists (select 1 from bid b where b.tender_id = of_tender and b.cipher_sha256 = given ->> 'cipherSha256'))`,
};

const BEFORE = `
  create or replace function bid_gate(of_tender uuid, of_bidder uuid, of_account uuid, with_certificate text, with_cipher text, stopped_by text[])
  returns table (now timestamptz, status text, deadline timestamptz, code text, project_id uuid, hold jsonb, last_number int, in_force boolean, copied boolean, bound boolean)
  language plpgsql volatile as $$
  declare t record;
  begin
    perform pg_advisory_xact_lock(hashtextextended(of_tender || ':' || of_bidder, 3));
    select r.status, r.deadline, r.code, r.project_id into t from tender r where r.id = of_tender for share;
    perform 1 from project p where p.id = t.project_id for share;
    now := tianping_now();
    status := t.status; deadline := t.deadline; code := t.code; project_id := t.project_id;
    hold := (select jsonb_build_object('kind', h.kind, 'reason', h.reason, 'article', h.article) from hold h where h.project_id = t.project_id and (h.tender_id is null or h.tender_id = of_tender) and h.lifted_at is null and h.kind = any(stopped_by) order by h.placed_at limit 1);
    select coalesce(max(b.number), 0), coalesce(bool_or(b.status = 'sealed'), false) into last_number, in_force from bid b where b.tender_id = of_tender and b.bidder_id = of_bidder;
    copied := exists (select 1 from bid b where b.tender_id = of_tender and b.cipher_sha256 = with_cipher);
    bound := may_sign(of_account, with_certificate);
    return next;
  end $$`;
