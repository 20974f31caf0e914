import { inspect } from 'node:util';

export type LogLevel = 'silent' | 'error' | 'info';

const WRITTEN: Record<LogLevel, readonly Exclude<LogLevel, 'silent'>[]> = { silent: [], error: ['error'], info: ['error', 'info'] };
/** Characters of one line; what is longer is an error's whole life. */
const LONGEST = 8_000;
/** Ends of lines, what moves a terminal's cursor, and what turns the direction of writing. */
const MOVES = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

let level: LogLevel = 'info';

/** How much this process writes: LOG_LEVEL. */
export function setLogLevel(to: LogLevel): void {
  level = to;
}

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (sign: string): string => SHORT[sign] ?? `\\u{${sign.codePointAt(0)!.toString(16)}}`;

/** One line, whatever is in it: nobody writes a second one by what he sends. */
export const oneLine = (text: string): string => text.slice(0, LONGEST).replace(MOVES, escaped);

/**
 * A line on standard error: time (UTC, the host's: it judges nothing), level, number of the request or `-`, what happened, the error with its stack.
 * What is done or refused belongs in the audit trail; here stands what an operator has to mend.
 */
export function log(as: Exclude<LogLevel, 'silent'>, what: string, error?: unknown, requestId = '-'): void {
  if (!WRITTEN[level].includes(as)) return;
  const told = error === undefined ? what : `${what}: ${typeof error === 'string' ? error : inspect(error, { depth: 4, breakLength: Infinity })}`;
  process.stderr.write(`${new Date().toISOString()} ${as} ${oneLine(requestId)} ${oneLine(told)}\n`);
}
