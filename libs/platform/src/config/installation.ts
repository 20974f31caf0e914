export type Installation = 'demonstration' | 'production';

/** A setting that is wrong; the message names it and says what would be right. */
export class SettingError extends Error {}

interface Given {
  HOST: string;
  NODE_ENV?: string | undefined;
  TRUSTED_PROXIES: readonly string[];
  REDIS_URL?: string | undefined;
  SIGNING_KEY_FILE?: string | undefined;
  TRUSTED_CA_FILE?: string | undefined;
  PUBLIC_URL?: string | undefined;
  DATABASE_URL?: string | undefined;
  STORAGE_URL?: string | undefined;
  INSTALLATION?: Installation | undefined;
  DEMONSTRATION_EXPOSED: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i;

/** What shows that others than the person at this machine may reach the server or its data: a setting, and in words. */
const SIGNS: readonly [(given: Given) => boolean, string][] = [
  [({ HOST }) => !LOOPBACK.test(HOST), 'HOST：监听本机以外的地址 / listens beyond this machine'],
  [({ PUBLIC_URL }) => !!PUBLIC_URL, 'PUBLIC_URL：有公开网址 / there is a public address'],
  [({ DATABASE_URL }) => !!DATABASE_URL, 'DATABASE_URL：使用外部数据库 / the database is not the built-in one'],
  [({ STORAGE_URL }) => !!STORAGE_URL, 'STORAGE_URL：使用外部存储 / the files lie elsewhere'],
  [({ NODE_ENV = '' }) => /^\s*prod/i.test(NODE_ENV), 'NODE_ENV=production'],
  [({ TRUSTED_PROXIES }) => TRUSTED_PROXIES.length > 0, 'TRUSTED_PROXIES：有代理转来他人的访问 / a proxy brings others here'],
  [({ REDIS_URL }) => !!REDIS_URL && !LOOPBACK.test(new URL(REDIS_URL).hostname.replace(/^\[|\]$/g, '')), 'REDIS_URL：Redis 不在本机 / Redis runs elsewhere'],
  [({ SIGNING_KEY_FILE }) => !!SIGNING_KEY_FILE, 'SIGNING_KEY_FILE：使用正式签名密钥 / a real key signs'],
  [({ TRUSTED_CA_FILE }) => !!TRUSTED_CA_FILE, 'TRUSTED_CA_FILE：认可正式认证机构 / real authorities are recognised'],
];

/** Why others may reach this server or its data; empty for a demonstration of one's own. */
export const signsOf = (given: Given): string[] => SIGNS.filter(([shows]) => shows(given)).map(([, words]) => words);

/**
 * Production, wherever others may come near, unless a demonstration is named outright and that it lies open is named too: everybody may be anybody there.
 * Throws {@link SettingError} when only the first is said.
 */
export function installationOf(given: Given): Installation {
  const signs = signsOf(given);
  if (signs.length === 0) return given.INSTALLATION ?? 'demonstration';
  if (given.INSTALLATION !== 'demonstration') return 'production';
  if (given.DEMONSTRATION_EXPOSED) return 'demonstration';
  throw new SettingError(
    `INSTALLATION=demonstration: 他人可能访问这台服务器，而演示环境公开全部口令和密钥，未启动 / others may reach this server, and a demonstration shows all its passwords and keys; not started:
  ${signs.join('\n  ')}
真实使用 / for real use: INSTALLATION=production
确要公开演示 / to show a demonstration all the same: INSTALLATION=demonstration DEMONSTRATION_EXPOSED=true`,
  );
}
