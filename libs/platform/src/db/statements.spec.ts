import { assertReads } from './statements';

test.each(['select 1', 'select * from thing for update', 'with a as (select 1) select * from a', 'select updated_at, deleted from thing where set_stamp is null', '(select 1) union all (select 2)'])(
  '%s reads',
  (text) => expect(() => assertReads(text)).not.toThrow(),
);

test.each([
  'insert into thing values (1)',
  '\n  update thing set a = 1',
  'delete from thing',
  'with gone as (delete from thing returning id) select * from gone',
  'with a as (select 1) insert into thing select * from a',
  'WITH u AS (UPDATE thing AS t SET a = 1 RETURNING 1) SELECT * FROM u',
  'update "thing" set a = 1',
  'with u as (update only public.thing set a = 1 returning 1) select 1',
  'truncate thing',
  'alter table thing add a int',
  'do $$ begin end $$',
])('%s writes', (text) => expect(() => assertReads(text)).toThrow('this statement writes'));
