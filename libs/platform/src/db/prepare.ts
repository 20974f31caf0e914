import { Client } from 'pg';
import { runMigrations } from 'bullmq';
import type { DataSource } from 'typeorm';

/** Makes the database `name` on the server of `url` when it is missing, UTF-8 with C.UTF-8; returns its address. */
export async function ensureDatabase(url: string, name: string, template = 'template0'): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    const locale = template === 'template0' ? ` encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'` : '';
    if (found.rowCount === 0) await client.query(`create database "${name}" template "${template}"${locale}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** Under a C ctype pg_trgm silently finds nothing in Chinese, so a start with such a database is refused. */
async function checkDatabase(source: DataSource): Promise<void> {
  const [row] = (await source.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding, cardinality(show_trgm('市政道路改造')) as trigrams`,
  )) as [{ version: number; encoding: string; trigrams: number }];
  const wrong = [
    row.version < 150000 && 'PostgreSQL 15 or newer is needed',
    row.encoding !== 'UTF8' && `the database's encoding is ${row.encoding}, UTF8 is needed`,
    row.trigrams < 5 && `Chinese trigrams do not work; create the database with LC_CTYPE 'C.UTF-8'`,
  ].filter(Boolean);
  if (wrong.length) throw new Error(`DATABASE_URL: ${wrong.join('; ')}.`);
}

/** Brings an empty or older database up to date and checks that it can serve. Safe to run by several processes at once. */
export async function prepareDatabase(source: DataSource): Promise<void> {
  const lock = source.createQueryRunner();
  await lock.query('select pg_advisory_lock(7468970)');
  try {
    await source.runMigrations();
    await checkDatabase(source);
    const client = new Client({ connectionString: (source.options as { url: string }).url });
    await client.connect();
    try {
      await runMigrations(client as never);
    } finally {
      await client.end();
    }
  } finally {
    await lock.query('select pg_advisory_unlock(7468970)');
    await lock.release();
  }
}
