import { textOf, utf8 } from './bytes';
import { ensure, fail } from './fault';

const MAX_DEPTH = 32;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = ['"', '\\', '[{', ']}'] as const;

/** Depth of nesting outside strings, in one pass, before anything recursive sees the text. */
function assertShallow(text: string): void {
  let depth = 0;
  let inside = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!;
    if (inside && char === BACKSLASH) i += 1;
    else if (char === QUOTE) inside = !inside;
    else if (!inside && OPEN.includes(char)) depth += 1;
    else if (!inside && CLOSE.includes(char)) depth -= 1;
    ensure(depth <= MAX_DEPTH, 'JSON 嵌套过深', 'JSON is nested too deeply');
  }
}

/** Ordinary JSON. The source may be bytes: they must be UTF-8. */
export function parseJson(source: string | Uint8Array, max: number): unknown {
  const text = typeof source === 'string' ? source : textOf(source);
  ensure(text.length <= max, `超过 ${max} 字符`, `has more than ${max} characters`);
  assertShallow(text);
  try {
    return JSON.parse(text);
  } catch {
    return fail('不是 JSON', 'is not JSON');
  }
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : 1);

/** RFC 8785: members by their UTF-16 units, numbers and strings as ECMAScript writes them, no blanks. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    const keys = Object.keys(members).sort(byUnits);
    return `{${keys.map((key) => `${canonicalJson(key)}:${canonicalJson(members[key])}`).join(',')}}`;
  }
  ensure(typeof value !== 'string' || !/\p{Surrogate}/u.test(value), '文本含半个字符', 'a text holds half a character');
  return JSON.stringify(value);
}

/** What is written in any other way is refused, a member twice too: it would not come back as the same text. */
export function parseCanonical(text: string, max: number): unknown {
  ensure(utf8(text).length <= max, `超过 ${max} 字节`, `has more than ${max} bytes`);
  const value = parseJson(text, max);
  ensure(canonicalJson(value) === text, '不是 RFC 8785 的规范写法', 'is not in the canonical form of RFC 8785');
  return value;
}
