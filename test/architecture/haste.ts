import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources';

/** The text of a bracket's pair from `from`, with both. */
function paired(text: string, from: number, [opening, closing]: readonly [string, string]): string {
  let depth = 0;
  for (let at = text.indexOf(opening, from); at < text.length; at += 1) {
    depth += text[at] === opening ? 1 : text[at] === closing ? -1 : 0;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return text.slice(from);
}

interface Loop {
  head: string;
  body: string;
}

/** Every `for` and `while`, with what it does each time. */
function loopsOf(text: string): Loop[] {
  return [...text.matchAll(/\b(?:for|while) \(/g)].map(({ index }) => {
    const head = paired(text, index, ['(', ')']);
    const rest = text.slice(index + head.length);
    return { head, body: rest.trimStart().startsWith('{') ? paired(rest, 0, ['{', '}']) : rest.slice(0, rest.search(/;\n|;$|\n\s*\n/) + 1) };
  });
}

const CLOCK = /(performance|Date)\.now\(\)/;

/** A loop that pauses and ends by its own count or by a clock, whether the limit stands in it or has a name. */
function endsBySpeed({ head, body }: Loop): boolean {
  const own = /^for \((?:let|const) (\w+)/.exec(head)?.[1];
  if (own !== undefined && new RegExp(`expect\\(${own}\\)\\.toBeLess|\\b${own} (===|>=?) [\\w.]+\\) (throw|return|break)\\b`).test(body)) return true;
  if (!/\b(sleep|setTimeout|setImmediate)\(/.test(body + head)) return false;
  const counts = own !== undefined && new RegExp(`\\b${own}\\b\\s*<=?|>=?\\s*\\b${own}\\b|<=?\\s*\\b${own}\\b|\\b${own}\\b\\s*>=?`).test(head);
  // one that does its work so many times is no wait: a wait ends when something is met
  const waits = head.includes('&&') || /\b(return|break)\b/.test(body);
  const timed = CLOCK.test(head) || new RegExp(`[<>]=?[^;\\n]*${CLOCK.source}|${CLOCK.source}[^;\\n]*[<>]`).test(body);
  return ((counts && waits) || timed) && !head.includes('PATIENCE_MS');
}

/** On one line: a limit that is a number; a race against so many seconds that ends in an error; a time that was measured and has to be short. */
const LINES: readonly RegExp[] = [
  /\.timeout\(\d/,
  /\.waitForTimeout\(/,
  /\b(headers|body|connect)Timeout: \d/,
  /(?<![`'"])\b(sleep|setTimeout)\([^\n]*\b(reject\b|new Error\()/,
  /\.race\([^\n]*\b(sleep|setTimeout)\(\d[\d_]*, '/,
  /expect\((seconds|elapsed)\)\.toBeLessThan/,
  /expect\([^\n]*(now\(\) - |- (started|began|begun|since)\b|[tT]ook)[^\n]*\.toBeLessThan(OrEqual)?\((?!PATIENCE_MS|tenTimes\()/,
];

/** A wait of a fixed time and then an exact count: what is late is missing. One that waits for what must *not* come says so on its line. */
const SETTLED = /await sleep\([\d_]+\);\n(?:(?!\s*[}\]])(?!.*\buntil\()[^\n]*\n){0,3}?[^\n]*expect\([^\n]*\.(toBe|toEqual|toMatchObject|toHaveLength|toBeGreaterThan|toBeGreaterThanOrEqual)\(/;

/** A limit of one test's own. Below that of all (jest.config.cjs) it ends what is slow; what hangs ends by that one. */
const LIMIT = /^(?:\s*\}|(?:before|after|it|test)\w*\(.*\)),\s+(\d{1,3}(?:_\d{3})+|\d{4,}),?\s*\);$/gm;
const HANGS_MS = Number(/testTimeout: ([\d_]+)/.exec(readFileSync(join(ROOT, 'jest.config.cjs'), 'utf8'))![1]!.replaceAll('_', ''));

/** Which forms of a test that fails on a slow machine stand in a text; comments stay in it. */
export const hasteIn = (text: string): string[] => [
  ...loopsOf(text)
    .filter(endsBySpeed)
    .map(({ head }) => head.replace(/\s+/g, ' ')),
  ...LINES.flatMap((line) => [...text.matchAll(new RegExp(line, 'g'))].map(([found]) => found)),
  ...[...text.matchAll(new RegExp(SETTLED, 'g'))].map(([found]) => found.replace(/\s+/g, ' ')),
  ...[...text.matchAll(LIMIT)].filter(([, ms]) => Number(ms!.replaceAll('_', '')) < HANGS_MS).map(([found]) => found.replace(/\s+/g, ' ')),
];
