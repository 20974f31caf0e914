import { Client as Pg } from 'pg';
import { request } from 'undici';
import type { Bidder, Published, Refused, World } from './world';
import { refusal } from './world';

/** Reads the installation's database from outside, as an auditor with a shell would. */
export async function rows<T = Record<string, unknown>>({ running }: World, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new Pg({ connectionString: running.config.DATABASE_OWNER_URL });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Another living process of the installation, as far as the database can tell; `dies` takes its connection from it, as a kill would. */
export async function otherProcess({ running }: World): Promise<{ number: number; dies(): Promise<void> }> {
  const client = new Pg({ connectionString: running.config.DATABASE_URL });
  await client.connect();
  const presence = 13; // libs/platform/src/db/presence.ts
  const number = 7;
  await client.query('select pg_advisory_lock($1, $2)', [presence, number]);
  return { number, dies: () => client.end() };
}

/** Stops the platform's clock at one instant, so that a millisecond before and after can be told apart. `advance` does nothing meanwhile. */
export const freezeClock = (world: World, at: Date): Promise<unknown> =>
  rows(world, `create or replace function tianping_now() returns timestamptz language sql volatile as $$ select '${at.toISOString()}'::timestamptz $$`);

/** Lets the clock run again; it goes on from the offset that it had. */
export const thawClock = (world: World): Promise<unknown> =>
  rows(
    world,
    `create or replace function tianping_now() returns timestamptz language sql volatile as
     $$ select date_trunc('milliseconds', clock_timestamp() + coalesce((select clock_offset from installation), interval '0')) $$`,
  );

export type Problem = Refused['problem'];

/** `code article` of the first violation: what a refusal rests on. */
export const ground = ({ violations: [first] }: Problem): string => [first!.code, first!.article].filter(Boolean).join(' ');

export const groundOf = async (attempt: Promise<unknown>): Promise<string> => ground(await refusal(attempt));

interface Refusals {
  outcome: string;
  act: string;
  login: string;
  detail: { codes: string[]; status: number; articles: string[] };
}

/** The audit row that belongs to a refusal. */
export async function auditOf(world: World, { requestId }: Problem): Promise<Refusals[]> {
  return rows<Refusals>(world, 'select outcome, act, actor_login as login, detail from audit_entry where request_id = $1 order by seq', [requestId]);
}

export type Sealed = ReturnType<Bidder['seal']>;

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Uploads what was sealed (or `blob` instead) and hands in manifest and signature as they are. */
export async function handIn(
  bidder: Bidder,
  { tenderId }: Pick<Published, 'tenderId'>,
  sealed: Pick<Sealed, 'manifest' | 'signature' | 'blob'>,
): Promise<{ bidId: string; receipt: string; signature: string; receiptCode: string; receivedAt: string }> {
  await bidder.client.put(`/api/tenders/${tenderId}/bid-content`, sealed.blob);
  return bidder.client.post(`/api/tenders/${tenderId}/bids`, { manifest: sealed.manifest, signature: base64(sealed.signature) });
}

/** One request with chosen headers: status, text, and the JSON where it is some. */
export async function send(base: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, { token, body, key }: { token?: string | undefined; body?: unknown; key?: string } = {}) {
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(key ? { 'idempotency-key': key } : {}) };
  const answer = await request(base + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.body.text();
  return { status: answer.statusCode, text, headers: answer.headers };
}

export { until } from '../setup/patience';
