import { openTestDb, type TestDb } from '@test/setup/database';
import { PUBLIC_ACTOR } from '../db';
import type { Refused } from './refusal-book';
import { RefusalTrail } from './refusal-trail';

let pg: TestDb;
let trail: RefusalTrail;
const errors: unknown[] = [];

beforeEach(async () => {
  pg = await openTestDb();
  trail = new RefusalTrail(pg.db, (error) => errors.push(error));
});
afterEach(async () => {
  await trail?.stop();
  await pg?.close();
  errors.splice(0);
});

const refused = (path: string): Refused => ({
  caller: { actor: PUBLIC_ACTOR, act: 'thing.do', ip: '192.0.2.1', requestId: 'r' },
  ...{ outcome: 'refused', status: 409, codes: ['thing.wrong'], articles: ['TBL-28'], path, from: '192.0.2.1' },
});
const noted = (times: number) => Promise.all(Array.from({ length: times }, (_, i) => trail.note(refused(`POST /things/${i}`))));
const rows = () =>
  pg.db.read<{ times: number; age: number; detail: Record<string, unknown>; path: string }>(
    `select times, extract(epoch from tianping_now() - at)::float8 as age, detail, object_id as path from audit_entry order by seq`,
  );

test('a refusal is on the record when its note returns', async () => {
  await trail.note(refused('POST /things'));
  expect(await rows()).toMatchObject([{ times: 1, path: 'POST /things', detail: { status: 409, codes: ['thing.wrong'], articles: ['TBL-28'], path: 'POST /things' } }]);
  expect((await rows())[0]!.age).toBeLessThan(60);
});

test('a flood is counted: the sum is what came', async () => {
  await noted(5_000);
  await trail.flush();
  const all = await rows();
  expect([all.length, all.reduce((sum, { times }) => sum + times, 0)]).toEqual([11, 5_000]);
  expect(all.at(-1)).toMatchObject({ times: 4_990, detail: { since: expect.any(String) } });
});

test('while the trail cannot be written all is kept, nobody waits for it, and the log is told once', async () => {
  await pg.owner.write('alter table audit_entry rename to away');
  for (let i = 0; i < 20; i += 1) await noted(100);
  expect(errors).toHaveLength(1);
  await trail.flush();
  expect(errors).toHaveLength(2);
  await pg.owner.write('alter table away rename to audit_entry');
  await trail.flush();
  expect((await rows()).reduce((sum, { times }) => sum + times, 0)).toBe(2_000);
});

test('what is left at the end is written, and what cannot be goes into the log', async () => {
  await noted(500);
  await trail.stop();
  expect((await rows()).reduce((sum, { times }) => sum + times, 0)).toBe(500);
  const log = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await noted(3);
  expect(log.mock.calls.map(([line]) => String(line).includes('error - refused, and not in the audit trail: '))).toEqual([true, true, true]);
  log.mockRestore();
});
