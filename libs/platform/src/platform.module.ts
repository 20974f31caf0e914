import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ActorSource } from './auth';
import { CONFIG, type Config } from './config';
import { Db } from './db';
import { HealthController } from './http/health.controller';
import { Jobs } from './jobs';
import { Realtime } from './realtime';
import { openStorage, Storage } from './storage';

export interface PlatformOptions {
  config: Config;
  source: DataSource;
  databaseUrl: string;
  /** false: files are not flushed; for data that is thrown away. */
  durable: boolean;
}

const report = (config: Config) => (error: unknown) => {
  if (config.LOG_LEVEL !== 'silent') console.error(error);
};

/** The plumbing that every module leans on: database, sockets, jobs, files, settings. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    private readonly jobs: Jobs,
    private readonly realtime: Realtime,
    @Inject(Db) private readonly db: Db,
  ) {}

  static with({ config, source, databaseUrl, durable }: PlatformOptions): DynamicModule {
    const onError = report(config);
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Db, useFactory: () => new Db(source) },
      { provide: Storage, useFactory: () => openStorage(config, durable) },
      { provide: Jobs, inject: [Db], useFactory: (db: Db) => new Jobs({ db, databaseUrl, redisUrl: config.REDIS_URL, work: config.RUN_JOBS, onError }) },
      { provide: Realtime, inject: [Db, ActorSource], useFactory: (db: Db, actors: ActorSource) => new Realtime(db, actors, config.REDIS_URL, onError) },
    ];
    return { module: PlatformModule, controllers: [HealthController], providers, exports: providers.map(({ provide }) => provide) };
  }

  /** Work first, connections last. */
  async onApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
    await this.realtime.stop();
    await this.db.source.destroy();
  }
}
