import { SettingError } from './installation';

/** Settings that are addresses with a password in them, and settings that are secrets themselves. */
const ADDRESSES = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL'] as const;
const SECRETS = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
type Given = Partial<Record<(typeof ADDRESSES)[number] | (typeof SECRETS)[number], string | undefined>>;

/** As examples and images write them; `docker/env.example` and what stands beside it begin with `change-me`. */
const SAMPLE =
  /^(change-?_?me.*|.*example(key)?|(p(ass(word|wd)?|wd)|secret|postgres|redis|tianping(_app)?|minio(admin)?|admin|root|test|guest|default|foobared|your[-_]?password|口令.*|12345\d*)\d{0,4})$/i;

function passwordOf(address: string): string {
  const { password } = new URL(address);
  try {
    return decodeURIComponent(password);
  } catch {
    return password; // no percent signs that mean anything
  }
}

/** The settings whose secret everybody knows. One without a password is no sample: a socket, or a certificate, may prove who comes. */
export function samplesIn(given: Given): string[] {
  const told = [...ADDRESSES.map((name) => [name, given[name] && passwordOf(given[name])] as const), ...SECRETS.map((name) => [name, given[name]] as const)];
  return told.flatMap(([name, secret]) => (secret && SAMPLE.test(secret) ? [name] : []));
}

/** Throws {@link SettingError} naming each; never what stands in it. */
export function assertNoSamples(given: Given): void {
  const names = samplesIn(given);
  if (names.length === 0) return;
  throw new SettingError(
    `生产安装不得使用示例口令，未启动 / a production installation keeps no sample passwords; not started:\n${names.map((name) => `  ${name}: 请换成抽取的口令 / put a drawn one: openssl rand -hex 24`).join('\n')}`,
  );
}
