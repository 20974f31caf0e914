import { randomBytes } from 'node:crypto';
import { AccountsService, hashPassword } from '@domain/identity';
import { Db } from '@platform/db';
import { startInstallation } from './launch';

export interface Administrator {
  login: string;
  name: string;
  identityNumber: string;
  organisation: string;
  uscc: string;
  region: string;
}

/**
 * Makes the trading centre's organisation and its first security administrator, who then creates everybody else over the interface.
 * Only while the installation has none: afterwards nobody gives rights from outside.
 */
export async function createAdministrator({ login, name, identityNumber, organisation, uscc, region }: Administrator): Promise<void> {
  const { app, stop } = await startInstallation({ env: process.env, durable: true, purpose: 'command' });
  try {
    const accounts = app.get(AccountsService);
    const password = randomBytes(15).toString('base64url');
    const passwordHash = await hashPassword(password);
    await app.get(Db).system('identity.first-administrator', async (tx) => {
      const [present] = await tx.query(`select 1 from role_grant where role = 'security-admin' limit 1`);
      if (present) throw new Error('已有安全管理员，请由其在平台上新建账号 / there is a security administrator already: he creates accounts on the platform');
      const centre = await accounts.addOrganisation(tx, { name: organisation, uscc, region });
      await accounts.addAccount(tx, centre, { login, name, identityNumber, passwordHash, roles: ['security-admin'], reason: '首个安全管理员' });
    });
    console.log(`安全管理员已建立 / security administrator made: ${login}\n口令（只显示一次）/ password, shown once: ${password}`);
  } finally {
    await stop();
  }
}
