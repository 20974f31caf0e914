import { randomUUID } from 'node:crypto';
import { Db, laneWidths, makeDataSource } from '@platform/db';
import { until } from './patience';
import { asApplication, onServer, SERVER, TEMPLATE } from './server';

export interface TestDatabase {
  /** For the application. */
  url: string;
  /** For the role that owns the tables: to plant what the application may not, and to make tables of a test's own. */
  ownerUrl: string;
  drop(): Promise<void>;
}

/** A fresh copy of the migrated template for one test file; nothing that one file does is seen by another. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env[SERVER]!;
  const template = process.env[TEMPLATE]!;
  const name = `${template}_${randomUUID().replaceAll('-', '')}`;
  await copyTemplate(server, name, template);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return { url: asApplication(address.href), ownerUrl: address.href, drop: async () => void (await onServer(server, `drop database if exists "${name}" with (force)`)) };
}

/** Two copies at the same moment can find the template in use by each other (55006): the loser waits a little. */
async function copyTemplate(server: string, name: string, template: string): Promise<void> {
  await until(async () => {
    try {
      await onServer(server, `create database "${name}" template "${template}" strategy file_copy`);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006') throw error;
      return false;
    }
  });
}

export interface TestDb extends TestDatabase {
  db: Db;
  /** The same database as its owner sees it. */
  owner: Db;
  close(): Promise<void>;
}

async function open(url: string, entities: Function[], poolSize: number): Promise<Db> {
  return new Db(await makeDataSource({ url, entities, migrations: [] }).initialize(), { ...laneWidths(), own: poolSize });
}

/** The same with a `Db` on it. `close()` ends the connections and drops the copy. */
export async function openTestDb({ entities = [], poolSize = 16 }: { entities?: Function[]; poolSize?: number } = {}): Promise<TestDb> {
  const database = await createTestDatabase();
  const [db, owner] = await Promise.all([open(database.url, entities, poolSize), open(database.ownerUrl, entities, 2)]);
  const close = async () => {
    await Promise.all([db.close(), owner.close()]);
    await database.drop();
  };
  return { ...database, db, owner, close };
}

/** The settings of a demonstration on this database, which is named as one outright. */
export const demonstrationOn = ({ url, ownerUrl }: Pick<TestDatabase, 'url' | 'ownerUrl'>) => ({
  DATABASE_URL: url,
  DATABASE_OWNER_URL: ownerUrl,
  INSTALLATION: 'demonstration',
  DEMONSTRATION_EXPOSED: 'true',
});
