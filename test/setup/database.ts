import { randomUUID } from 'node:crypto';
import { Db, laneWidths, makeDataSource } from '@platform/db';
import { onServer, SERVER, TEMPLATE } from './server';

export interface TestDatabase {
  url: string;
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
  return { url: address.href, drop: async () => void (await onServer(server, `drop database if exists "${name}" with (force)`)) };
}

/** Two copies at the same moment can find the template in use by each other (55006): the loser waits a little. */
async function copyTemplate(server: string, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await onServer(server, `create database "${name}" template "${template}" strategy file_copy`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export interface TestDb extends TestDatabase {
  db: Db;
  close(): Promise<void>;
}

/** The same with a `Db` on it. `close()` ends the connections and drops the copy. */
export async function openTestDb({ entities = [], poolSize = 16 }: { entities?: Function[]; poolSize?: number } = {}): Promise<TestDb> {
  const { url, drop } = await createTestDatabase();
  const source = makeDataSource({ url, entities, migrations: [] });
  await source.initialize();
  const db = new Db(source, { ...laneWidths(), own: poolSize });
  const close = async () => {
    await db.close();
    await drop();
  };
  return { url, drop, db, close };
}
