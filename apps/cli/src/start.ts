import type { Running } from './running';
import { startInstallation } from './launch';

/** The address and, in a demonstration, who can sign in with which password. */
export async function tellAccounts({ url, password }: Pick<Running, 'url' | 'password'>): Promise<void> {
  console.log(`\n天平已启动 / Tianping is running: ${url}`);
  console.log(`接口目录 / interfaces: ${url}/api/openapi.json    就绪 / ready: ${url}/health/ready`);
  if (!password) return;
  const { DEMO_LOGINS } = await import('./installation.js');
  console.log('\n演示环境：人员、单位和 CA 均为虚构 / a demonstration: people, organisations and CA are fictional');
  console.log(`口令 / password: ${password}`);
  for (const { login, roles } of DEMO_LOGINS) console.log(`  ${login.padEnd(18)} ${roles.join('、')}`);
}

/** Runs until it is told to stop; a second signal ends it at once. */
export async function stopOnSignal(stop: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  console.log('\n正在停止 / stopping …');
  await stop();
}

export async function start(): Promise<void> {
  const running = await startInstallation({ env: process.env, durable: true });
  await tellAccounts(running);
  console.log('\nCtrl+C 停止 / stops it');
  await stopOnSignal(running.stop);
}
