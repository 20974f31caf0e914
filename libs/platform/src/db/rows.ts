import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

interface Column {
  property: string;
  /** Quoted. */
  name: string;
  /** How it is read: dates as text, for a date has no time zone. */
  select: string;
  insert: boolean;
  update: boolean;
  toDb(value: unknown): unknown;
  fromDb(value: unknown): unknown;
}

/** The SQL of one entity, made once from TypeORM's metadata. TypeORM keeps schema, migrations and mapping; the statements are ours and prepared. */
export interface Table<E extends ObjectLiteral = ObjectLiteral> {
  name: string;
  make(): E;
  columns: Column[];
  select: string;
}

const asIs = (value: unknown) => value;

function columnOf(meta: ColumnMetadata): Column {
  const transformer = Array.isArray(meta.transformer) ? undefined : meta.transformer;
  const json = meta.type === 'jsonb';
  const name = `"${meta.databaseName}"`;
  const text = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  return {
    property: meta.propertyName,
    name,
    select: meta.type === 'date' ? `${name}::text` : name,
    insert: meta.isInsert,
    update: meta.isUpdate && !meta.isPrimary && !meta.isVersion,
    toDb: transformer ? (value) => transformer.to(value) as unknown : json ? text : asIs,
    fromDb: transformer ? (value) => transformer.from(value) as unknown : asIs,
  };
}

function makeTable<E extends ObjectLiteral>(source: DataSource, entity: EntityTarget<E>): Table<E> {
  const meta = source.getMetadata(entity);
  const columns = meta.columns.map(columnOf);
  const name = `"${meta.tableName}"`;
  return {
    name,
    make: () => new (meta.target as new () => E)(),
    columns,
    select: `select ${columns.map((column) => column.select).join(', ')} from ${name}`,
  };
}

const tables = new WeakMap<DataSource, Map<unknown, Table>>();

export function tableOf<E extends ObjectLiteral>(source: DataSource, entity: EntityTarget<E>): Table<E> {
  const known = tables.get(source) ?? new Map<unknown, Table>();
  tables.set(source, known);
  const table = known.get(entity) ?? (makeTable(source, entity) as unknown as Table);
  known.set(entity, table);
  return table as unknown as Table<E>;
}

/** How a row was loaded or last written, so that a save writes only what changed. JSON values are replaced, never changed in place. */
const originals = new WeakMap<object, Record<string, unknown>>();

const same = (a: unknown, b: unknown) => a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());

/** A row of the database as an instance of its entity. */
export function hydrate<E extends ObjectLiteral>(table: Table<E>, row: Record<string, unknown>): E {
  const instance = table.make() as Record<string, unknown>;
  for (const { property, name, fromDb } of table.columns) instance[property] = fromDb(row[name.slice(1, -1)]);
  originals.set(instance, { ...instance });
  return instance as E;
}

export interface Statement {
  text: string;
  values: unknown[];
  /** Put together from what somebody asked for: each of its texts may be the only one of its kind. */
  varies?: boolean;
}

/** `where` by equality; null means `is null`; undefined is a mistake, never "any". */
export function selectBy<E extends ObjectLiteral>(table: Table<E>, where: Partial<Record<string, unknown>>, tail: string): Statement {
  const values: unknown[] = [];
  const conditions = Object.entries(where).map(([property, value]) => {
    const column = table.columns.find((one) => one.property === property);
    if (!column || value === undefined) throw new Error(`${table.name}: no condition on ${property}`);
    return value === null ? `${column.name} is null` : `${column.name} = $${values.push(column.toDb(value))}`;
  });
  return { text: `${table.select}${conditions.length ? ` where ${conditions.join(' and ')}` : ''}${tail}`, values };
}

export function insertOf<E extends ObjectLiteral>(table: Table<E>, values: Partial<E>): Statement {
  const given = table.columns.filter((column) => column.insert && values[column.property] !== undefined);
  const places = given.map((_, i) => `$${i + 1}`).join(', ');
  return { text: `insert into ${table.name} (${given.map((column) => column.name).join(', ')}) values (${places})`, values: given.map((column) => column.toDb(values[column.property])) };
}

/** The instance that an insert makes: what was not given is null. */
export function instanceOf<E extends ObjectLiteral>(table: Table<E>, values: Partial<E>): E {
  const instance = table.make() as Record<string, unknown>;
  for (const { property } of table.columns) instance[property] = values[property] ?? null;
  originals.set(instance, { ...instance });
  return instance as E;
}

/** Writes the changed columns, if the version is still the one that was loaded. */
export function updateOf<E extends ObjectLiteral>(table: Table<E>, row: E): Statement {
  const original = originals.get(row);
  const changed = table.columns.filter((column) => column.update && (!original || !same(original[column.property], row[column.property] ?? null)));
  const set = [...changed.map((column, i) => `${column.name} = $${i + 3}`), '"version" = "version" + 1'];
  const text = `update ${table.name} set ${set.join(', ')} where "id" = $1 and "version" = $2`;
  return { text, values: [row.id, row.version, ...changed.map((column) => column.toDb(row[column.property] ?? null))] };
}

export const written = (row: object): void => void originals.set(row, { ...row });

export const orderBy = <E extends ObjectLiteral>(table: Table<E>, order: Record<string, 'ASC' | 'DESC'> | undefined): string => {
  const parts = Object.entries(order ?? {}).map(([property, way]) => `${table.columns.find((one) => one.property === property)!.name} ${way}`);
  return parts.length ? ` order by ${parts.join(', ')}` : '';
};
