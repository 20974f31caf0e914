import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { BusinessError, folded, type Refusal, REPLACEMENT } from '@kernel';
import { z } from 'zod';
import { isStream } from './body';
import { namedPath } from './field-path';
import { type Words, wordsOf } from './field-words';
import { R } from './http.refusals';

const pointerOf = (path: readonly PropertyKey[]) => path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A refusal that names the field as its page does, with what is wrong with it, in both languages. */
function refusalAt(schema: z.ZodType, path: readonly PropertyKey[], [zh, en]: Words, as: keyof typeof R = 'field'): Refusal {
  const [nameZh, nameEn] = namedPath(schema, path);
  const refusal = R[as]({ field: path.map(String).join('.') }, pointerOf(path));
  const told = (text: string, name: string, words: string) => text.replace(/\{(field|reason)\}/g, (_, place) => (place === 'field' ? name : words));
  return { ...refusal, zh: told(refusal.zh, nameZh, zh), en: told(refusal.en, nameEn, en) };
}

type Issue = z.core.$ZodIssue;

/** How far from what was meant: a field that is not there at all is farther than one that is wrong. */
const farness = (issues: readonly Issue[]): number => issues.reduce((sum, { code }) => sum + (code === 'unrecognized_keys' ? 2 : 1), 0);

/** Of a choice between forms, what is wrong with the one that was meant most likely. */
function meant(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [nearest] = [...issue.errors].sort((a, b) => farness(a) - farness(b));
  return nearest!.flatMap((inner) => meant({ ...inner, path: [...issue.path, ...inner.path] }));
}

function fieldRefusal(schema: z.ZodType, issue: Issue): Refusal {
  // keys that nobody knows are told by the first of them: their list may be as long as the body
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!.slice(0, 100)] : issue.path;
  return refusalAt(schema, path, wordsOf(issue));
}

/** PostgreSQL stores no U+0000, and a lone surrogate is no text at all. */
const ODD = /[\u0000\p{Surrogate}]/u;
const ODD_TEXT: Words = ['含有无法保存的字符（U+0000 或不成对的代理码位）', 'has a character that cannot be stored (U+0000 or an unpaired surrogate)'];
const DEEPEST = 64;
/** Values of one body together; the largest that somebody really sends has some thousands. */
const MOST = 50_000;
const TOO_MANY: Words = [`超过 ${MOST} 项`, `has more than ${MOST} values`];
const TOO_DEEP: Words = [`嵌套超过 ${DEEPEST} 层`, `is nested more than ${DEEPEST} levels deep`];
const DAMAGED: Words = ['', ''];

interface Oddity {
  path: string[];
  reason: Words;
}

function oddText(text: string, path: string[]): Oddity | undefined {
  if (ODD.test(text)) return { path, reason: ODD_TEXT };
  return text.includes(REPLACEMENT) ? { path, reason: DAMAGED } : undefined;
}

/** What no schema looks for, at any depth and in names too. */
function oddity(value: unknown, depth = 0, count = { left: MOST }): Oddity | undefined {
  if ((count.left -= 1) < 0) return { path: [], reason: TOO_MANY };
  if (typeof value === 'string') return oddText(value, []);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === DEEPEST) return { path: [], reason: TOO_DEEP };
  for (const [key, inner] of Object.entries(value)) {
    const name = oddText(key, ['?']);
    if (name) return name;
    const found = oddity(inner, depth + 1, count);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

/** Checks a value against a zod schema; throws a BusinessError with one refusal for each field at fault. */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const odd = oddity(value);
  if (odd) throw new BusinessError([refusalAt(schema, odd.path, odd.reason, odd.reason === DAMAGED ? 'damaged' : 'field')]);
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  const [first, ...rest] = read.error.issues
    .flatMap(meant)
    .slice(0, 50)
    .map((issue) => fieldRefusal(schema, issue)) as [Refusal, ...Refusal[]];
  throw new BusinessError([first, ...rest]);
}

/** Global pipe: `@Body({ schema })`, `@Query({ schema })` and `@Param('id', { schema })` are checked; a body without a schema is refused. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata & { schema?: z.ZodType }): unknown {
    if (isStream(value)) throw new BusinessError([R.mediaType({ expected: 'application/json' })]);
    if (metadata.schema) return checked(metadata.schema, value ?? {});
    if (metadata.type === 'custom') return value;
    throw new Error(`a ${metadata.type} parameter has no schema`);
  }
}

/** An id, in the one spelling that the database answers (RFC 9562 4): elsewhere it is compared as a text. In a path anything else is answered like an unknown one. */
export const uuid = z.uuid().toLowerCase();

/** PostgreSQL knows no year 0, and an hour of the year 9999 may lie in the next one elsewhere. */
const isOfOurTime = (text: string): boolean => Date.parse(text) >= Date.UTC(1900, 0) && Date.parse(text) < Date.UTC(3000, 0);

/** An instant with its zone, to the nanosecond at most. */
export const instant = z
  .string()
  .overwrite(folded)
  .max(40)
  .check(z.iso.datetime({ offset: true, abort: true }))
  .refine(isOfOurTime, '应在 1900 年至 2999 年之间 / must lie between 1900 and 2999');

/** A SHA-256, or 32 random bytes. */
export const hex32 = z
  .string()
  .max(64)
  .regex(/^[0-9a-f]{64}$/, '应为 64 位小写十六进制数字 / must be 64 hexadecimal digits');

/** A date that PostgreSQL takes too: it knows no year 0. */
export const date = z
  .string()
  .overwrite(folded)
  .max(10)
  .check(z.iso.date({ abort: true }))
  .refine((text) => isOfOurTime(`${text}T00:00:00Z`), '应在 1900 年至 2999 年之间 / must lie between 1900 and 2999');
