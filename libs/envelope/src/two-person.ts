import { canonicalJson, type Json } from './canonical';
import { FIELDS, type Field } from '@kernel';

export const TWO_PERSON_FORMAT = 'tianping/two-person/1';

/**
 * What a two-person act stands for, as people read it: names instead of ids, amounts in fen as strings (`…Fen`), moments as ISO 8601 in UTC, documents by
 * name and SHA-256. A field without a name in `FIELDS` does not compile: nobody could read it.
 */
export type Content = { readonly [F in Field]?: ContentValue };
export type ContentValue = string | number | boolean | null | readonly ContentValue[] | Content;

/** What both persons read, confirm and sign. docs/formats/two-person.md. */
export interface TwoPersonStatement {
  readonly format: typeof TWO_PERSON_FORMAT;
  /** Id of the request: a signature over one request is good for no other. */
  readonly proposal: string;
  readonly act: string;
  /** Id of what is acted on. */
  readonly object: string;
  readonly askedBy: { readonly name: string; readonly organisation: string };
  readonly askedAt: string;
  /** What was sent with the request, as the platform will carry it out. */
  readonly request: Json;
  readonly content: Content;
}

/** Throws Error where a field of the content has no name: a fault of the act that made it. */
export function statementText(statement: TwoPersonStatement): string {
  const nameless = unnamed(statement.content);
  if (nameless.length > 0) throw new Error(`fields of ${statement.act} without a name in FIELDS: ${nameless.join(', ')}`);
  return canonicalJson(statement as unknown as Json);
}

/** A field whose value changed; `null` where there is none. */
export interface Difference {
  /** JSON pointer into the content, e.g. `/tender/deadline`. */
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isContent = (value: ContentValue | undefined): value is Content => typeof value === 'object' && value !== null && !Array.isArray(value);
const plain = (value: ContentValue | undefined): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : canonicalJson(value as Json));

function* differ(before: ContentValue | undefined, after: ContentValue | undefined, pointer: string): Generator<Difference> {
  if (isContent(before) && isContent(after)) {
    const there = new Set([...Object.keys(before), ...Object.keys(after)]);
    const names = [...Object.keys(FIELDS).filter((name) => there.delete(name)), ...there] as Field[]; // what has no name is compared all the same
    for (const name of names) yield* differ(before[name], after[name], `${pointer}/${name}`);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const [was, is] = [before as readonly ContentValue[], after as readonly ContentValue[]];
    for (let i = 0; i < Math.max(was.length, is.length); i += 1) yield* differ(was[i], is[i], `${pointer}/${i}`);
  } else if (canonicalJson((before ?? null) as Json) !== canonicalJson((after ?? null) as Json)) yield { pointer, before: plain(before), after: plain(after) };
}

/** Fields that nobody could read, since they have no name in `FIELDS`: what the compiler does not see where a content is spread together. */
function unnamed(value: ContentValue | undefined): string[] {
  if (Array.isArray(value)) return (value as readonly ContentValue[]).flatMap(unnamed);
  if (!isContent(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(Object.hasOwn(FIELDS, name) ? [] : [name]), ...unnamed(inner)]);
}

/** Which fields of a content are not what they were, in the order of `FIELDS`. */
export const differences = (before: Content, after: Content): Difference[] => [...differ(before, after, '')];

/** As much of a value as a message holds, in UTF-16 units. */
const SHOWN = 120;

/** One side of a difference in short: of a long text the place where the two part. */
export function excerpt(difference: Difference, side: 'before' | 'after'): string | null {
  const [value, other] = [difference[side], difference[side === 'before' ? 'after' : 'before']];
  if (value === null || value.length <= SHOWN) return value;
  let parts = 0;
  while (parts < value.length && value[parts] === other?.[parts]) parts += 1;
  const from = Math.max(0, Math.min(parts, value.length) - SHOWN / 2);
  return `${from > 0 ? '…' : ''}${value.slice(from, from + SHOWN)}${from + SHOWN < value.length ? '…' : ''}`;
}
