import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Attempts are counted before anything is compared, in one statement that either grants a try or says how long to wait: of any number at once no more
 * pass than one after the other. Devices from which somebody signed in before, when a session last showed its factors,
 * and by which certificate it was opened: it ends with that. All of it lives by real time.
 */
export class IdentityAttempts1767225731000 implements MigrationInterface {
  name = 'IdentityAttempts1767225731000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table attempt_meter (key text primary key, tries int not null, free_at timestamptz not null, at timestamptz not null);
      create index attempt_meter_at on attempt_meter (at);
      -- limits: [{ key, free, firstMs, mostMs, forgiveMs }]; the answer is the milliseconds to wait, 0 where the try is granted
      create function take_attempt(limits jsonb) returns bigint language plpgsql volatile as $$
      declare wait interval; moment timestamptz;
      begin
        -- also for keys that have no row yet; in order, so that no two wait for each other
        perform pg_advisory_xact_lock(hashtextextended(k.key, 7)) from (select l->>'key' as key from jsonb_array_elements(limits) l order by 1) k;
        moment := clock_timestamp();
        select max(m.free_at - moment) into wait from attempt_meter m where m.key in (select l->>'key' from jsonb_array_elements(limits) l);
        if wait > interval '0' then return ceil(extract(epoch from wait) * 1000); end if;
        insert into attempt_meter as m (key, tries, free_at, at)
        select w.key, n.tries, moment + make_interval(secs => case when n.tries < w.free then 0 else least(w."mostMs", w."firstMs" * power(2, least(n.tries - w.free, 30))) / 1000 end), moment
        from jsonb_to_recordset(limits) as w(key text, free int, "firstMs" float8, "mostMs" float8, "forgiveMs" float8) left join attempt_meter o on o.key = w.key
          cross join lateral (select 1 + greatest(0, coalesce(o.tries, 0) - floor(extract(epoch from moment - coalesce(o.at, moment)) * 1000 / w."forgiveMs"))::int as tries) n
        on conflict (key) do update set tries = excluded.tries, free_at = excluded.free_at, at = excluded.at;
        return 0;
      end $$`);
    await db.query(`
      create table known_device (token_hash text primary key, account_id uuid not null references account, at timestamptz not null default clock_timestamp());
      create index known_device_account on known_device (account_id, at);
      alter table session add column proven_at timestamptz not null default clock_timestamp(), add column fingerprint text;
      update session set proven_at = created_at;
      create index session_open on session (expires_at) where ended_at is null;
      alter table account drop column failed_sign_ins, drop column locked_until`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table account add column failed_sign_ins int not null default 0, add column locked_until timestamptz; drop index session_open; alter table session drop column proven_at, drop column fingerprint;
      drop table known_device; drop function take_attempt; drop table attempt_meter`);
  }
}
