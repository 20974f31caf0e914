import { randomUUID } from 'node:crypto';
import { openTestDb, type TestDb } from '@test/setup/database';
import { projectTrail } from './audit';

let pg: TestDb;
beforeAll(async () => {
  pg = await openTestDb();
});
afterAll(() => pg.close());

test('the trail of a project comes page by page, oldest first, with nothing left out', async () => {
  const projectId = randomUUID();
  for (let i = 0; i < 25; i += 1) await pg.db.system('test.do', (tx) => tx.record({ type: 'test.done', objectType: 'test', objectId: `no ${i}`, projectId }));
  const seen: string[] = [];
  for (let after = '0'; ; ) {
    const rows = await projectTrail(pg.db, projectId, { after, limit: 4 });
    if (rows.length === 0) break;
    seen.push(...rows.map((row) => row.objectId));
    after = rows.at(-1)!.seq;
  }
  // negative control: ordered by the selected text, '10' came before '2' and pages lost rows
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `no ${i}`));
});
