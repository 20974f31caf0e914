import { defOf, partsOf } from '@platform/http';
import type { z } from 'zod';

/** Repeated, these are what expressions and parsers stumble over: the letters of their classes, and the beginnings of what never ends. */
export const PUMPS = ['a', '0', '=', '-', '.', '/', ' ', '\t', '\n', '\r\n', '中', '"', '\\', '%', '{', '[', '(', '<', '*', '_', '`', '[](', '> ', '| a ', 'AAAA\n', '{a}'];
const ENDS = ['', '!'];
const STARTS = ['', '-----BEGIN CERTIFICATE-----\n', '-----BEGIN ', '2026-03-03T01:00:00.', '{"a":', '[', 'sha-256=:', 'https://a/', 'Bearer '];

export const pumped = (start: string, pump: string, end: string, size: number): string =>
  (start + pump.repeat(Math.max(1, Math.ceil((size - start.length - end.length) / pump.length)))).slice(0, Math.max(0, size - end.length)) + end;

/** Every kind of pumped text, as makers of one with so many characters. */
export const texts = (starts: readonly string[] = STARTS): ((size: number) => string)[] =>
  starts.flatMap((start) => PUMPS.flatMap((pump) => ENDS.map((end) => (size: number) => pumped(start, pump, end, size))));

/** CPU milliseconds of this thread: other processes and the collector's own threads do not count; what it collects itself does, so the least of several runs is what the work takes. */
function cpuOf(work: () => unknown, runs: number): number {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const before = process.threadCpuUsage();
    try {
      work();
    } catch {
      // a refusal is an answer
    }
    const { user, system } = process.threadCpuUsage(before); // only their sum is exact: the kernel guesses by samples which of both it was
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Below this nobody is kept waiting, whatever the shape. */
const ENOUGH_MS = 60;
/** A text takes as long as its eight parts, or eight times as long where it is the square; between them lies what a machine does beside it. */
const [PARTS, MOST] = [8, 4];
/** A clock's own error. */
const LEAST_MS = 0.2;
const FIRST = 64;

/** Every text that makes this work take more than in proportion. */
export const slowTexts = (work: (text: string) => unknown, most: number, starts?: readonly string[]): string[] =>
  texts(starts).flatMap((make) => {
    const found = growsTooFast(work, make, most);
    return found ? [`${JSON.stringify(make(60))}: ${found}`] : [];
  });

/** Why this work takes more than in proportion to the size of its text, or nothing. Ends at the size that shows it, long before the work would hang. */
export function growsTooFast(work: (text: string) => unknown, make: (size: number) => string, most: number): string | undefined {
  for (let size = FIRST; size <= most; size *= 2) {
    const [whole, part] = [make(size), make(size / PARTS)];
    if (cpuOf(() => work(whole), 1) < ENOUGH_MS) continue;
    const once = cpuOf(() => work(whole), 5);
    const parts = cpuOf(() => inParts(work, part), 5);
    if (once > ENOUGH_MS / 2 && once / Math.max(parts, LEAST_MS) > MOST) return `${size} characters: ${once.toFixed(0)} ms, in ${PARTS} parts: ${parts.toFixed(1)} ms`;
  }
  return undefined;
}

function inParts(work: (text: string) => unknown, part: string): void {
  for (let i = 0; i < PARTS; i += 1)
    try {
      work(part);
    } catch {
      // a refusal is an answer
    }
}

export interface Leaf {
  at: string;
  schema: z.core.$ZodType;
  most: number;
}

/** Every text in a schema, with the most characters that it takes. */
export function leavesOf(schema: z.core.$ZodType, at = ''): Leaf[] {
  const { type } = defOf(schema);
  const limits = checksOf(schema).map(({ maximum, length }) => maximum ?? length ?? Infinity);
  if (type === 'string') return [{ at, schema, most: Math.min(...limits, 2 ** 20) }];
  return partsOf(schema, at).flatMap(([inner, place]) => leavesOf(inner, place));
}

const checksOf = (schema: z.core.$ZodType) => (defOf(schema).checks ?? []).map(({ _zod }) => _zod.def);

/** Every expression that looks at a text, the library's own among them. */
export const patternsOf = ({ schema }: Leaf): RegExp[] => [defOf(schema) as { pattern?: RegExp }, ...checksOf(schema)].flatMap(({ pattern }) => pattern ?? []);
