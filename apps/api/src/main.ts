import { loadConfig, SettingError } from '@platform/config';
import { endOnFault, failStart } from '@platform/log/endings';
import { serve } from './boot';
import { addressesOf, connect } from './connect';

/** The HTTP and socket process of a multi-process installation; DATABASE_URL is needed. `tianping start` is the one-process form. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const addresses = addressesOf(config);
  if (!addresses) throw new SettingError('DATABASE_URL: needed by this process; "tianping start" brings its own PostgreSQL.');
  const source = await connect(config, addresses);
  const { app, url } = await serve(config, source, addresses.url);
  app.enableShutdownHooks();
  console.log(`天平 / Tianping: ${url}`);
}

endOnFault();
main().catch(failStart);
