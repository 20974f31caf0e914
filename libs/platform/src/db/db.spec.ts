import type { BusinessError } from '@kernel';
import type { TestDb } from '@test/setup/database';
import { until } from '@test/setup/patience';
import type { Tx } from './tx';
import { callerWith, newThing, openThings, Thing } from './thing.fixtures';

let pg: TestDb;
beforeAll(async () => {
  pg = await openThings();
});
afterAll(() => pg?.close());

const run = <T>(work: (tx: Tx) => Promise<T>) => pg.db.run(callerWith('thing.change'), work);
const fail = (tx: Tx, code: string) => tx.query(`do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`);

/** Fails so many times with the code, then goes through; returns how often it was run. */
async function tries(code: string, failures: number): Promise<number> {
  let count = 0;
  await run(async (tx) => {
    count += 1;
    if (count <= failures) await fail(tx, code);
  });
  return count;
}

test.each(['40001', '40P01'])('SQLSTATE %s runs the whole function again', async (code) => {
  expect(await tries(code, 3)).toBe(4);
});

test('after six tries it gives up with 503', async () => {
  await expect(tries('40001', 6)).rejects.toMatchObject({ status: 503, refusals: [{ code: 'platform.try-again' }] });
});

test('a statement alone is tried again too; each deadlock is told in a line, a serialization failure is none', async () => {
  const log = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const failing = (code: string) => pg.db.write(`do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`);
  await expect(failing('40P01')).rejects.toMatchObject({ refusals: [{ code: 'platform.try-again' }] });
  const told = log.mock.calls.map(([line]) => String(line));
  expect(told.map((line) => [/a deadlock, try \d of 6, of do \$\$ begin raise/.test(line), line.split('\n').length])).toEqual(Array.from({ length: 6 }, () => [true, 2]));
  await expect(failing('40001')).rejects.toMatchObject({ refusals: [{ code: 'platform.try-again' }] });
  expect(log.mock.calls).toHaveLength(6);
  await expect(failing('23505')).rejects.toThrow('made up'); // negative control
  log.mockRestore();
});

test.each(['23505', '57014', '22P02'])('SQLSTATE %s is not tried again', async (code) => {
  await expect(tries(code, 1)).rejects.toThrow('made up');
});

test('a deadlock of two transactions ends with both done', async () => {
  const [a, b] = await run((tx) => Promise.all([tx.insert(Thing, newThing('a')), tx.insert(Thing, newThing('b'))]));
  let [runs, held] = [0, 0];
  const both = (first: Thing, second: Thing) =>
    run(async (tx) => {
      runs += 1;
      await tx.query(`update thing set name = name || '!' where id = $1`, [first.id]);
      held += 1;
      await until(() => held >= 2); // each has what the other wants
      await tx.query(`update thing set name = name || '!' where id = $1`, [second.id]);
    });
  await Promise.all([both(a, b), both(b, a)]);
  const names = await pg.db.read<{ name: string }>('select name from thing where id in ($1, $2) order by name', [a.id, b.id]);
  expect(names.map(({ name }) => name)).toEqual(['a!!', 'b!!']);
  // negative control: without the deadlock both would have run once
  expect(runs).toBeGreaterThan(2);
});

test('a transaction that fails half way leaves nothing', async () => {
  const before = await pg.db.read('select 1 from thing');
  const half = run(async (tx) => {
    await tx.insert(Thing, newThing('half'));
    await fail(tx, '23505');
  });
  await expect(half).rejects.toThrow('made up');
  expect(await pg.db.read('select 1 from thing')).toHaveLength(before.length);
});

describe('Idempotency-Key', () => {
  const insert = (key: string, fingerprint = 'f', name = key) =>
    pg.db.run(callerWith('thing.make', { key, fingerprint }), async (tx) => {
      const { id } = await tx.insert(Thing, newThing(name));
      return { id, at: tx.now.toISOString() };
    });
  const count = async (name: string) => (await pg.db.read('select 1 from thing where name = $1', [name])).length;

  test('the same key gives the same answer, done once, even when 50 come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => insert('key-parallel')));
    expect(answers).toEqual(Array(50).fill(answers[0]));
    expect(await count('key-parallel')).toBe(1);
    // negative control: fifty different keys are fifty things
    await Promise.all(Array.from({ length: 50 }, (_, i) => insert(`key-other-${i}`, 'f', 'key-other')));
    expect(await count('key-other')).toBe(50);
  });

  test('a later repetition is answered from the first', async () => {
    expect(await insert('key-later')).toEqual(await insert('key-later'));
  });

  test('the same key with other content is refused, and nothing is done', async () => {
    await insert('key-reused');
    await expect(insert('key-reused', 'other')).rejects.toMatchObject({ status: 422, refusals: [{ code: 'platform.key-reused' }] });
    expect(await count('key-reused')).toBe(1);
  });

  test('keys of different acts and of different people do not meet', async () => {
    const mine = { ...callerWith('thing.make', { key: 'key-mine', fingerprint: 'f' }) };
    const theirs = { ...mine, actor: { ...mine.actor, accountId: null } };
    const answers = await Promise.all([mine, theirs, { ...mine, act: 'thing.other' }].map((caller, i) => pg.db.run(caller, async () => i)));
    expect(answers).toEqual([0, 1, 2]);
  });

  test('a refused request frees its key: mended content may use it', async () => {
    const refused = pg.db.run(callerWith('thing.make', { key: 'key-free', fingerprint: 'bad' }), async () => Promise.reject<string>(new Error('no')));
    await expect(refused).rejects.toThrow('no');
    expect(await pg.db.run(callerWith('thing.make', { key: 'key-free', fingerprint: 'good' }), async () => 'yes')).toBe('yes');
  });

  test('an act without an answer is remembered too', async () => {
    const caller = callerWith('thing.silent', { key: 'key-silent', fingerprint: 'f' });
    let runs = 0;
    const once = () => pg.db.run(caller, async () => void (runs += 1));
    await once();
    expect([await once(), runs]).toEqual([undefined, 1]);
  });
});

test('an error that the work swallowed still undoes everything, and is not taken for success', async () => {
  const swallowing = run(async (tx) => {
    await tx.insert(Thing, newThing('swallowed'));
    await fail(tx, '23505').catch(() => undefined);
  });
  // negative control: "commit" alone answers ROLLBACK without an error there, and the act looked done
  await expect(swallowing).rejects.toMatchObject({ code: '25P02' });
  expect(await pg.db.read(`select 1 from thing where name = 'swallowed'`)).toEqual([]);
});

test('a connection cut in mid-transaction is an error of that act alone; the next one has another', async () => {
  const cut = run((tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'));
  await expect(cut).rejects.toThrow(/terminat/);
  expect(await run((tx) => tx.query('select 1 as n'))).toEqual([{ n: 1 }]);
});

test('a business refusal goes out as it is', async () => {
  const error = await run((tx) => tx.lock(Thing, { name: 'nothing like it' }, 'file')).catch((caught: BusinessError) => caught.refusals[0].code);
  expect(error).toBe('platform.not-found');
});
