import { BusinessError, uuidv7 } from '@kernel';
import type { TestDb } from '@test/setup/database';
import { until } from '@test/setup/patience';
import type { Tx } from './tx';
import { callerWith, newThing, openThings, Thing } from './thing.fixtures';

let pg: TestDb;
const run = <T>(work: Parameters<TestDb['db']['run']>[1]) => pg.db.run(callerWith('thing.change'), work) as Promise<T>;
const load = (id: string) => run<Thing>((tx) => tx.lock(Thing, { id }, 'file'));

beforeAll(async () => {
  pg = await openThings();
});
afterAll(() => pg?.close());

async function makeThing(name: string): Promise<string> {
  const { id } = await run<Thing>((tx) => tx.insert(Thing, newThing(name)));
  return id;
}

test('save writes every column back, and one version more', async () => {
  const id = await makeThing('first');
  const thing = await load(id);
  Object.assign(thing, { name: 'second', price: 12_345n, notes: ['a', { b: null }] });
  await run((tx) => tx.save(thing));
  expect(await load(id)).toMatchObject({ name: 'second', price: 12_345n, notes: ['a', { b: null }], version: 2 });
  expect(thing.version).toBe(2);
});

test('a stale object never overwrites a newer one', async () => {
  const id = await makeThing('first');
  const [mine, yours] = [await load(id), await load(id)];
  mine.name = 'mine';
  yours.name = 'yours';
  await run((tx) => tx.save(mine));
  await expect(run((tx) => tx.save(yours))).rejects.toThrow('platform.changed-meanwhile');
  expect((await load(id)).name).toBe('mine');
  // negative control: the save of the library itself, which Tx does not offer, loses the update
  await pg.db.source.manager.save(yours);
  expect((await load(id)).name).toBe('yours');
});

test('of twenty changes from the same version one is done', async () => {
  const id = await makeThing('first');
  const copies = await Promise.all(Array.from({ length: 20 }, () => load(id)));
  const done = await Promise.allSettled(copies.map((copy, i) => run((tx) => tx.save(Object.assign(copy, { name: `no ${i}` })))));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await load(id)).version).toBe(2);
});

test('a row that is not there is 404 platform.not-found', async () => {
  const error = await load(uuidv7()).catch((caught: BusinessError) => caught);
  expect(error).toMatchObject({ status: 404, refusals: [{ code: 'platform.not-found', params: { what: { zh: '文件', en: 'file' } } }] });
});

test('a lock for update keeps others waiting; a shared one lets others read', async () => {
  const id = await makeThing('first');
  const order: string[] = [];
  const locked = (mode: 'update' | 'share', name: string, work: () => unknown = () => undefined) =>
    run(async (tx) => {
      await tx.lock(Thing, { id }, 'file', mode);
      await work();
      order.push(name);
    });
  await Promise.all([locked('share', 'slow reader', () => until(() => order.includes('quick reader'))), locked('share', 'quick reader')]);
  expect(order).toEqual(['quick reader', 'slow reader']);
  let writing = false;
  const first = locked('update', 'first writer', async () => {
    writing = true;
    await new Promise((resolve) => setTimeout(resolve, 300)); // the second would be done in it
  });
  await until(() => writing);
  await Promise.all([first, locked('update', 'second writer')]);
  expect(order.slice(2)).toEqual(['first writer', 'second writer']);
});

const event = (id: string) => ({ type: 'thing.changed', objectType: 'thing', objectId: id, payload: { why: 'test' } });
const traces = (id: string) =>
  Promise.all([
    pg.db.read<{ type: string }>('select type, payload, xid::text from event_log where object_id = $1', [id]),
    pg.db.read<{ act: string }>('select act, actor_login as login, outcome, detail, xmin::text as xid from audit_entry where object_id = $1', [id]),
  ]);

test('record writes one event and one audit row in the business transaction', async () => {
  const id = await makeThing('first');
  await run((tx) => tx.record(event(id)));
  const [events, trail] = await traces(id);
  expect(events).toMatchObject([{ type: 'thing.changed', payload: { why: 'test' } }]);
  expect(trail).toMatchObject([{ act: 'thing.change', login: 'zhang', outcome: 'done', detail: { why: 'test' } }]);
});

test('what is rolled back leaves no event, no audit row and no hint', async () => {
  const id = await makeThing('first');
  const hints: string[] = [];
  const failing = run(async (tx) => {
    await tx.record(event(id));
    tx.afterCommit(() => hints.push('told'));
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect([await traces(id), hints]).toEqual([[[], []], []]);
});

test('hints come after the commit, also from the transaction under another act; a failing one does not undo the answer', async () => {
  const id = await makeThing('first');
  const complaint = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const seen: Promise<number>[] = [];
  const answer = await run(async (tx) => {
    await tx.as('thing.confirm').record(event(id));
    tx.as('thing.confirm').afterCommit(() => seen.push(traces(id).then(([events]) => events.length)));
    tx.afterCommit(() => {
      throw new Error('nobody listens');
    });
    return 'done';
  });
  expect([answer, await Promise.all(seen)]).toEqual(['done', [1]]);
  expect((await traces(id))[1]).toMatchObject([{ act: 'thing.confirm' }]);
  expect(complaint).toHaveBeenCalledTimes(1);
  complaint.mockRestore();
});

test('the clock is asked once a transaction, and again on demand', async () => {
  const [start, again, later] = await run<Date[]>(async (tx) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return [tx.now, tx.now, await tx.time()];
  });
  expect(again).toBe(start);
  expect(later!.getTime()).toBeGreaterThan(start!.getTime() + 20);
});

test('a dry run keeps nothing, neither rows, records nor hints, and lets its refusal out', async () => {
  const hints: string[] = [];
  const recorded = () => run<{ n: number }[]>((tx) => tx.query(`select count(*)::int as n from event_log where type = 'thing.tried'`));
  const work = (id: Thing['id']) => async (tx: Tx) => {
    await tx.insert(Thing, { ...newThing('tried'), id });
    await tx.record({ type: 'thing.tried', objectType: 'thing', objectId: id });
    tx.afterCommit(() => hints.push(id));
  };
  const kept = async (id: string) => (await run<Thing[]>((tx) => tx.find(Thing, { id: id as Thing['id'] }))).length;
  const [dry, wet] = [uuidv7<'thing'>(), uuidv7<'thing'>()] as unknown as [Thing['id'], Thing['id']];
  await run(async (tx) => {
    await tx.dry(work(dry));
    await tx.dry(work(dry)); // it can be done again: the first is gone
  });
  expect([await kept(dry), (await recorded())[0]!.n, hints]).toEqual([0, 0, []]);
  await run(work(wet)); // negative control: the same work, not dry
  expect([await kept(wet), (await recorded())[0]!.n, hints]).toEqual([1, 1, [wet]]);
  await expect(run((tx) => tx.dry(work(wet)))).rejects.toMatchObject({ code: '23505' });
});
