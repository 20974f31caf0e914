import * as nodeModule from 'node:module';
import { endOnFault } from '@platform/log/endings';
import type { Running } from './running';
import { startInstallation } from './launch';

/** The address and, in a demonstration, who can sign in with which password. */
export async function tellAccounts({ url, password, exposed = [] }: Pick<Running, 'url' | 'password'> & Partial<Pick<Running, 'exposed'>>): Promise<void> {
  console.log(`\n天平已启动 / Tianping is running: ${url}`);
  console.log(`打开浏览器 / open in a browser: ${url}    登录 / sign in: ${url}/login    接口 / interfaces: ${url}/api/openapi.json`);
  if (!password) return;
  const { DEMO_LOGINS } = await import('./installation.js');
  console.log('\n演示环境：人员、单位和 CA 均为虚构；登录页列出全部演示人员，点击即可登录');
  console.log('A demonstration: people, organisations and CA are fictional; the sign-in page lists them all, one click each.');
  if (exposed.length) console.log(`⚠ 公开的演示：能访问这台服务器的人都能以任何人的身份操作 / an exposed demonstration: whoever reaches this server may act as anybody\n  ${exposed.join('\n  ')}`);
  console.log(`口令 / password: ${password}`);
  for (const { login, roles } of DEMO_LOGINS) console.log(`  ${login.padEnd(18)} ${roles.join('、')}`);
}

/** Resolves when this process is told to stop; a second signal ends it at once. */
export async function toldToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  console.log('\n正在停止 / stopping …');
}

const EXPERTS = 40;

/** Fills the empty library of a new demonstration, so that a draw finds experts. */
async function furnish({ app, url, home, password }: Running): Promise<void> {
  const { hasExperts } = await import('./installation.js');
  if (await hasExperts(app)) return;
  const { furnishLibrary } = await import('./play/office.js');
  if (await furnishLibrary(url, home, password!, EXPERTS)) console.log(`专家库已备好 ${EXPERTS} 名虚构专家 / the library has ${EXPERTS} fictional experts`);
}

export async function start(): Promise<void> {
  endOnFault();
  const running = await startInstallation({ env: process.env, durable: true, purpose: 'serve' });
  const told = toldToStop();
  await tellAccounts(running);
  console.log('\nCtrl+C 停止 / stops it');
  nodeModule.flushCompileCache?.(); // now: a process that is killed would leave nothing to the next one
  if (running.password) await furnish(running);
  await told;
  await running.stop();
}
