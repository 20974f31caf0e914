import { z } from 'zod';

type Schema = z.core.$ZodType;

/** As much of what the library keeps of a schema as is asked here; which of it there is follows from the type. */
interface Def {
  type: string;
  format?: string;
  checks?: readonly { _zod: { def: { check?: string; maximum?: number; length?: number; pattern?: RegExp } } }[];
  element?: Schema;
  innerType?: Schema;
  in?: Schema;
  keyType?: Schema;
  valueType?: Schema;
  options?: readonly Schema[];
  shape?: Record<string, Schema>;
  catchall?: Schema;
}

export const defOf = (schema: Schema): Def => schema._zod.def as unknown as Def;

/** What stands inside a schema, with its place. */
export function partsOf(schema: Schema, at: string): [Schema, string][] {
  const { element, innerType, in: input, keyType, valueType, options = [], shape = {} } = defOf(schema);
  const parts: [Schema | undefined, string][] = [
    [element, `${at}/-`],
    [innerType, at],
    [input, at],
    [keyType, `${at}/?`],
    [valueType, `${at}/*`],
  ];
  const more = [...options.map((option) => [option, at]), ...Object.entries(shape).map(([name, inner]) => [inner, `${at}/${name}`])] as [Schema, string][];
  return [...parts.filter((part): part is [Schema, string] => part[0] !== undefined), ...more];
}

const checksOf = ({ checks = [] }: Def) => checks.map(({ _zod }) => _zod.def.check ?? '');
const isAny = (names: readonly string[], ...wanted: string[]) => names.some((name) => wanted.includes(name));
const ends = (def: Def) => isAny(checksOf(def), 'max_length', 'length_equals');
const whole = (def: Def) => isAny([def.format ?? ''], 'safeint', 'int32') || isAny(checksOf(def), 'number_format');
const always = () => true;

/** By its type, whether a schema itself ends. Texts of some forms have one length. */
const ENDS: Record<string, (def: Def, schema: Schema) => boolean> = {
  string: (def) => isAny([def.format ?? ''], 'uuid', 'date') || ends(def),
  array: ends,
  number: (def) => whole(def) || (isAny(checksOf(def), 'greater_than') && isAny(checksOf(def), 'less_than')),
  record: (_, schema) => z.globalRegistry.get(schema)?.['maxProperties'] !== undefined,
  object: ({ catchall }) => catchall === undefined || defOf(catchall).type === 'never',
  ...Object.fromEntries(['union', 'optional', 'nullable', 'default', 'readonly', 'pipe', 'transform', 'enum', 'literal', 'boolean', 'null', 'undefined', 'never'].map((type) => [type, always])),
};

/**
 * Where a schema takes a text, a list or a number without a limit, by JSON pointer: there a stranger decides how much work and room it is. A limit in an expression
 * does not count, since the expression looks at the whole text before it says no. A type that is not known here has no limit.
 */
export function unbounded(schema: Schema, at = ''): string[] {
  const def = defOf(schema);
  const own = ENDS[def.type]?.(def, schema) ? [] : [`${at} (${def.type})`];
  return [...own, ...partsOf(schema, at).flatMap(([inner, place]) => unbounded(inner, place))];
}

/** Bytes of one UTF-16 unit of a text in JSON at most: `\uXXXX`. */
const UNIT = 6;
/** Characters of texts that have a length by their form, and bytes of a number, a word of the language or an odd value. */
const [FORM, SCALAR] = [40, 64];
const SYNTAX = 8;

const mostOf = ({ checks = [] }: Def): number => Math.min(...checks.map(({ _zod: { def } }) => def.maximum ?? def.length ?? Infinity));

/** By its type, the bytes of the largest JSON that a schema takes, written in the longest way. */
const LARGEST: Record<string, (def: Def, schema: Schema) => number> = {
  string: (def) => (def.format === 'base64' ? 1 : UNIT) * (Number.isFinite(mostOf(def)) ? mostOf(def) : FORM),
  array: (def) => mostOf(def) * (largest(def.element!) + SYNTAX),
  object: ({ shape = {} }) => Object.entries(shape).reduce((sum, [name, inner]) => sum + UNIT * name.length + SYNTAX + largest(inner), SYNTAX),
  record: ({ keyType, valueType }, schema) => Number(z.globalRegistry.get(schema)?.['maxProperties'] ?? 0) * (largest(keyType!) + largest(valueType!) + SYNTAX),
};

/** Of a list: bytes of all its rows together. */
const TOGETHER = 'x-max-bytes';
/** Escaped as `\uXXXX`, a character of three bytes takes six. */
const ESCAPED = 2;

/** Bytes of the largest JSON that a bounded schema takes. A schema that is not bounded has none: the boot stops on it. */
export function largest(schema: Schema): number {
  const together = z.globalRegistry.get(schema)?.[TOGETHER];
  if (together !== undefined) return ESCAPED * Number(together);
  const own = LARGEST[defOf(schema).type]?.(defOf(schema), schema);
  return own ?? Math.max(SCALAR, ...partsOf(schema, '').map(([inner]) => largest(inner)));
}

/** Bytes for what a schema does not count: blanks and line ends, fields that are told as unknown, and a text that somebody pasted and that is told, by its field, to be too long. */
const SLACK = 64 * 1024;

/** Bytes of a body by any schema: what is parsed in one go holds everybody else up for as long. */
export const LARGEST_BODY = 3 * 1024 * 1024;

/** Bytes of a body by this schema that are read at all: whatever it takes, however it is written. */
export const bodyLimitOf = (schema: Schema | undefined): number => SLACK + Math.ceil(1.25 * (schema ? largest(schema) : 0));

/** A table with at most so many rows. */
export const table = <K extends z.ZodString, V extends z.ZodType>(key: K, value: V, most: number) =>
  z
    .record(key, value)
    .refine((rows) => Object.keys(rows).length <= most, `最多 ${most} 行 / has at most ${most} rows`)
    .meta({ maxProperties: most });

/**
 * A list whose rows may be long or many, and not both: so many bytes of JSON together. Without it the largest list that is allowed row by row would be larger than
 * what anybody reads.
 */
export const altogether = <S extends z.ZodType>(list: S, bytes: number): S =>
  list
    .refine(
      (rows) => Buffer.byteLength(JSON.stringify(rows)) <= bytes,
      `各行合计超过 ${bytes / 1000} KB，请缩短文字，或者分几次提交 / takes more than ${bytes / 1000} kB with all its rows; shorten the texts or send it in several parts`,
    )
    .meta({ [TOGETHER]: bytes });
