import type { PoolClient } from 'pg';
import type { Statement } from './rows';

const names = new Map<string, string>();
const MOST = 1000;

/** Statements with a constant text are prepared once a connection, and stay. Whoever varies filters would have each of theirs kept by every connection, until no name were left for a bid's. */
export function prepared({ text, values, varies = false }: Statement): { name?: string; text: string; values: unknown[] } {
  let name = names.get(text);
  if (!name && !varies && names.size < MOST) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return name ? { name, text, values } : { text, values };
}

/** By its first word, or by what a part of it does. Three short expressions, for that of one long one takes minutes to prove linear. */
const WRITES = [/^\s*(?:insert|update|delete|merge|truncate|alter|create|drop|grant|call|do|copy|set)\b/i, /\b(?:(?:insert|merge)\s+into|delete\s+from)\b/i, /\bupdate\s[^()]{1,120}\bset\b/i];
const reading = new Set<string>();

/** Throws when a statement writes; a text that does not vary is looked at once. */
export function assertReads(text: string, varies = false): void {
  if (reading.has(text)) return;
  if (WRITES.some((one) => one.test(text))) throw new Error(`read: this statement writes: ${text.slice(0, 80)}`);
  if (!varies && reading.size < MOST) reading.add(text);
}

function literal(client: PoolClient, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return `'${value}'`;
  if (typeof value === 'string') return client.escapeLiteral(value);
  throw new Error(`no literal for ${typeof value}`);
}

/** Several statements in one round trip, their values escaped into the text: the simple protocol takes no parameters. One result each. */
export async function together(client: PoolClient, statements: readonly Statement[]): Promise<Record<string, unknown>[][]> {
  const text = statements.map((one) => one.text.replace(/\$(\d+)/g, (_, n: string) => literal(client, one.values[Number(n) - 1]))).join(';\n');
  const results: unknown = await client.query(text);
  return (Array.isArray(results) ? results : [results]).map((result: { rows?: Record<string, unknown>[] }) => result.rows ?? []);
}
