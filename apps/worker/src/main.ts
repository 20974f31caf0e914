import { NestFactory } from '@nestjs/core';
import { loadConfig, SettingError } from '@platform/config';
import { endOnFault, failStart } from '@platform/log/endings';
import { Jobs } from '@platform/jobs';
import { appModule } from '../../api/src/boot';
import { addressesOf, connect } from '../../api/src/connect';

/** Background jobs only: the same modules, no port. */
async function main(): Promise<void> {
  const config = loadConfig({ ...process.env, RUN_JOBS: 'true' });
  const addresses = addressesOf(config);
  if (!addresses) throw new SettingError('DATABASE_URL: needed by this process.');
  const source = await connect(config, addresses);
  const app = await NestFactory.createApplicationContext(appModule(config, source, addresses.url), { logger: ['error', 'fatal'], abortOnError: false });
  app.enableShutdownHooks();
  await app.get(Jobs).start();
  console.log('天平作业进程已启动 / Tianping worker started');
}

endOnFault();
main().catch(failStart);
