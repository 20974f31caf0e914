import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoAuthority } from '@domain/demonstration';
import { startInstallation } from '../../apps/cli/src/launch';
import type { Running } from '../../apps/cli/src/running';
import { createTestDatabase, type TestDatabase } from './database';

export const CENTRE = { name: '交易中心', uscc: '12990100MATP01021B', region: '990100' };

export interface Production {
  running: Running;
  url: string;
  stop(): Promise<void>;
}

/** What a production installation under `dir` is started with; the demonstration CA stands in for the authority that certifies its key. */
export function productionSettings(dir: string, database: TestDatabase, home = 'var'): Record<string, string> {
  const ca = new DemoAuthority(join(dir, 'ca'));
  const { keyFile, certificateFile } = ca.keep('platform', () => ca.issue({ commonName: '平台', organisation: CENTRE.name, uscc: CENTRE.uscc }));
  const authorities = join(dir, 'authorities.pem');
  writeFileSync(authorities, ca.certificatePem);
  const keys = { SIGNING_KEY_FILE: keyFile, SIGNING_CERTIFICATE_FILE: certificateFile, TRUSTED_CA_FILE: authorities };
  return { DATA_DIR: join(dir, home), DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl, PORT: '0', LOG_LEVEL: 'silent', REVOCATION_REQUIRED: 'false', ...keys };
}

/** A production installation in this process, on a database of its own. */
export async function startProduction(env: Record<string, string> = {}): Promise<Production> {
  const dir = mkdtempSync(join(tmpdir(), 'production-'));
  const database = await createTestDatabase();
  const running = await startInstallation({ env: { ...productionSettings(dir, database), ...env }, durable: false });
  return {
    running,
    url: running.url,
    stop: async () => {
      await running.stop();
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
