import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoAuthority } from '@domain/demonstration/demo-authority';
import { makeSealingKeys } from '@domain/demonstration/sealing-key';
import { APPLICATION_ROLE, type Cluster, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { APPLICATION, KEYS, makeTemplate, SERVER, TEMPLATE } from './server';

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
  makeSealingKeys(new DemoAuthority((process.env[KEYS] = mkdtempSync(join(tmpdir(), 'tianping-keys-')))));
}

async function startThrowaway(): Promise<string> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  globalThis.tianpingTestRun = { home, cluster };
  return cluster.url;
}
