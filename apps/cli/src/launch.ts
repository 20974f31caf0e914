import { loadConfig } from '@platform/config';
import { startHomeCluster, takeHome } from '@platform/embedded';
import type { InstallationOptions, Running } from './running';

/**
 * One process that has everything: PostgreSQL, migrations, jobs, HTTP and sockets. PostgreSQL starts in a process of its own while this
 * one loads the rest of the program, so this file and what it imports stay small.
 */
export async function startInstallation(options: InstallationOptions): Promise<Running> {
  const given = loadConfig(options.env);
  const home = takeHome(given.DATA_DIR);
  const cluster = given.DATABASE_URL ? undefined : startHomeCluster(home, options.durable);
  cluster?.catch(() => undefined); // it is awaited below; a failure must not count as unhandled meanwhile
  const { runInstallation } = await import('./installation.js');
  return runInstallation({ ...options, given, home, cluster });
}
