import { randomUUID } from 'node:crypto';
import { defOf } from '@platform/http/bounds';
import { z } from 'zod';

type Schema = z.ZodType;

interface Check {
  _zod: { def: { check?: string; maximum?: number; length?: number; value?: number | bigint } };
}

const checksOf = (schema: Schema) => ((defOf(schema) as { checks?: readonly Check[] }).checks ?? []).map(({ _zod }) => _zod.def);
/** The most characters or rows of a text or list. */
export const mostOf = (schema: Schema): number => Math.min(...checksOf(schema).map(({ maximum, length }) => maximum ?? length ?? Infinity));

const PEM = ['-----BEGIN CERTIFICATE-----', '-----BEGIN PUBLIC KEY-----'];
const day = (i: number) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
const formsOf = (i: number) => [
  'E99',
  '999.99',
  '100',
  `A08${String((i % 99) + 1).padStart(2, '0')}01`,
  'A02',
  '990100',
  '2026-03',
  day(i),
  '2026-03-31T09:30:00.000000000+08:00',
  '100~0190a000-0000-7000-8000-000000000000',
  'pp',
];

/** Texts of this length, by how many bytes they take: three a character, where the form lets them. `i` makes each one of its own. */
function textsOf(most: number, i: number): string[] {
  const mark = String(i);
  const of = (character: string) => character.repeat(Math.max(0, most - mark.length)) + mark;
  const pems = PEM.map((begin) => begin + '字'.repeat(Math.max(0, most - begin.length)));
  return [
    of('字'),
    '字'.repeat(Math.floor(most / 3)) + 'a'.repeat(most % 3), // where bytes are counted
    ...pems,
    `https://a/${'a'.repeat(Math.max(0, most - 10))}`,
    'A'.repeat(most - (most % 4)),
    'f'.repeat(most),
    `a${of('a')}`.slice(0, most),
    '9'.repeat(most),
    `application/${'a'.repeat(Math.max(0, most - 12))}`,
  ];
}

function text(schema: Schema, i: number): string {
  const most = Number.isFinite(mostOf(schema)) ? mostOf(schema) : 40;
  const found = [...textsOf(most, i), randomUUID(), ...formsOf(i)].find((one) => schema.safeParse(one).success);
  if (found === undefined) throw new Error(`no text fits ${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))}`);
  return found;
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function list(schema: Schema): unknown[] {
  const element = defOf(schema).element as Schema;
  const together = Number(z.globalRegistry.get(schema)?.['x-max-bytes'] ?? Infinity);
  const rows: unknown[] = [];
  for (let left = Math.min(together, 1e8) - 2; rows.length < mostOf(schema); ) {
    const row = largestOf(element, rows.length);
    if ((left -= bytesOf(row) + 1) < 0) break;
    rows.push(row);
  }
  return rows;
}

const most = (schema: Schema): number => {
  const bound = checksOf(schema).find(({ check }) => check === 'less_than')?.value;
  return Number(bound ?? (checksOf(schema).some(({ check }) => check === 'number_format') || (defOf(schema).format ?? '') !== '' ? 2 ** 31 - 1 : 1));
};

/** By its type, the largest value that a schema takes, in Chinese where it may be. */
const LARGEST: Record<string, (schema: Schema, i: number) => unknown> = {
  string: text,
  array: list,
  object: (schema, i) => Object.fromEntries(Object.entries(defOf(schema).shape ?? {}).map(([name, inner]) => [name, largestOf(inner as Schema, i)])),
  record: (schema) => {
    const { keyType, valueType } = defOf(schema) as unknown as { keyType: Schema; valueType: Schema };
    const rows = Number(z.globalRegistry.get(schema)?.['maxProperties']);
    return Object.fromEntries(Array.from({ length: rows }, (_, i) => [largestOf(keyType, i), largestOf(valueType, i)]));
  },
  union: (schema, i) => (defOf(schema).options as Schema[]).map((option) => largestOf(option, i)).sort((a, b) => bytesOf(b) - bytesOf(a))[0],
  enum: (schema, i) => ((options) => options[i % options.length])((schema as z.ZodEnum).options.map(String).sort((a, b) => b.length - a.length)),
  literal: (schema) => (defOf(schema) as unknown as { values: unknown[] }).values[0],
  number: most,
  boolean: () => false,
  null: () => null,
};

export function largestOf(schema: Schema, i = 0): unknown {
  const { type, innerType, in: input } = defOf(schema);
  const made = LARGEST[type];
  if (made) return made(schema, i);
  const inner = innerType ?? input;
  if (!inner) throw new Error(`nothing known of ${type}`);
  return largestOf(inner as Schema, i);
}
