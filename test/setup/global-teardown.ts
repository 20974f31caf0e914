import { rmSync } from 'node:fs';
import { dropThrowawayHome } from '@platform/embedded';
import { dropAll, KEYS, SERVER, TEMPLATE } from './server';

/** A run that is killed does not come here: the next run clears its folder and server. */
export default async function globalTeardown(): Promise<void> {
  rmSync(process.env[KEYS]!, { recursive: true, force: true });
  const run = globalThis.tianpingTestRun;
  if (!run) return dropAll(process.env[SERVER]!, process.env[TEMPLATE]!);
  await run.cluster.stop();
  dropThrowawayHome(run.home);
}
