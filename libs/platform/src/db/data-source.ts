import { DataSource } from 'typeorm';

export interface DataSourceOptionsLite {
  url: string;
  entities: Function[];
  migrations: Function[];
}

/** TypeORM migrates and knows the tables; statements of requests go by the lanes of `Db`. */
const OWN_CONNECTIONS = 2;

/** The one way to make a DataSource. Sessions speak UTC; times leave as `timestamptz`. */
export function makeDataSource({ url, entities, migrations }: DataSourceOptionsLite): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize: OWN_CONNECTIONS,
    entities: entities as never[],
    migrations: migrations as never[],
    migrationsTransactionMode: 'all',
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    logging: false,
    // an idle connection cut by a restart is a fact of life, not a reason to die: the pool replaces it
    poolErrorHandler: () => undefined,
    // the server ends a statement after 60 s; a server that hangs ends nothing, then this side does, or the pool would never be whole again
    extra: { options: '-c timezone=UTC', connectionTimeoutMillis: 10_000, statement_timeout: 60_000, query_timeout: 65_000, keepAlive: true },
  });
}
