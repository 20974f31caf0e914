import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { openTestDb, type TestDb } from '@test/setup/database';
import { until } from '@test/setup/patience';
import { consume, type LoggedEvent } from './event-log';

let pg: TestDb;
beforeEach(async () => {
  pg = await openTestDb();
  await pg.owner.write('create table heard (object_id text primary key, position bigint generated always as identity)');
  await pg.owner.write(`grant select, insert on heard to "${new URL(pg.url).username}"`);
});
afterEach(() => pg?.close());

const record = (objectId: string, type = 'thing.made') => pg.db.system('test.make', (tx) => tx.record({ type, objectType: 'thing', objectId }));

/** A listener with an effect in the database; a second hearing of the same event breaks the primary key. */
const listen = (limit?: number) =>
  consume(
    pg.db,
    'listener',
    ['thing.made'],
    async (tx, events) => {
      for (const { objectId } of events) await tx.query('insert into heard (object_id) values ($1)', [objectId]);
    },
    limit,
  );

/** An open transaction of any database on the server, so of any spec that runs beside this one, holds events back for its while: ask until all have come. */
async function listenFor(total: number, limit?: number): Promise<number[]> {
  const pages: number[] = [];
  const all = () => pages.reduce((sum, count) => sum + count, 0) >= total;
  await until(async () => {
    for (let count = 1; count > 0 && !all(); ) {
      count = await listen(limit);
      if (count > 0) pages.push(count);
    }
    return all();
  });
  return pages;
}

const heard = async () => (await pg.db.read<{ id: string }>('select object_id as id from heard order by position')).map(({ id }) => id);
const names = (n: number, prefix = 'thing') => Array.from({ length: n }, (_, i) => `${prefix}-${i}`);

test('events come in their order, only of the types asked for, page by page', async () => {
  for (const name of names(5)) await record(name);
  await record('noise', 'thing.other');
  const pages = await listenFor(5, 2);
  expect([Math.max(...pages), await listen()]).toEqual([2, 0]);
  expect(await heard()).toEqual(names(5));
});

test('the order is that of numbers: pages do not lose what lies between 9 and 10', async () => {
  await pg.db.system('test.make', async (tx) => {
    for (const objectId of names(25)) await tx.record({ type: 'thing.made', objectType: 'thing', objectId });
  });
  await listenFor(25, 4);
  // negative control: ordered by the selected texts, the first page ended at position 12 and 2 to 9 were never heard
  expect(await heard()).toEqual(names(25));
});

test('each event takes effect exactly once under 8 writers and 4 consumers', async () => {
  const writers = names(8, 'writer').map(async (writer) => {
    for (const name of names(25, writer)) await record(name);
  });
  let writing = true;
  const consumers = Array.from({ length: 4 }, async () => {
    while (writing) await listen(7);
  });
  await Promise.all(writers);
  writing = false;
  await Promise.all(consumers);
  await listenFor(200 - (await heard()).length);
  const all = await heard();
  expect([all.length, new Set(all).size]).toEqual([200, 200]);
  for (const writer of names(8, 'writer')) expect(all.filter((name) => name.startsWith(`${writer}-`))).toEqual(names(25, writer));
});

test('a consumer that dies before its commit hears the same events again', async () => {
  for (const name of names(3)) await record(name);
  const dying = () =>
    consume(pg.db, 'listener', ['thing.made'], async (tx, events) => {
      await tx.query('insert into heard (object_id) values ($1)', [events[0]!.objectId]);
      await tx.query('select pg_terminate_backend(pg_backend_pid())');
    });
  const died = async () => {
    for (;;) if ((await dying()) === 0) await sleep(10);
  };
  await expect(died()).rejects.toThrow('terminating connection');
  expect(await heard()).toEqual([]);
  await listenFor(3);
  expect(await heard()).toEqual(names(3));
});

/** Writes an event and keeps its transaction open: its place in the log is older than that of what is committed meanwhile. */
async function openOlder(objectId: string): Promise<Client> {
  const client = new Client({ connectionString: pg.url });
  await client.connect();
  await client.query('begin');
  await client.query(`insert into event_log (at, type, object_id, payload) values (now(), 'thing.made', $1, '{}')`, [objectId]);
  return client;
}

test('no event is overtaken by one of a younger transaction that commits first', async () => {
  const older = await openOlder('older');
  await record('younger');
  expect(await listen()).toBe(0);
  await older.query('commit');
  await older.end();
  await listenFor(2);
  expect(await heard()).toEqual(['older', 'younger']);
});

test('negative control: a cursor over committed rows alone jumps over the older event and never hears it', async () => {
  const naive = (after: LoggedEvent | undefined) =>
    pg.db.read<LoggedEvent>(
      `select xid::text, position::text, object_id as "objectId" from event_log
       where (xid, position) > ($1::text::xid8, $2) and type = 'thing.made' order by event_log.xid, event_log.position`,
      [after?.xid ?? '0', after?.position ?? '0'],
    );
  const older = await openOlder('older');
  await record('younger');
  const first = await naive(undefined);
  await older.query('commit');
  await older.end();
  const second = await naive(first.at(-1));
  expect([first.map((e) => e.objectId), second]).toEqual([['younger'], []]);
});

test('an older transaction that is rolled back holds nothing up afterwards', async () => {
  const older = await openOlder('older');
  await record('younger');
  await older.query('rollback');
  await older.end();
  await listenFor(1);
  expect(await heard()).toEqual(['younger']);
});

test('consumers do not share their cursors', async () => {
  await record('one');
  await listenFor(1);
  const other = () => consume(pg.db, 'other', ['thing.made'], async () => undefined);
  for (let count = 0; count === 0; ) count = await other();
  expect([await listen(), await other()]).toEqual([0, 0]);
});
