import ts from 'typescript';
import { openTestDb, type TestDb } from '@test/setup/database';
import { isTest, type Source, sources } from './sources';

/** Statements that may lock several rows in no order of their own, and why nobody waits for them in a circle. */
const MAY: Record<string, string> = {
  'libs/domain/src/duties/duties.service.ts: duty': 'one act of a project after another, by a lock of their own; all of them with the table locked',
  'libs/platform/src/db/clock.ts: installation': 'the table has one row',
  'libs/domain/src/outages/outages.service.ts: platform_beat': 'the table has one row',
  'libs/domain/src/trust/time-source.ts: time_source': 'the table has one row',
  'libs/domain/src/tender/invitees.ts: tender_invitee': 'whoever touches them holds the row of their tender',
  'libs/domain/src/tender/tender.service.ts: tender_document': 'whoever touches them holds the row of their tender',
  'libs/domain/src/identity/sessions.service.ts: session': 'they are locked, in order, by the statement before',
};

/** Each literal of a source, what is put into it left as it stands in the code. */
function literals({ path, text }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) found.push(node.getText());
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

const CHANGES = /\b(?:update\s+(?!set\b)([a-z_]+|\$\{\w+\})(?:\s+(?:as\s+)?[a-z])?\s+set|delete\s+from\s+([a-z_]+|\$\{\w+\}))\b(.*)/gis;
const LOCKS = /\bfrom\s+([a-z_]+)\b((?:(?!\bfrom\b).)*)\bfor\s+(?:no\s+key\s+)?(?:update|share|key\s+share)\b/gis;
const ADDS = /\binsert\s+into\s+([a-z_]+)((?:(?!\bvalues\b).)*\bselect\b.*)on\s+conflict/gis;

type Keys = Map<string, string[][]>;

const isOneRow = (keys: Keys, table: string, rest: string) => (keys.get(table) ?? []).some((key) => key.every((column) => new RegExp(`\\b${column}\\s*=\\s*\\$\\d`).test(rest)));
const inOrder = (rest: string) => /\$\{(?:i|freeI)nOrder\(/.test(rest);

/** Where several rows are locked, and not in the order of their key: path and table. */
function disordered(all: readonly Source[], keys: Keys): string[] {
  const found: string[] = [];
  for (const source of all.filter((one) => !isTest(one) && !one.path.endsWith('/in-order.ts'))) {
    const note = (table: string) => found.push(`${source.path}: ${table}`);
    for (const text of literals(source)) {
      for (const [, updated, deleted, rest] of text.matchAll(CHANGES)) if (!inOrder(rest!) && !isOneRow(keys, (updated ?? deleted)!, rest!)) note((updated ?? deleted)!);
      for (const [, table, rest] of text.matchAll(LOCKS)) if (!/\border\s+by\b/i.test(rest!) && !isOneRow(keys, table!, rest!)) note(table!);
      for (const [, table, rest] of text.matchAll(ADDS)) if (!/\border\s+by\b/i.test(rest!)) note(table!);
    }
  }
  return [...new Set(found)].sort();
}

const UNIQUE = `select i.indrelid::regclass::text as table, array_agg(a.attname::text) as columns from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
where i.indisunique and i.indpred is null and i.indrelid::regclass::text !~ '^pg_' group by i.indexrelid, i.indrelid`;

let pg: TestDb;
const keys: Keys = new Map();
beforeAll(async () => {
  pg = await openTestDb();
  for (const { table, columns } of await pg.owner.read<{ table: string; columns: string[] }>(UNIQUE)) keys.set(table, [...(keys.get(table) ?? []), columns]);
});
afterAll(() => pg?.close());

const product = sources('apps', 'libs');

test('who changes or locks several rows of a table does so in the order of their key, or stands here with a reason', () => {
  expect(disordered(product, keys)).toEqual(Object.keys(MAY).sort());
});

test.each([
  `await tx.query('update session set ended_at = now() where account_id = $1', [id]);`,
  'await db.write(`delete from session where ended_at < now() returning id`);',
  `await tx.query("select id from session where account_id = $1 for update", [id]);`,
  'await db.write(`insert into job_run (name) select unnest($1::text[]) on conflict do nothing`);',
])('negative control: %s is found', (text) => {
  expect(disordered([{ path: 'libs/domain/src/planted.ts', text }], keys)).toHaveLength(1);
});

test.each([
  `await tx.query('update session set ended_at = now() where id = $1', [id]);`,
  "await db.write(`delete from session where ${freeInOrder('session', 'id', 'ended_at < now()')}`);",
  `await tx.query('select id from session where account_id = $1 order by id for update', [id]);`,
  `await tx.query('select 1 from session where id = $1 for share', [id]);`,
  'await db.write(`insert into job_run (name) values ($1) on conflict (name) do update set ended_at = excluded.ended_at`);',
])('one row, or rows in order: %s', (text) => {
  expect(disordered([{ path: 'libs/domain/src/planted.ts', text }], keys)).toEqual([]);
});
