import { uuidv7 } from '@kernel';
import { openTestDb, type TestDb } from '@test/setup/database';

let pg: TestDb;
/** As the owner, who holds every right: here only the trigger stands in his way. */
const run = (sql: string, params: unknown[] = []) => pg.owner.write(sql, params);

/** One row in each table; the room hangs on a tender, whose own rules are not looked at here. */
beforeAll(async () => {
  pg = await openTestDb();
  await pg.db.system('test.record', (tx) => tx.record({ type: 'test.done', objectType: 'test', objectId: 'one' }));
  const room = uuidv7();
  await run(`do $$ begin
    alter table room disable trigger all;
    insert into room (id, kind, owner_kind, owner_id, project_id, opened_at) values ('${room}', 'opening', 'tender', '${room}', '${room}', now());
    insert into room_event values ('${room}', 1, now(), 'room.said', null, '{}'); end $$`);
});
afterAll(() => pg?.close());

const TABLES = [
  ['audit_entry', `update audit_entry set act = 'other'`],
  ['event_log', `update event_log set type = 'other'`],
  ['room_event', `update room_event set type = 'other'`],
];

describe.each(TABLES)('%s is append-only', (table, update) => {
  test.each([update, `delete from ${table}`, `truncate ${table} cascade`])('%s is forbidden', async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ code: '42501', message: `${table} is append-only` });
    expect(await run(`select 1 from ${table}`)).toHaveLength(1);
  });

  test('negative control: without the trigger the update goes through', async () => {
    await run(`alter table ${table} disable trigger ${table}_append_only`);
    await run(update);
    expect(await run(`select 1 from ${table} where ${update.slice(update.indexOf('set') + 4)}`)).toHaveLength(1);
    await run(`alter table ${table} enable trigger ${table}_append_only`);
  });
});
