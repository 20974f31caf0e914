import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DOMAIN_MODULES } from '@domain/index';
import { ENTITIES } from '@domain/entities';
import type { Config } from '@platform/config';
import { makeDataSource, prepareDatabase } from '@platform/db';
import { createHttpApp } from '@platform/http';
import { Jobs } from '@platform/jobs';
import { PlatformModule } from '@platform/platform.module';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';

export interface Booted {
  app: NestFastifyApplication;
  url: string;
}

/** Connects and migrates. The caller destroys the source when it makes no application of it. */
export async function connect(databaseUrl: string, config: Config): Promise<DataSource> {
  const source = await makeDataSource({ url: databaseUrl, poolSize: config.DATABASE_POOL, entities: ENTITIES, migrations: MIGRATIONS }).initialize();
  await prepareDatabase(source);
  return source;
}

/** Composes the modules; holds no business code. */
export function appModule(config: Config, source: DataSource, databaseUrl: string, durable = true) {
  @Module({ imports: [DiscoveryModule, PlatformModule.with({ config, source, databaseUrl, durable }), ...DOMAIN_MODULES] })
  class AppModule {}
  return AppModule;
}

/** Serves on the configured port; with port 0 on a free one, which `url` tells. */
export async function serve(config: Config, source: DataSource, databaseUrl: string, durable = true): Promise<Booted> {
  const app = await createHttpApp(appModule(config, source, databaseUrl, durable), config);
  await app.get(Jobs).start();
  await app.listen(config.PORT, config.HOST);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return { app, url };
}
