import { type FieldName, namesOf, visibly } from '@kernel';
import { z } from 'zod';
import { defOf, partsOf } from './bounds';

type Schema = z.core.$ZodType;

const KNOWN_AS = z.registry<{ as: FieldName }>();

/** A field that is called otherwise on the page where people meet it than its name in JSON says: `knownAs(line(200), 'projectName')`. */
export function knownAs<S extends z.ZodType>(schema: S, as: FieldName): S {
  const named = schema.clone();
  KNOWN_AS.add(named, { as });
  return named;
}

/** The schema itself and what it wraps: nothing of these has a name of its own in JSON. */
export function wrapped(schema: Schema): Schema[] {
  const { innerType, in: input, options = [] } = defOf(schema);
  return [schema, ...[innerType, input, ...options].filter((inner) => inner !== undefined).flatMap(wrapped)];
}

const inside = (schema: Schema, step: PropertyKey): Schema[] =>
  wrapped(schema).flatMap((one) => {
    const { shape, element, valueType } = defOf(one);
    return [shape && Object.hasOwn(shape, step) ? shape[String(step)] : undefined, element, valueType].filter((found) => found !== undefined);
  });

type Named = readonly [zh: string, en: string];

/** How a field of a schema is called, by what the schema says and by its name. */
export function nameIn(field: string, schemas: readonly Schema[]): Named | undefined {
  const as = schemas.flatMap(wrapped).map((schema) => KNOWN_AS.get(schema as z.ZodType)?.as);
  return namesOf(as.find((one) => one !== undefined) ?? field);
}

/** At most so many characters of a name that a stranger made up. */
const LONGEST = 100;

/** A place in what was sent, in the words of the page: `专家 / 3 / 姓名`. Places in a list count from 1; what has no name is shown as it was sent. */
export function namedPath(schema: Schema, path: readonly PropertyKey[]): Named {
  let schemas: Schema[] = [schema];
  const steps = path.map((step): Named => {
    schemas = schemas.flatMap((one) => inside(one, step));
    const counted = typeof step === 'number' ? String(step + 1) : visibly(String(step).slice(0, LONGEST));
    return (typeof step === 'number' ? undefined : nameIn(String(step), schemas)) ?? [counted, counted];
  });
  const joined = (at: 0 | 1) => steps.map((step) => step[at]).join(' / ');
  return steps.length > 0 ? [joined(0), joined(1)] : ['提交的内容', 'What was sent'];
}

/** Every field of a schema, at any depth, with all that is known of it. */
export function fieldsOf(schema: Schema, at = ''): { at: string; field: string; schema: Schema }[] {
  const own = Object.entries(defOf(schema).shape ?? {}).map(([field, inner]) => ({ at: `${at}/${field}`, field, schema: inner }));
  return [...own, ...partsOf(schema, at).flatMap(([inner, place]) => fieldsOf(inner, place))];
}
