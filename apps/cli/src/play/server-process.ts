import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { dropThrowawayHome, makeThrowawayHome } from '@platform/embedded';
import { SettingError } from '@platform/config';
import { startInstallation } from '../launch';

/** VmHWM: the most memory that this process ever held at once. */
function peakMiB(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function main(clock: Date): Promise<void> {
  const home = await makeThrowawayHome();
  const { DATABASE_URL: _database, DATABASE_OWNER_URL: _owner, STORAGE_URL: _storage, ...env } = process.env; // what is played never touches what is real
  // all actors sit at this address, and the data is thrown away
  const unmetered = { ANONYMOUS_PER_MINUTE: '10000000', PERSON_PER_MINUTE: '10000000' };
  const running = await startInstallation({ env: { ...unmetered, ...env, DATA_DIR: home, PORT: env.PORT ?? '0', INSTALLATION: 'demonstration' }, durable: false, clock });
  process.on('message', (message) => {
    if (message === 'memory') process.send!({ memory: peakMiB() });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined); // the parent decides when it is over
  process.once('disconnect', () => {
    void running.stop().finally(() => {
      dropThrowawayHome(home);
      process.exit(0);
    });
  });
  process.send!({ ready: { url: running.url, home, password: running.password! } });
}

main(new Date(process.argv[2]!)).catch((error: unknown) => {
  const setting = error instanceof SettingError;
  process.send!({ failed: error instanceof Error ? (setting ? '' : error.stack) || error.message : String(error), setting });
  process.exitCode = 1;
  process.disconnect();
});
