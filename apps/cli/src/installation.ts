import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNTS, DemoAuthority, seedDemonstration } from '@domain/demonstration';
import { AccountsService, ROLES } from '@domain/identity';
import { RevocationLists, Trust } from '@domain/trust';
import type { Config } from '@platform/config';
import { Db, ensureDatabase, markInstallation } from '@platform/db';
import { noteAddress } from '@platform/embedded';
import type { DataSource } from 'typeorm';
import { connect, serve } from '../../api/src/boot';
import type { Prepared, Running } from './running';

/** Drawn once for an installation and kept beside its data, readable by its owner only. */
function demoPassword(home: string): string {
  const file = join(home, 'demo-password');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(9).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** A demonstration signs with a key of its own demonstration CA; a production installation brings its key. */
function withSigningKey(config: Config, authority: DemoAuthority | undefined): Config {
  if (!authority || config.SIGNING_KEY_FILE) return config;
  const { keyFile, certificateFile } = authority.keep('platform', () => authority.issue({ commonName: '天平演示平台', organisation: '衡州市公共资源交易中心（演示）', uscc: '12990100MATP01021B' }));
  return { ...config, SIGNING_KEY_FILE: keyFile, SIGNING_CERTIFICATE_FILE: certificateFile };
}

/** Migrates, serves, and fills an empty demonstration. */
export async function runInstallation({ env, durable, clock, given, home, cluster: starting }: Prepared): Promise<Running> {
  const cluster = await starting;
  let source: DataSource | undefined;
  try {
    const databaseUrl = given.DATABASE_URL ?? (await ensureDatabase(cluster!.url, 'tianping'));
    const authority = given.INSTALLATION === 'demonstration' ? new DemoAuthority(join(home, 'demo-ca')) : undefined;
    const config = withSigningKey({ ...given, DATA_DIR: home }, authority);
    source = await connect(databaseUrl);
    await markInstallation(source, config.INSTALLATION, clock);
    const { app, url } = await serve(config, source, databaseUrl, { durable, anyPort: !env['PORT'] });
    const password = authority ? demoPassword(home) : undefined;
    if (authority) await seedDemonstration({ db: app.get(Db), accounts: app.get(AccountsService), trust: app.get(Trust), lists: app.get(RevocationLists), authority, password: password! });
    else if (config.TRUSTED_CA_FILE) await app.get(Trust).add(readFileSync(config.TRUSTED_CA_FILE, 'utf8'));
    noteAddress(home, url);
    const stop = async () => {
      await app.close();
      await cluster?.stop();
    };
    return { app, url, home, config, stop, ...(password ? { password } : {}) };
  } catch (error) {
    if (source?.isInitialized) await source.destroy();
    await cluster?.stop();
    throw error;
  }
}

/** Who can sign in to a demonstration, with the names of their roles. */
export const DEMO_LOGINS = ACCOUNTS.map(({ login, name, roles }) => ({ login, name, roles: roles.map((role) => ROLES[role].zh) }));
