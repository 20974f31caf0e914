import { Client } from 'pg';
import { prepareQueue } from '../jobs/queue';
import { grantApplication } from './application-role';
import { makeDataSource } from './data-source';
import { assertKind } from './standing';

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // its questions are rejected as well
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the database `name` on the server of `url` when it is missing, UTF-8 with C.UTF-8; returns its address. */
export async function ensureDatabase(url: string, name: string, template = 'template0'): Promise<string> {
  await connected(url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    const locale = template === 'template0' ? ` encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'` : '';
    if (found.rowCount === 0) await client.query(`create database "${name}" template "${template}"${locale}`);
  });
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** Under a C ctype pg_trgm silently finds nothing in Chinese, so a start with such a database is refused. */
async function checkDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; trigrams: number }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding, cardinality(show_trgm('市政道路改造')) as trigrams`,
  );
  const row = rows[0]!;
  const wrong = [
    row.version < 150000 && 'PostgreSQL 15 or newer is needed',
    row.encoding !== 'UTF8' && `the database's encoding is ${row.encoding}, UTF8 is needed`,
    row.trigrams < 5 && `Chinese trigrams do not work; create the database with LC_CTYPE 'C.UTF-8'`,
  ].filter(Boolean);
  if (wrong.length) throw new Error(`DATABASE_URL: ${wrong.join('; ')}.`);
}

async function migrate(url: string, migrations: Function[]): Promise<void> {
  const source = await makeDataSource({ url, entities: [], migrations }).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

export interface Preparation {
  /** Address for the role that owns the tables. */
  ownerUrl: string;
  /** Address for the application's role: another one, which is made when missing; or the owner's own, where nothing is kept from the application. */
  applicationUrl: string;
  migrations: Function[];
}

/** As its owner, brings an empty or older database up to date, checks that it can serve, and says what the application may. Safe to run by several processes at once. */
export async function prepareDatabase({ ownerUrl, applicationUrl, migrations }: Preparation): Promise<void> {
  const [owner, application] = [new URL(ownerUrl), new URL(applicationUrl)];
  await connected(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock(7468970)'); // until the connection ends
    await migrate(ownerUrl, migrations);
    await checkDatabase(client);
    await prepareQueue(client);
    if (application.username !== owner.username) await grantApplication(client, decodeURIComponent(application.username), decodeURIComponent(application.password));
  });
}

/** As the owner, marks the database as a demonstration or as production, once; a later start with another mark is refused. `clock`: where a simulated one begins. */
export function markInstallation(ownerUrl: string, kind: string, clock?: Date): Promise<void> {
  return connected(ownerUrl, async (client) => {
    const text = `insert into installation (single, kind, clock_offset) values (true, $1, coalesce($2::timestamptz - clock_timestamp(), interval '0')) on conflict do nothing`;
    await client.query(text, [kind, clock ?? null]);
    await assertKind(client, kind);
  });
}
