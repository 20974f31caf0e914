import { NestFactory } from '@nestjs/core';
import { loadConfig, SettingError } from '@platform/config';
import { Jobs } from '@platform/jobs';
import { appModule, connect } from '../../api/src/boot';

/** Background jobs only: the same modules, no port. */
async function main(): Promise<void> {
  const config = loadConfig({ ...process.env, RUN_JOBS: 'true' });
  if (!config.DATABASE_URL) throw new SettingError('DATABASE_URL: needed by this process.');
  const source = await connect(config.DATABASE_URL);
  const app = await NestFactory.createApplicationContext(appModule(config, source, config.DATABASE_URL), { logger: ['error', 'fatal'] });
  app.enableShutdownHooks();
  await app.get(Jobs).start();
  console.log('天平作业进程已启动 / Tianping worker started');
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error);
  process.exitCode = 1;
});
