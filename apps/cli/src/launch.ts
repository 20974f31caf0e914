import { loadConfig } from '@platform/config';
import { startHomeCluster, takeHome } from '@platform/embedded';
import { assertKey } from './first-start';
import type { InstallationOptions, Running } from './running';

/**
 * One process that has everything: PostgreSQL, migrations, jobs, HTTP and sockets. PostgreSQL starts in a process of its own while this
 * one loads the rest of the program, so this file and what it imports stay small.
 */
export async function startInstallation(options: InstallationOptions): Promise<Running> {
  const settings = loadConfig(options.env);
  assertKey(settings);
  const given = options.purpose === 'command' ? { ...settings, PORT: 0, HOST: '127.0.0.1', RUN_JOBS: false } : settings;
  const { path: home, release } = await takeHome(given.DATA_DIR);
  const cluster = given.DATABASE_URL ? undefined : startHomeCluster(home, options.durable, endProcess);
  cluster?.catch(() => undefined); // it is awaited below; a failure must not count as unhandled meanwhile
  const { runInstallation } = await import('./installation.js');
  return runInstallation({ ...options, given, home, release, cluster });
}

/** Without its database nothing can be done any more, not even an orderly end: what was committed is safe, and what was not counts as not done. */
function endProcess(reason: Error): void {
  console.error(reason.message);
  process.exit(1);
}
