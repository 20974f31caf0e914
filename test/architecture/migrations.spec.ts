import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDatabase, makeDataSource } from '@platform/db';
import { createTestDatabase, type TestDatabase } from '@test/setup/database';
import { onServer, SERVER, TEMPLATE } from '@test/setup/server';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations';
import { ROOT, sources } from './sources';

test('the list names every file of the folder, in the order of their time stamps', () => {
  const files = readdirSync(join(ROOT, 'migrations'))
    .filter((name) => /^\d+-.*\.ts$/.test(name))
    .sort();
  const stamps = MIGRATIONS.map(({ name }) => name.slice(-13));
  expect(stamps).toEqual(files.map((name) => name.slice(0, 13)));
  expect(stamps).toEqual([...stamps].sort());
});

/** Tables with their columns, indexes, constraints, functions, sequences: what a schema is. */
const SCHEMA = `
  select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
  union all select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migrations'
  union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text <> 'migrations'
  union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select 'function ' || p.oid::regprocedure from pg_proc p where pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union all select 'sequence ' || sequencename from pg_sequences where schemaname = 'public' and sequencename not like 'migrations%'
  union all select 'view ' || viewname || ' ' || definition from pg_views where schemaname = 'public'
  union all select 'matview ' || matviewname || ' ' || definition from pg_matviews where schemaname = 'public'
  union all select 'type ' || t.oid::regtype from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd')
  order by 1`;
const schemaOf = async (source: DataSource) => ((await source.query(SCHEMA)) as { line: string }[]).map(({ line }) => line);

describe('each migration goes up and down on an empty database', () => {
  const name = `${process.env[TEMPLATE]!}_empty_${randomUUID().slice(0, 8)}`;
  let source: DataSource;

  beforeAll(async () => {
    const url = await ensureDatabase(process.env[SERVER]!, name);
    source = makeDataSource({ url, entities: [], migrations: MIGRATIONS });
    await source.initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await onServer(process.env[SERVER]!, `drop database "${name}" with (force)`);
  });

  test('down takes back exactly what up made, one by one, and up works again', async () => {
    const steps: string[][] = [await schemaOf(source)];
    const runner = source.createQueryRunner();
    const made = MIGRATIONS.map((Migration) => new Migration());
    for (const migration of made) {
      await migration.up(runner);
      steps.push(await schemaOf(source));
    }
    for (const [i, migration] of [...made.entries()].reverse()) {
      await migration.down(runner);
      expect([migration.name, await schemaOf(source)]).toEqual([migration.name, steps[i]]);
    }
    await runner.release();
    await source.runMigrations();
    expect(await schemaOf(source)).toEqual(steps.at(-1));
  });
});

interface ColumnFacts {
  column: string;
  nullable: boolean;
}

describe('entities say the same as the tables', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    const modules = sources('libs/domain')
      .filter(({ path }) => path.endsWith('.entity.ts'))
      .map(({ path }) => require(join(ROOT, path)) as Record<string, unknown>);
    const entities = modules.flatMap((module) => Object.values(module)).filter((made): made is Function => typeof made === 'function');
    source = makeDataSource({ url: database.url, entities, migrations: [] });
    await source.initialize();
  });
  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  test('every column is there, and may be empty where the table says so', async () => {
    const faults: string[] = [];
    for (const { tableName, columns } of source.entityMetadatas) {
      const rows = (await source.query(`select column_name as column, is_nullable = 'YES' as nullable from information_schema.columns where table_name = $1`, [tableName])) as ColumnFacts[];
      const facts = new Map(rows.map((row) => [row.column, row]));
      for (const { databaseName, isNullable } of columns)
        if (facts.get(databaseName)?.nullable !== isNullable) faults.push(`${tableName}.${databaseName}: entity ${isNullable}, table ${facts.get(databaseName)?.nullable ?? 'has no such column'}`);
      const known = new Set(columns.map(({ databaseName }) => databaseName));
      for (const { column } of rows) if (!known.has(column)) faults.push(`${tableName}.${column}: not in the entity`);
    }
    expect(source.entityMetadatas.length).toBeGreaterThan(5);
    expect(faults).toEqual([]);
  });
});
