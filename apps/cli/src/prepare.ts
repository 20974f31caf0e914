import { DEMO_LOGINS } from './installation';
import { startInstallation } from './launch';

/**
 * The first step of an installation of several processes, on DATABASE_URL: migrates, marks the installation, makes a demonstration's
 * CA and people or trusts TRUSTED_CA_FILE; then ends. Safe to run at every start.
 */
export async function prepare(): Promise<void> {
  const { stop, password } = await startInstallation({ env: process.env, durable: true, purpose: 'command' });
  await stop();
  console.log('安装已就绪 / the installation is prepared');
  if (password) console.log(`演示账号 / demonstration accounts: ${DEMO_LOGINS.map(({ login }) => login).join(' ')}\n口令 / password: ${password}`);
}
