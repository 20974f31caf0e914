import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DOMAIN_MODULES } from '@domain/index';
import { ENTITIES } from '@domain/entities';
import { type Config, SettingError } from '@platform/config';
import { makeDataSource, prepareDatabase } from '@platform/db';
import { createHttpApp } from '@platform/http';
import { Jobs } from '@platform/jobs';
import { PlatformModule } from '@platform/platform.module';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations';
import type { FastifyInstance } from 'fastify';
import contract from './contract.json';
import { mountWeb, siteOf } from './web/web';

export interface Booted {
  app: NestFastifyApplication;
  url: string;
}

/** Connects and migrates. The caller destroys the source when it makes no application of it. */
export async function connect(databaseUrl: string): Promise<DataSource> {
  const source = await makeDataSource({ url: databaseUrl, entities: ENTITIES, migrations: MIGRATIONS })
    .initialize()
    .catch((error: Error) => {
      throw new SettingError(`DATABASE_URL: 无法连接数据库 / PostgreSQL cannot be reached: ${error.message}`);
    });
  await prepareDatabase(source);
  return source;
}

/** Composes the modules; holds no business code. */
export function appModule(config: Config, source: DataSource, databaseUrl: string, durable = true) {
  @Module({ imports: [DiscoveryModule, PlatformModule.with({ config, source, databaseUrl, durable }), ...DOMAIN_MODULES] })
  class AppModule {}
  return AppModule;
}

export interface ServeOptions {
  durable?: boolean;
  /** Take a free port when the configured one is taken: for a default that nobody chose. */
  anyPort?: boolean;
}

/** Serves on the configured port; with port 0 on a free one, which `url` tells. Throws SettingError when the port is taken. */
export async function serve(config: Config, source: DataSource, databaseUrl: string, { durable = true, anyPort = false }: ServeOptions = {}): Promise<Booted> {
  const app = await createHttpApp(appModule(config, source, databaseUrl, durable), config, contract);
  try {
    await mountWeb(app.getHttpAdapter().getInstance() as unknown as FastifyInstance, { site: siteOf(config), onError: (error) => console.error(error) });
    await listen(app, config, anyPort);
    await app.get(Jobs).start();
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    return { app, url };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: Config, anyPort: boolean): Promise<void> {
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (!anyPort) throw new SettingError(`PORT=${PORT}: 端口已被占用 / is taken. Set PORT to another one, or to 0 for a free one.`);
    console.log(`端口 ${PORT} 已被占用，改用空闲端口 / port ${PORT} is taken, a free one is used`);
    await app.listen(0, HOST);
  }
}
