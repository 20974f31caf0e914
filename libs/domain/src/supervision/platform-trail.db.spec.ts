import { openTestDb, type TestDb } from '@test/setup/database';
import { platformTrailSql } from './platform-trail';

/** Enough that reading all of it costs more than any index; at a million rows the plans are the same. */
const ENTRIES = 50_000;

let pg: TestDb;
beforeAll(async () => {
  pg = await openTestDb();
  await pg.owner.write(
    `insert into audit_entry (at, actor_login, ip, request_id, act, object_type, object_id, outcome, detail)
     select timestamptz '2026-01-01' + make_interval(secs => n), 'user.' || n % 500, '10.0.' || n % 200 || '.1', n::text, case when n % 1000 = 0 then 'account.suspend' else 'session.start' end, 'session', n::text, 'done', '{}'
     from generate_series(1, ${ENTRIES}) n`,
  );
  await pg.owner.write('analyze audit_entry');
});
afterAll(() => pg?.close());

async function plan(query: Partial<Parameters<typeof platformTrailSql>[0]>, change = (sql: string) => sql): Promise<string> {
  const [sql, values] = platformTrailSql({ limit: 100, ...query });
  return (await pg.db.read<{ 'QUERY PLAN': string }>(`explain ${change(sql)}`, values)).map((row) => row['QUERY PLAN']).join('\n');
}

const id = async () => (await pg.db.read<{ id: string }>(`select id from audit_entry where request_id = '25000'`))[0]!.id;

test.each([
  ['nothing', {}, 'Index Scan Backward using audit_entry_time'],
  ['an account', { actor: 'user.7' }, 'audit_entry_login'],
  ['what was done to an account', { actor: 'user.7' }, 'audit_entry_account'],
  ['an address', { address: '10.0.7.1' }, 'audit_entry_ip'],
  ['an act that is rare', { act: 'account.suspend' }, 'audit_entry_act'],
  ['a day', { from: '2026-01-01', to: '2026-01-01' }, 'Index Scan Backward using audit_entry_time'],
])('asked for %s, an index finds it, on every page', async (_what, query, index) => {
  for (const asked of [query, { ...query, after: await id() }]) {
    const told = await plan(asked);
    expect(told).toContain(index);
    expect(told).not.toContain('Seq Scan');
  }
  expect(await plan({ after: await id() })).toMatch(/Index Cond: \(ROW\(at, seq\) < ROW/); // a later page begins where it begins
});

test('negative control: an order that no index has is found out', async () => {
  expect(await plan({}, (sql) => sql.replace('order by at desc', 'order by request_id desc'))).toContain('Seq Scan');
});

test('an id begins with the moment of its entry and is drawn otherwise: it tells nothing of how many there are', async () => {
  const ids = (await pg.db.read<{ id: string }>('select id from audit_entry order by seq limit 10000')).map((row) => row.id);
  const moments = ids.map((one) => Number.parseInt(one.slice(0, 8) + one.slice(9, 13), 16));
  expect([Math.max(...moments) <= Date.now() + 60_000, Math.min(...moments) > Date.now() - 600_000, [...moments].sort((a, b) => a - b)]).toEqual([true, true, moments]);
  const drawn = ids.map((one) => one.slice(14));
  expect(new Set(drawn).size).toBe(ids.length);
  const ascents = drawn.filter((one, i) => i > 0 && one > drawn[i - 1]!).length;
  expect(Math.abs(ascents - ids.length / 2)).toBeLessThan(300); // six standard deviations; of a counter all would ascend
});
