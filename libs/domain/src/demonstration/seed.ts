import { readCertificate } from '@envelope';
import type { Db, Tx } from '@platform/db';
import { type AccountsService, hashPassword } from '../identity';
import type { RevocationLists, Trust } from '../trust';
import { publishNews } from '../news';
import type { DemoAuthority } from './demo-authority';
import { NEWS } from './news';
import { sealingKeyOf } from './sealing-key';
import { ACCOUNTS, ORGANISATIONS, type WorldAccount, type WorldOrganisation } from './world';

export interface Seeding {
  db: Db;
  accounts: AccountsService;
  trust: Trust;
  lists: RevocationLists;
  authority: DemoAuthority;
  /** Drawn for this installation; all demonstration accounts share it. */
  password: string;
}

/** Fills an empty demonstration with its organisations and people. Does nothing in one that has them. */
export async function seedDemonstration({ db, accounts, trust, lists, authority, password }: Seeding): Promise<boolean> {
  await trust.add(authority.certificatePem);
  const [clock] = await db.read<{ now: Date }>('select tianping_now() as now');
  await lists.keep(authority.revocationList(clock!.now), authority.certificatePem);
  const [peopled] = await db.read('select 1 from organisation limit 1');
  if (peopled) return false; // at most starts: a password costs a second of work. Of two first starts at once the lock decides
  const passwordHash = await hashPassword(password);
  return db.system('demonstration.seed', async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7468971)');
    const [present] = await tx.query('select 1 from organisation limit 1');
    if (present) return false;
    const made = new Map<string, Awaited<ReturnType<AccountsService['addOrganisation']>>>();
    for (const row of ORGANISATIONS) made.set(row.key, await accounts.addOrganisation(tx, row));
    for (const row of ACCOUNTS) await seedAccount(tx, row, ORGANISATIONS.find((one) => one.key === row.organisation)!, made.get(row.organisation)!, { accounts, authority, passwordHash });
    for (const item of NEWS) await publishNews(tx, item);
    return true;
  });
}

type Organisation = Awaited<ReturnType<AccountsService['addOrganisation']>>;

async function seedAccount(
  tx: Tx,
  person: WorldAccount,
  organisation: WorldOrganisation,
  row: Organisation,
  { accounts, authority, passwordHash }: { accounts: AccountsService; authority: DemoAuthority; passwordHash: string },
): Promise<void> {
  const { login, name, roles, identityNumber, certificate, trustee } = person;
  const subject = { commonName: name, organisation: organisation.name, uscc: organisation.uscc };
  const pem = certificate ? authority.keep(login, () => authority.issue(subject)).certificatePem : undefined;
  const account = await accounts.addAccount(tx, row, { login, name, identityNumber, passwordHash, roles, reason: '演示', ...(pem ? { certificate: readCertificate(pem) } : {}) });
  if (!trustee) return;
  await accounts.bind(tx, account, row, readCertificate(sealingKeyOf(authority, person, organisation).certificatePem), { usage: 'encipherment' });
}
