import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { BusinessError, type Refusal } from '@kernel';
import { z } from 'zod';
import { isStream } from './body';
import { R } from './http.refusals';

const ZH = z.locales.zhCN().localeError;
const EN = z.locales.en().localeError;

const text = (message: string | { message: string } | undefined | null, fallback: string) => (typeof message === 'object' ? message?.message : message) ?? fallback;

const pointerOf = (path: readonly PropertyKey[]) => path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** One zod issue as a refusal that names the field, in both languages. */
function fieldRefusal(issue: z.core.$ZodIssue): Refusal {
  // keys that nobody knows are told by the first of them: their list may be as long as the body
  if (issue.code === 'unrecognized_keys') return builtIn({ ...issue, keys: [issue.keys[0]!.slice(0, 100)] }, [...issue.path, issue.keys[0]!.slice(0, 100)]);
  // a message that the schema's author wrote says more than the built-in one
  const own = issue.message !== text(EN(issue as unknown as z.core.$ZodRawIssue), issue.message);
  return own ? refusalAt(issue.path, issue.message, issue.message) : builtIn(issue, issue.path);
}

function builtIn(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): Refusal {
  const raw = issue as unknown as z.core.$ZodRawIssue;
  const en = text(EN(raw), issue.message);
  return refusalAt(path, text(ZH(raw), en), en);
}

function refusalAt(path: readonly PropertyKey[], zh: string, en: string): Refusal {
  const field = path.map(String).join('.') || '—';
  const refusal = R.field({ field }, pointerOf(path));
  return { ...refusal, zh: refusal.zh.replace('{reason}', () => zh), en: refusal.en.replace('{reason}', () => en) };
}

/** PostgreSQL stores no U+0000, and a lone surrogate is no text at all. */
const ODD = /[\u0000\p{Surrogate}]/u;
const ODD_TEXT = { zh: '含有无法保存的字符（U+0000 或不成对的代理码位）', en: 'has a character that cannot be stored (U+0000 or an unpaired surrogate)' };
const DEEPEST = 64;
/** Values of one body together; the largest that somebody really sends has some thousands. */
const MOST = 50_000;
const TOO_MANY = { zh: `超过 ${MOST} 项`, en: `has more than ${MOST} values` };
const TOO_DEEP = { zh: `嵌套超过 ${DEEPEST} 层`, en: `is nested more than ${DEEPEST} levels deep` };

interface Oddity {
  path: string[];
  reason: { zh: string; en: string };
}

/** What no schema looks for, at any depth and in names too. */
function oddity(value: unknown, depth = 0, count = { left: MOST }): Oddity | undefined {
  if ((count.left -= 1) < 0) return { path: [], reason: TOO_MANY };
  if (typeof value === 'string') return ODD.test(value) ? { path: [], reason: ODD_TEXT } : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === DEEPEST) return { path: [], reason: TOO_DEEP };
  for (const [key, inner] of Object.entries(value)) {
    if (ODD.test(key)) return { path: ['?'], reason: ODD_TEXT };
    const found = oddity(inner, depth + 1, count);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

/** Checks a value against a zod schema; throws a BusinessError with one refusal for each field at fault. */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const odd = oddity(value);
  if (odd) throw new BusinessError([refusalAt(odd.path, odd.reason.zh, odd.reason.en)]);
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  const [first, ...rest] = read.error.issues.slice(0, 50).map(fieldRefusal) as [Refusal, ...Refusal[]];
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

/** A UUID in a path; anything else is answered like an unknown id. */
export const uuid = z.uuid();

/** An instant with its zone, to the nanosecond at most. */
export const instant = z.iso.datetime({ offset: true }).max(40);

/** A SHA-256, or 32 random bytes. */
export const hex32 = z
  .string()
  .max(64)
  .regex(/^[0-9a-f]{64}$/, '64 hex');

/** A date that PostgreSQL takes too: it knows no year 0. */
export const date = z.iso.date().refine((text) => text >= '1900', '1900-01-01 …');
