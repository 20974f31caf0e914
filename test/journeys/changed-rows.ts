import { randomUUID } from 'node:crypto';
import { Client as Pg } from 'pg';
import type { World } from './world';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Row = Record<string, unknown>;

/** One value that somebody could change behind a request's back. */
export interface Changed {
  /** `award.candidates/[]/priceFen`: table, column, and the way into a JSON value, places in lists left open. */
  label: string;
  apply(): Promise<void>;
  undo(): Promise<void>;
}

interface Column {
  name: string;
  type: string;
  /** The table that it refers to. */
  refers: string | null;
}

/** A row where it lies now: each change moves it. */
interface Place {
  table: string;
  ctid: string;
  row: Row;
}

const COLUMNS = `select a.attname as name, format_type(a.atttypid, null) as type,
  (select c.confrelid::regclass::text from pg_constraint c where c.contype = 'f' and c.conrelid = a.attrelid and c.conkey[1] = a.attnum limit 1) as refers
from pg_attribute a where a.attrelid = ('"' || $1 || '"')::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'id' order by a.attnum`;

const HEX = /^[0-9a-f-]{36}$|^[0-9a-f]{64}$/;

/** Another text of the same look: a digest, an id and a certificate stay one by their looks. */
function otherText(value: string | null): string {
  if (value === null) return 'x';
  if (HEX.test(value)) return `${value.startsWith('0') ? '1' : '0'}${value.slice(1)}`;
  if (value.startsWith('-----BEGIN')) return value.slice(0, 200) + (value[200] === 'A' ? 'B' : 'A') + value.slice(201);
  return `${value}改`;
}

const DAY = 86_400_000;

function other(value: unknown, type: string): unknown {
  if (type === 'integer' || type === 'bigint') return String(Number(value ?? 0) + 1);
  if (type === 'boolean') return !value;
  if (type === 'uuid') return randomUUID();
  if (type === 'bytea') return '\\x00';
  if (type.startsWith('timestamp')) return new Date(Date.parse((value as string | null) ?? '2026-01-01') + DAY).toISOString();
  return otherText(value as string | null);
}

const otherLeaf = (leaf: Json): Json => (typeof leaf === 'number' ? leaf + 1 : typeof leaf === 'boolean' ? !leaf : otherText(leaf as string | null));

/** Every way to change one leaf of a JSON value. What is empty has none, so a sample is given for it. */
function* otherJson(value: Json, path: string, samples: Record<string, Json>): Generator<{ path: string; value: Json }> {
  if (path in samples && (value === null || Object.keys(value as object).length === 0)) yield { path, value: samples[path]! };
  else if (typeof value !== 'object' || value === null) yield { path, value: otherLeaf(value) };
  else if (Object.keys(value).length === 0) throw new Error(`${path} is empty: it needs a sample`);
  else
    for (const [name, inner] of Object.entries(value))
      for (const one of otherJson(inner, `${path}/${Array.isArray(value) ? '[]' : name}`, samples))
        yield { path: one.path, value: Array.isArray(value) ? value.with(Number(name), one.value) : { ...value, [name]: one.value } };
}

/** SQLSTATEs by which a column says that it takes other values only. */
const NOT_THIS = new Set(['23514', '22P02', '23502', '23505']);

/** A hand in the database that no trigger and no foreign key holds back. */
export async function openHand({ running }: World) {
  const pg = new Pg({ connectionString: running.config.DATABASE_OWNER_URL });
  await pg.connect();
  await pg.query('set session_replication_role = replica');
  const rows = async <T extends Row>(sql: string, values: unknown[] = []): Promise<T[]> => (await pg.query(sql, values)).rows as T[];

  /** Words that a check constraint lets through: a status is changed to another status. */
  async function wordsOf(table: string): Promise<string[]> {
    const checks = await rows<{ def: string }>(`select pg_get_constraintdef(oid) as def from pg_constraint where contype = 'c' and conrelid = ('"' || $1 || '"')::regclass`, [table]);
    return checks.flatMap(({ def }) => Array.from(def.matchAll(/'([^']+)'/g), ([, word]) => word!));
  }

  async function set(place: Place, column: string, value: unknown): Promise<void> {
    const [moved] = await rows<{ ctid: string }>(`update "${place.table}" set "${column}" = $2 where ctid = $1 returning ctid::text`, [place.ctid, value]);
    if (!moved) throw new Error(`${place.table}.${column}: the row is gone`);
    place.ctid = moved.ctid;
  }

  async function change(place: Place, { name, type, refers }: Column, wanted: unknown): Promise<void> {
    const [elsewhere] = refers && type === 'uuid' ? await rows<{ id: string }>(`select id from ${refers} where id is distinct from $1 order by id desc limit 1`, [place.row[name]]) : [];
    const candidates = [
      ...(elsewhere ? [elsewhere.id] : []),
      wanted,
      ...(type === 'text' ? await wordsOf(place.table) : []),
      ...(type === 'integer' ? [Number(wanted) + 6, Number(wanted) - 2] : []),
      null,
    ];
    for (const value of candidates.filter((one) => one !== place.row[name])) {
      const error = await set(place, name, value).then(
        () => undefined,
        (caught: { code?: string }) => caught,
      );
      if (!error) return;
      if (!NOT_THIS.has(error.code ?? '')) throw error as Error;
    }
    throw new Error(`${place.table}.${name} takes no other value`);
  }

  function changesIn(place: Place, columns: readonly Column[], samples: Record<string, Json>): Changed[] {
    const one = (label: string, column: Column, value: unknown): Changed => ({
      label,
      apply: () => change(place, column, value),
      undo: async () => {
        const [old] = await rows<{ value: unknown }>(`select (jsonb_populate_record(null::"${place.table}", $1))."${column.name}" as value`, [JSON.stringify(place.row)]);
        await set(place, column.name, column.type === 'jsonb' && old!.value !== null ? JSON.stringify(old!.value) : old!.value);
      },
    });
    return columns.flatMap((column) => {
      const [label, value] = [`${place.table}.${column.name}`, place.row[column.name]];
      if (column.type !== 'jsonb') return [one(label, column, other(value, column.type))];
      const leaves = new Map([...otherJson(value as Json, label, samples)].map(({ path, value: changed }) => [path, changed])); // of alike things in a list the last one
      return [...leaves].map(([path, changed]) => one(path, column, JSON.stringify(changed)));
    });
  }

  /** Each value of each of these rows, to be changed one at a time; a condition chooses the rows of each table. */
  async function changesOf(scope: Readonly<Record<string, string>>, samples: Record<string, Json>): Promise<Changed[]> {
    const all: Changed[] = [];
    for (const [table, where] of Object.entries(scope)) {
      const columns = await rows<Row & Column>(COLUMNS, [table]);
      const found = await rows<{ ctid: string; row: Row }>(`select t.ctid::text as ctid, to_jsonb(t) as row from "${table}" t where ${where}`);
      if (found.length === 0) throw new Error(`no row of ${table} to change`);
      all.push(...found.flatMap(({ ctid, row }) => changesIn({ table, ctid, row }, columns, samples)));
    }
    return all;
  }

  return { rows, changesOf, close: () => pg.end() };
}
