import { loadConfig, SettingError } from '@platform/config';
import { connect, serve } from './boot';

/** The HTTP and socket process of a multi-process installation; DATABASE_URL is needed. `tianping start` is the one-process form. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  if (!config.DATABASE_URL) throw new SettingError('DATABASE_URL: needed by this process; "tianping start" brings its own PostgreSQL.');
  const source = await connect(config.DATABASE_URL);
  const { app, url } = await serve(config, source, config.DATABASE_URL);
  app.enableShutdownHooks();
  console.log(`天平 / Tianping: ${url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error);
  process.exitCode = 1;
});
