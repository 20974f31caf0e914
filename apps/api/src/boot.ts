import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DOMAIN_MODULES } from '@domain/index';
import { DemonstrationModule } from '@domain/demonstration';
import { Pulse } from '@domain/outages';
import { type Config, SettingError } from '@platform/config';
import { createHttpApp } from '@platform/http';
import { Jobs } from '@platform/jobs';
import { log } from '@platform/log';
import { PlatformModule } from '@platform/platform.module';
import type { DataSource } from 'typeorm';
import type { FastifyInstance } from 'fastify';
import contract from './contract.json';
import { mountWeb, siteOf } from './web/web';

export interface Booted {
  app: NestFastifyApplication;
  url: string;
}

/** Composes the modules; holds no business code. What is a demonstration's is not there at all in production. */
export function appModule(config: Config, source: DataSource, databaseUrl: string, durable = true) {
  const modules = DOMAIN_MODULES.filter((module) => module !== DemonstrationModule || config.INSTALLATION === 'demonstration');
  @Module({ imports: [DiscoveryModule, PlatformModule.with({ config, source, databaseUrl, durable }), ...modules] })
  class AppModule {}
  return AppModule;
}

export interface ServeOptions {
  durable?: boolean;
  /** Take a free port when the configured one is taken: for a default that nobody chose. */
  anyPort?: boolean;
  /** What has to be there before anybody is answered: whoever hears that it is ready can sign in. */
  fill?: (app: NestFastifyApplication) => Promise<void>;
}

/** Serves on the configured port; with port 0 on a free one, which `url` tells. Throws SettingError when the port is taken. */
export async function serve(config: Config, source: DataSource, databaseUrl: string, { durable = true, anyPort = false, fill }: ServeOptions = {}): Promise<Booted> {
  const app = await createHttpApp(appModule(config, source, databaseUrl, durable), config, contract);
  try {
    await fill?.(app);
    await mountWeb(app.getHttpAdapter().getInstance() as unknown as FastifyInstance, { site: siteOf(config), onError: (error) => log('error', 'a page could not be written', error) });
    await listen(app, config, anyPort);
    await app.get(Pulse).start();
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
