import { randomUUID } from 'node:crypto';
import { APPLICATION_ROLE, type Cluster, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { APPLICATION, makeTemplate, SERVER, TEMPLATE } from './server';

declare global {
  var tianpingTestRun: { home: string; cluster: Cluster } | undefined;
}

/** One PostgreSQL for the whole run: the throwaway built-in one, or the server of DATABASE_URL. */
export default async function globalSetup(): Promise<void> {
  const others = process.env['DATABASE_URL'];
  const server = others ?? (await startThrowaway());
  const template = `tianping_test_${process.pid}`;
  process.env[APPLICATION] = others ? `${template}_app:${randomUUID()}` : APPLICATION_ROLE;
  await makeTemplate(server, template).catch(async (error: unknown) => {
    await globalThis.tianpingTestRun?.cluster.stop(); // jest calls no teardown after a setup that failed
    throw error;
  });
  process.env[SERVER] = server;
  process.env[TEMPLATE] = template;
}

async function startThrowaway(): Promise<string> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  globalThis.tianpingTestRun = { home, cluster };
  return cluster.url;
}
