import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { interleaved, millis, report } from './measure';
import { startTianping } from './process';

const RUNS = 5;

/** From nothing to a served, migrated platform with its demonstration world, against initdb and start of the same PostgreSQL alone. */
export async function coldStart(): Promise<void> {
  const platform = async () => {
    const home = mkdtempSync(join(tmpdir(), 'tianping-bench-'));
    let stop: () => Promise<void> = async () => undefined;
    const took = await millis(async () => ({ stop } = await startTianping({ DATA_DIR: home, PORT: '0' })));
    await stop();
    rmSync(home, { recursive: true });
    return took;
  };
  const postgres = async () => {
    const home = await makeThrowawayHome();
    let stop: () => Promise<void> = async () => undefined;
    const took = await millis(async () => ({ stop } = await startHomeCluster(home, true)));
    await stop();
    dropThrowawayHome(home);
    return took;
  };
  const { a, b } = await interleaved(RUNS, platform, postgres);
  report({ name: 'cold start', unit: 'ms', ours: a, limit: b, limitName: 'initdb + start', aim: { atMost: 2 } });
}
