import { randomUUID } from 'node:crypto';
import { openTestDb, type TestDb } from '@test/setup/database';
import { Tx } from '@platform/db';
import { countNew, DIFFERENCE, FULL } from './figures';
import { rate } from './statistics.controller';

let test_: TestDb;
beforeAll(async () => {
  test_ = await openTestDb();
});
afterAll(() => test_?.close());
afterEach(() => jest.restoreAllMocks());

/** A small generator with a fixed course. */
function course(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

/** Facts as the modules leave them: a row in the table behind each view and its event in the same transaction. */
async function happen(random: () => number): Promise<void> {
  const region = ['990100', '990102', '990200'][Math.floor(random() * 3)]!;
  const at = new Date(Date.UTC(2026, Math.floor(random() * 4), 1 + Math.floor(random() * 28), Math.floor(random() * 24)));
  await test_.db.system('test.fact', async (tx) => {
    const id = randomUUID();
    const [organisation] = await tx.query<{ id: string }>(`insert into organisation (id, name, uscc, region, registered_at) values ($1, 'T', $2, '990100', now()) returning id`, [
      randomUUID(),
      randomUUID().replaceAll('-', '').slice(0, 18).toUpperCase(),
    ]);
    await tx.query(
      `insert into project (id, code, name, category, procedure, kind, region, tenderer_id, approval_number, funds_source, state_controlled, mandatory, status, created_at, registered_at)
       values ($1, $2, 'P', 'construction', 'works-open', 'A02', $3, $4, '1', '1', true, true, 'registered', $5, $5)`,
      [id, randomUUID(), region, organisation!.id, at],
    );
    await tx.record({ type: 'project.registered', objectType: 'project', objectId: id, projectId: id });
    if (random() < 0.5) return;
    const tender = randomUUID();
    await tx.query(
      `insert into tender (id, project_id, lot_number, code, title, category, procedure, region, tenderer_id, status, ended_in, ended_at, plan, scope, qualification, candidate_limit, documents_until, questions_until, deadline, decryption_minutes, created_at)
       values ($1, $2, 1, $3, 'T', 'construction', 'works-open', $4, $5, 'failed', 'bidding', $6, '{}', '', '', 3, now(), now(), now(), 30, now())`,
      [tender, id, randomUUID(), region, organisation!.id, at],
    );
    await tx.record({ type: 'tender.failed', objectType: 'tender', objectId: tender, projectId: id });
  });
}

/** Waits until no transaction that is older than the last event runs anywhere on the server (other test files use it too): a count now takes all. */
async function settled(): Promise<void> {
  for (;;) {
    const [row] = await test_.db.read<{ free: boolean }>('select xid < pg_snapshot_xmin(pg_current_snapshot()) as free from event_log order by xid desc limit 1');
    if (row!.free) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const differences = () => test_.db.read(DIFFERENCE);
const entered = async () => (await test_.db.read<{ n: string }>('select coalesce(sum(entered), 0)::text as n from statistics_cell'))[0]!.n;

it('the running count equals the full one after random sequences, counted at random moments', async () => {
  const random = course(20260303);
  for (let i = 0; i < 60; i += 1) {
    await happen(random);
    if (random() < 0.2) await countNew(test_.db);
  }
  await settled();
  await countNew(test_.db);
  expect(await differences()).toEqual([]);
  expect(await entered()).toBe('60');
  expect((await test_.db.read(FULL)).length).toBeGreaterThan(6);
});

it('a run that dies in the middle counts nothing; the next one counts it once', async () => {
  const random = course(7);
  for (let i = 0; i < 10; i += 1) await happen(random);
  await settled();
  const query = Tx.prototype.query;
  for (const dying of ['insert into statistics_cell', 'update event_cursor']) {
    const spy = jest.spyOn(Tx.prototype, 'query').mockImplementation(async function (this: Tx, text: string, values?: unknown[]) {
      const answer = await query.call(this, text, values);
      if (text.startsWith(dying)) throw new Error('killed');
      return answer;
    } as never);
    await expect(countNew(test_.db)).rejects.toThrow('killed');
    spy.mockRestore();
    expect(await entered()).toBe('60');
    expect(await differences()).not.toEqual([]); // negative control: what is not counted yet shows as a difference
  }
  expect(await countNew(test_.db)).toBeGreaterThanOrEqual(10);
  expect(await differences()).toEqual([]);
  expect(await countNew(test_.db)).toBe(0);
  expect(await entered()).toBe('70');
});

it('two workers at the same time count everything once', async () => {
  const random = course(99);
  for (let i = 0; i < 20; i += 1) await happen(random);
  const more = (async () => {
    for (let i = 0; i < 20; i += 1) await happen(random);
  })();
  const counted = await Promise.all(Array.from({ length: 6 }, () => countNew(test_.db)));
  await more;
  await settled();
  const rest = await countNew(test_.db);
  expect(counted.reduce((sum, n) => sum + n, rest)).toBeGreaterThanOrEqual(40);
  expect(await differences()).toEqual([]);
  expect(await entered()).toBe('110');
});

it.each([
  ['0', '0', null],
  ['5', '0', null],
  ['1', '3', '0.3333'],
  ['2', '3', '0.6667'],
  ['1', '1', '1.0000'],
  ['1', '20000', '0.0001'], // 0.00005 is rounded up
  ['1', '20001', '0.0000'],
  ['-1', '20000', '-0.0001'],
  ['-1', '3', '-0.3333'],
  ['-5', '4', '-1.2500'],
  ['123456789012345678', '1000000000000000000', '0.1235'],
  ['30', '2', '15.0000'],
])('rate(%s, %s) is %s', (part, whole, expected) => expect(rate(part, whole)).toBe(expected));
