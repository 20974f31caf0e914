import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withContract } from '@platform/http';
import { CLIENT_FILE, CONTRACT_FILE, clientTypes, readContract, textOf, write } from './contract';

/** Writes what routes answer, asks a running installation for the whole description, and makes the client's types from it. */
async function main(): Promise<void> {
  const top = process.cwd();
  const contract = readContract(top);
  for (const place of [top, join(top, 'dist')]) write(place, CONTRACT_FILE, textOf(contract)); // the installation that is asked below reads its own copy
  const { startInstallation } = await import('../../apps/cli/src/launch.js');
  const home = mkdtempSync(join(tmpdir(), 'tianping-contract-'));
  const running = await startInstallation({ env: { DATA_DIR: home, PORT: '0', RUN_JOBS: 'false', LOG_LEVEL: 'error' }, durable: false });
  try {
    const document = (await (await fetch(`${running.url}/api/openapi.json`)).json()) as Parameters<typeof withContract>[0];
    write(top, CLIENT_FILE, await clientTypes(withContract(document, contract)));
    console.log(`${CONTRACT_FILE} ${Object.keys(contract.responses).length} responses; ${CLIENT_FILE}`);
  } finally {
    await running.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

void main();
