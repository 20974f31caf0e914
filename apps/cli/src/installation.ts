import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNTS, DemoAuthority, seedDemonstration } from '@domain/demonstration';
import { AccountsService, ROLES } from '@domain/identity';
import { RevocationLists, Trust } from '@domain/trust';
import { type Config, signsOf } from '@platform/config';
import { Db, ensureDatabase } from '@platform/db';
import { asApplication, type Cluster, noteAddress } from '@platform/embedded';
import { serve } from '../../api/src/boot';
import { type Addresses, addressesOf, connect } from '../../api/src/connect';
import { assertReady } from './first-start';
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

async function builtIn(cluster: Cluster): Promise<Addresses> {
  const ownerUrl = await ensureDatabase(cluster.url, 'tianping');
  return { url: asApplication(ownerUrl), ownerUrl };
}

const PRESENT = `select exists (select 1 from trusted_authority where ended_at is null) as authorities, (select count(distinct a.person_hash) > 1 from role_grant g join account a on a.id = g.account_id where g.role = 'security-admin') as administrator`;

/** Migrates, serves, and fills an empty demonstration. */
export async function runInstallation({ env, durable, clock, purpose, given, home, release, cluster: starting }: Prepared): Promise<Running> {
  const undo: (() => unknown)[] = [release];
  const unwind = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const cluster = await starting;
    if (cluster) undo.push(() => cluster.stop());
    const addresses = addressesOf(given) ?? (await builtIn(cluster!));
    const source = await connect(given, addresses, clock);
    undo.push(async () => source.isInitialized && source.destroy());
    if (purpose === 'serve' && given.INSTALLATION === 'production') assertReady(given, (await source.query<{ authorities: boolean; administrator: boolean }[]>(PRESENT))[0]!);
    const authority = given.INSTALLATION === 'demonstration' ? new DemoAuthority(join(home, 'demo-ca')) : undefined;
    const config = withSigningKey({ ...given, DATA_DIR: home }, authority);
    const password = authority ? demoPassword(home) : undefined;
    const fill = async (app: Running['app']) => {
      if (authority) await seedDemonstration({ db: app.get(Db), accounts: app.get(AccountsService), trust: app.get(Trust), lists: app.get(RevocationLists), authority, password: password! });
      else if (config.TRUSTED_CA_FILE) await app.get(Trust).add(readFileSync(config.TRUSTED_CA_FILE, 'utf8'));
    };
    const { app, url } = await serve(config, source, addresses.url, { durable, anyPort: !env['PORT'] && purpose !== 'command', fill });
    undo.push(() => app.close());
    noteAddress(home, url);
    return { app, url, home, config, exposed: signsOf(given), stop: unwind, ...(password ? { password } : {}) };
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** Who can sign in to a demonstration, with the names of their roles. */
export const DEMO_LOGINS = ACCOUNTS.map(({ login, name, roles }) => ({ login, name, roles: roles.map((role) => ROLES[role].zh) }));

export const hasExperts = async (app: Running['app']): Promise<boolean> => (await app.get(Db).read('select 1 from expert limit 1')).length > 0;
