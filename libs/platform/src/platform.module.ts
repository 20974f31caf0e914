import { type BeforeApplicationShutdown, type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { RefusalTrail } from './audit';
import { ActorSource } from './auth';
import { CONFIG, type Config } from './config';
import { Db, KeptRows, laneWidths } from './db';
import { addressReader } from './http/address';
import { HealthController } from './http/health.controller';
import { Meters } from './http/meters';
import { Jobs } from './jobs';
import { log, setLogLevel } from './log';
import { Realtime } from './realtime';
import { DiskSpace, openStorage, Storage } from './storage';

export interface PlatformOptions {
  config: Config;
  source: DataSource;
  databaseUrl: string;
  /** false: files are not flushed; for data that is thrown away. */
  durable: boolean;
}

const report = (part: string) => (error: unknown, requestId?: string) => log('error', part, error, requestId);

/** The plumbing that every module leans on: database, sockets, jobs, files, settings. */
@Global()
@Module({})
export class PlatformModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly jobs: Jobs,
    private readonly realtime: Realtime,
    private readonly trail: RefusalTrail,
    private readonly meters: Meters,
    @Inject(Db) private readonly db: Db,
    private readonly kept: KeptRows,
  ) {}

  static with({ config, source, databaseUrl, durable }: PlatformOptions): DynamicModule {
    setLogLevel(config.LOG_LEVEL);
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Db, useFactory: () => new Db(source, laneWidths(config.DATABASE_POOL)) },
      { provide: KeptRows, useFactory: () => new KeptRows() },
      { provide: Storage, useFactory: () => openStorage(config, durable) },
      { provide: DiskSpace, useFactory: () => new DiskSpace(config.DATA_DIR, config.DISK_RESERVE_MB) },
      { provide: Jobs, inject: [Db], useFactory: (db: Db) => new Jobs({ db, databaseUrl, redisUrl: config.REDIS_URL, work: config.RUN_JOBS, onError: report('jobs') }) },
      { provide: RefusalTrail, inject: [Db], useFactory: (db: Db) => new RefusalTrail(db, report('the trail of refusals')) },
      { provide: Meters, useFactory: () => new Meters(config) },
      {
        provide: Realtime,
        inject: [ActorSource, RefusalTrail, Meters],
        useFactory: (actors: ActorSource, trail: RefusalTrail, meters: Meters) =>
          new Realtime({ actors, trail, meters, addressOf: addressReader(config.TRUSTED_PROXIES, config.PROXY_HEADER), redisUrl: config.REDIS_URL, reached: config, onError: report('sockets') }),
      },
    ];
    return { module: PlatformModule, controllers: [HealthController], providers, exports: providers.map(({ provide }) => provide) };
  }

  beforeApplicationShutdown(): void {
    this.realtime.dismiss();
  }

  /** Work first, connections last. */
  async onApplicationShutdown(): Promise<void> {
    this.kept.stop();
    await this.jobs.stop();
    await this.realtime.stop();
    await this.trail.stop();
    this.meters.stop();
    await this.db.close();
  }
}
