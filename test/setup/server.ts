import { Client } from 'pg';
import { ensureDatabase, prepareDatabase } from '@platform/db';
import { MIGRATIONS } from '../../migrations';

/** Where the test run's PostgreSQL is and which database is copied: handed to the workers through the environment. */
export const SERVER = 'TIANPING_TEST_SERVER';
export const TEMPLATE = 'TIANPING_TEST_TEMPLATE';
/** A demonstration CA with the keys that take long to make: a world begins with a copy. */
export const KEYS = 'TIANPING_TEST_KEYS';
/** The role as which the application is tested: `name`, or `name:password` on somebody else's server. */
export const APPLICATION = 'TIANPING_TEST_APPLICATION';

/** The same database, entered as the application: a grant that is missing shows. */
export function asApplication(ownerUrl: string): string {
  const address = new URL(ownerUrl);
  [address.username, address.password = ''] = process.env[APPLICATION]!.split(':') as [string, string];
  return address.href;
}

/** Runs one statement on the maintenance database. */
export async function onServer(url: string, sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, params)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** A database with every migration applied, made once a run; nobody stays connected, so that it can be copied. */
export async function makeTemplate(server: string, name: string): Promise<string> {
  const ownerUrl = await ensureDatabase(server, name);
  await prepareDatabase({ ownerUrl, applicationUrl: asApplication(ownerUrl), migrations: MIGRATIONS });
  return ownerUrl;
}

/** Drops what a run on somebody else's server (DATABASE_URL) made there, and nothing else. */
export async function dropAll(server: string, template: string): Promise<void> {
  const rows = await onServer(server, 'select datname as name from pg_database where starts_with(datname, $1)', [template]);
  for (const { name } of rows) await onServer(server, `drop database "${String(name)}" with (force)`);
  await onServer(server, `drop role if exists "${process.env[APPLICATION]!.split(':')[0]}"`);
}
