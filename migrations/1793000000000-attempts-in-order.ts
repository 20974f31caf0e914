import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `take_attempt` as before, but for the order in which it locks its rows: that of their keys, whatever plan joins them. */
const takeAttempt = (order: string) => `
  create or replace function take_attempt(limits jsonb) returns bigint language plpgsql volatile as $$
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
    ${order}
    on conflict (key) do update set tries = excluded.tries, free_at = excluded.free_at, at = excluded.at;
    return 0;
  end $$`;

/** A right try gives back what it took from meters that others share: it locks them in the same order, so that no two sign-ins wait for each other in a circle. */
export class AttemptsInOrder1793000000000 implements MigrationInterface {
  name = 'AttemptsInOrder1793000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(takeAttempt('order by w.key collate "C"'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(takeAttempt(''));
  }
}
