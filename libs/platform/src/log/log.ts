import { inspect, types } from 'node:util';

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

/** Causes of an error, and errors of which it is made. */
const DEEP = 4;

/** Of an error about data (SQLSTATE 22, 23) the database tells the data in these: `Failing row contains (…)` is a person with his password's hash. */
const ABOUT_DATA = /^2[23]...$/;
const DATA: readonly string[] = ['detail', 'where'];
/** A value in the message itself: `invalid input syntax for type uuid: "…"` (SQLSTATE 22). */
const QUOTED = /"[^"]*"/g;

/**
 * What an operator needs of an error: stack, plain fields (code, table, statement), causes. Never the things that hang on it: the database's errors carry their connection with its
 * key, the values of the statement, and the row that it would have written.
 */
export function told(error: unknown, deep = DEEP): string {
  if (!types.isNativeError(error)) return typeof error === 'string' ? error : inspect(error, { depth: 1, breakLength: Infinity });
  const code = String((error as { code?: unknown }).code);
  const hidden = ['stack', 'message', ...(ABOUT_DATA.test(code) ? DATA : [])];
  const plain = Object.entries(error).filter(([name, value]) => !hidden.includes(name) && ['string', 'number', 'boolean'].includes(typeof value));
  const fields = plain.length ? ` ${JSON.stringify(Object.fromEntries(plain))}` : '';
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const within = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])].filter((one) => one !== undefined && deep > 0);
  const stack = error.stack ?? String(error);
  return [`${/^22...$/.test(code) ? stack.replace(QUOTED, '"…"') : stack}${fields}`, ...within.map((one) => `from ${told(one, deep - 1)}`)].join('\n');
}

/** Milliseconds in which errors of no request that say the same are one line, and a second one that counts them. */
const ALIKE_MS = 10_000;
/** Characters by which they are compared: what and where, for two jobs may fail alike in two places. */
const SAME = 500;
const repeated = new Map<string, number>();

/** Whether a line like this was written just now; what is alike is counted until the end of the window. */
function again(line: string): boolean {
  const times = repeated.get(line);
  repeated.set(line, (times ?? 0) + 1);
  if (times !== undefined) return true;
  setTimeout(() => {
    const more = repeated.get(line)! - 1;
    repeated.delete(line);
    if (more) write('error', `${more} more in ${ALIKE_MS / 1000} s of: ${line}`);
  }, ALIKE_MS).unref();
  return false;
}

const write = (as: string, line: string, requestId = '-'): void => void process.stderr.write(`${new Date().toISOString()} ${as} ${oneLine(requestId)} ${oneLine(line)}\n`);

/**
 * A line on standard error: time (UTC, the host's: it judges nothing), level, number of the request or `-`, what happened, the error with its stack.
 * What is done or refused belongs in the audit trail; here stands what an operator has to mend: a database that is away is no thousand lines.
 */
export function log(as: Exclude<LogLevel, 'silent'>, what: string, error?: unknown, requestId = '-'): void {
  if (!WRITTEN[level].includes(as)) return;
  const line = error === undefined ? what : `${what}: ${told(error)}`;
  if (error !== undefined && requestId === '-' && again(line.slice(0, SAME))) return;
  write(as, line, requestId);
}
