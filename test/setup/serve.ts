import 'reflect-metadata';
import { startInstallation } from '../../apps/cli/src/launch';

/** An installation in a process of its own, for what is measured of a process. Tells its address, then its memory five times a second. */
async function main(): Promise<void> {
  const running = await startInstallation({ env: process.env, durable: false, clock: new Date('2026-03-03T01:00:00Z') });
  process.send!({ url: running.url, home: running.home, password: running.password });
  setInterval(() => process.send!({ rss: process.memoryUsage.rss() }), 200).unref();
  process.on('message', (message) => {
    if (message === 'stop') void running.stop().then(() => process.exit());
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
