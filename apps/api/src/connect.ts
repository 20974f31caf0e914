import { ENTITIES } from '@domain/entities';
import { type Config, SettingError } from '@platform/config';
import { assertKind, isMigrated, makeDataSource, markInstallation, mayOwn, prepareDatabase } from '@platform/db';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';

/** Where the database is. */
export interface Addresses {
  /** For the role of the application. */
  url: string;
  /** For the role that owns the tables; undefined: somebody else prepares the database, or, in a demonstration, `url` owns it. */
  ownerUrl: string | undefined;
}

const OWNS_IN_PRODUCTION = `DATABASE_URL: 生产安装中，平台的数据库角色不得是超级用户，也不得拥有或新建表 / in production the application's role may be no superuser, own no table and make none.
  DATABASE_OWNER_URL=（现在的地址，仅供 prepare / the present address, for "tianping prepare" only）
  DATABASE_URL=postgres://tianping_app:口令-PASSWORD@…（另一个用户，prepare 会建立 / another user, made by prepare）`;

const NOT_PREPARED = `DATABASE_URL: 数据库尚未准备好，或版本较旧 / the database is not prepared, or by an older version. 请先运行 / first run: DATABASE_OWNER_URL=… npx tianping prepare`;

async function asked<T>(name: string, url: string, question: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // its questions are rejected as well
  try {
    await client.connect().catch((error: Error) => {
      throw new SettingError(`${name}: 无法连接数据库 / PostgreSQL cannot be reached: ${error.message}`);
    });
    return await question(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** By whom the database is brought up to date: the owner's address, or the application's where it owns everything, which production does not allow. */
async function ownerOf({ url, ownerUrl }: Addresses): Promise<string | undefined> {
  if (ownerUrl) await asked('DATABASE_OWNER_URL', ownerUrl, async () => undefined);
  return ownerUrl ?? ((await asked('DATABASE_URL', url, mayOwn)) ? url : undefined);
}

/** Migrates where it may, refuses what it must, and connects as the application. `clock`: where a new demonstration's begins. The caller destroys the source when it makes no application of it. */
export async function connect(config: Config, addresses: Addresses, clock?: Date): Promise<DataSource> {
  const { url } = addresses;
  const production = config.INSTALLATION === 'production';
  const ownerUrl = await ownerOf(addresses);
  if (production && ownerUrl === url) throw new SettingError(OWNS_IN_PRODUCTION);
  if (ownerUrl) {
    await prepareDatabase({ ownerUrl, applicationUrl: url, migrations: MIGRATIONS });
    await markInstallation(ownerUrl, config.INSTALLATION, clock);
  }
  await asked('DATABASE_URL', url, async (client) => {
    if (production && (await mayOwn(client))) throw new SettingError(OWNS_IN_PRODUCTION);
    if (!(await isMigrated(client, MIGRATIONS))) throw new SettingError(NOT_PREPARED);
    await assertKind(client, config.INSTALLATION);
  });
  return makeDataSource({ url, entities: ENTITIES, migrations: [] }).initialize();
}

/** The addresses that the settings give; undefined without DATABASE_URL. */
export const addressesOf = ({ DATABASE_URL, DATABASE_OWNER_URL }: Config): Addresses | undefined => (DATABASE_URL ? { url: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL } : undefined);
