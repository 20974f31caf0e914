/** JSON as RFC 8785 (JCS) knows it: no undefined, no bigint, no dates. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Deeper values are refused: a hostile text must not exhaust the stack. */
const MAX_DEPTH = 64;

/** A value that has no canonical form. A programmer's error when signing, a malformed document when reading. */
export class NotCanonicalError extends TypeError {}

/** RFC 8785: members sorted by UTF-16 code units, ECMAScript numbers, no white space. */
export function canonicalJson(value: Json): string {
  return write(value, 0);
}

/** Reads a text that must already be canonical: this also refuses double members, white space and a byte order mark. */
export function parseCanonical(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (canonicalJson(value) !== text) throw new NotCanonicalError('the text is not in canonical form');
  return value;
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonicalError('nested too deeply');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'string') return writeString(value);
  if (Array.isArray(value)) return `[${Array.from(value as unknown[], (item) => write(item, depth + 1)).join(',')}]`;
  if (Object.prototype.toString.call(value) === '[object Object]') return writeObject(value as object, depth + 1);
  throw new NotCanonicalError(`no canonical form for ${typeof value}`);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonicalError('number is not finite');
  return JSON.stringify(value);
}

/** JSON.stringify escapes exactly what RFC 8785 3.2.2.2 asks, but would let a lone surrogate through as an escape. */
function writeString(value: string): string {
  if (!isWellFormed(value)) throw new NotCanonicalError('text holds a lone surrogate');
  return JSON.stringify(value);
}

function writeObject(value: object, depth: number): string {
  const members = value as Record<string, unknown>;
  const names = Object.keys(members).sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${writeString(name)}:${write(members[name], depth)}`).join(',')}}`;
}

/** String.prototype.isWellFormed without the ES2024 library. */
function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text);
}
