import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMAIN_MODULES } from '@domain/index';
import { openTestDb, type TestDb } from '../setup/database';
import { codeOf, isTest, ROOT, sources, type Source } from './sources';

interface Modules {
  platform: string[];
  domain: { name: string; tables: string[] }[];
}
const { platform, domain } = JSON.parse(readFileSync(join(ROOT, 'libs/domain/modules.json'), 'utf8')) as Modules;
const names = domain.map(({ name }) => name);
/** The module that owns a table, by its place in the order; -1 is the platform. */
const placeOf = new Map([...platform.map((table) => [table, -1] as const), ...domain.flatMap(({ tables }, place) => tables.map((table) => [table, place] as const))]);

const READS = /\b(?:from|join|using)\s+(?:only\s+|lateral\s+)?"?([a-z_]+)"?/g;
const LISTED = /\b(?:from|join)\s+"?[a-z_]+"?(?:\s+(?:as\s+)?[a-z]+)?\s*,\s*"?([a-z_]+)"?/g;
const WRITES = /\b(?:insert\s+into|update|delete\s+from|truncate|alter\s+table|lock\s+table)\s+(?:only\s+)?"?([a-z_]+)"?/g;
const MAPPED = /@Entity\(\s*'([a-z_]+)'/g;

/** Housekeeping that one module does in a table that its platform keeps. */
const LENT: Readonly<Record<string, string>> = { idempotency_key: 'identity' };

const tablesIn = (text: string, expression: RegExp): string[] => [...text.matchAll(expression)].map((match) => match[1]!).filter((name) => placeOf.has(name));

/** What a source of a module does in tables that are not its own: it reads earlier ones, and writes none. */
function foreign({ path, text }: Source): string[] {
  const [, module] = /^libs\/domain\/src\/([^/]+)\//.exec(path) ?? [];
  const place = module === undefined ? -1 : names.indexOf(module);
  const code = codeOf(text);
  const written = [...tablesIn(code, WRITES), ...tablesIn(code, MAPPED)].filter((table) => placeOf.get(table) !== place && LENT[table] !== module);
  const read = [...tablesIn(code, READS), ...tablesIn(code, LISTED)].filter((table) => placeOf.get(table)! > place);
  return [...new Set([...written.map((table) => `${path} writes ${table}`), ...read.map((table) => `${path} reads ${table}`)])].sort();
}

const product = sources('libs').filter((source) => !isTest(source) && /^libs\/(platform|domain)\/src\/[^/]+\//.test(source.path));

test('a module writes its own tables and reads earlier ones; the platform knows none of theirs', () => {
  expect(product.flatMap(foreign)).toEqual([]);
});

test('negative control: each kind of reach into another’s table is found when planted', () => {
  const at = (path: string, sql: string) => foreign({ path: `libs/domain/src/${path}`, text: `const A = \`${sql}\`;` });
  expect(at('intake/p.ts', 'select 1 from tender where id = $1')).toEqual(['libs/domain/src/intake/p.ts reads tender']);
  expect(at('tender/p.ts', 'select 1 from project p, bid b')).toHaveLength(1);
  expect(at('tender/p.ts', 'select 1 from project p left join lateral evaluation e on true')).toHaveLength(1);
  expect(at('award/p.ts', 'update tender set status = $1')).toEqual(['libs/domain/src/award/p.ts writes tender']);
  expect(at('award/p.ts', 'insert into bid (id) values ($1)')).toHaveLength(1);
  expect(at('award/p.ts', 'delete from bid')).toHaveLength(1);
  expect(foreign({ path: 'libs/domain/src/award/p.ts', text: `@Entity('tender') class X {}` })).toHaveLength(1);
  expect(foreign({ path: 'libs/platform/src/db/p.ts', text: 'const A = `select 1 from account`;' })).toHaveLength(1);
  expect(at('award/p.ts', 'select 1 from tender t join bid b on b.tender_id = t.id')).toEqual([]);
});

test('each table has one owner, and each owner’s tables are there', async () => {
  const pg: TestDb = await openTestDb();
  try {
    const there = await pg.owner.read<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'migrations'`,
    );
    const owned = [...platform, ...domain.flatMap(({ tables }) => tables)];
    expect(owned.filter((table, at) => owned.indexOf(table) !== at)).toEqual([]);
    expect(there.map(({ name }) => name).sort()).toEqual([...owned].sort());
  } finally {
    await pg.close();
  }
});

test('one list of modules: what is booted, decided and told is in its order', () => {
  expect(DOMAIN_MODULES.map(({ name }) => name.replace(/Module$/, '').toLowerCase())).toEqual(names);
  const told = readFileSync(join(ROOT, 'docs/decisions/0002-modules-and-order.md'), 'utf8').replace(/\s+/g, ' ');
  expect(told).toContain(`The order: ${names.join(', ')}.`);
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8').replace(/\s+/g, ' ')).toContain(`domain/ ${names.join(' ')} migrations/`);
});
