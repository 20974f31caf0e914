import { loadConfig, SettingError } from './config';

const SIGNS: [string, Record<string, string>][] = [
  ['HOST', { HOST: '0.0.0.0' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://trade.example.org' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://tianping_app@127.0.0.1/tianping' }],
  ['STORAGE_URL', { STORAGE_URL: 's3://bids' }],
  ['NODE_ENV', { NODE_ENV: 'production' }],
  ['NODE_ENV', { NODE_ENV: ' Production' }],
  ['NODE_ENV', { NODE_ENV: 'prod' }],
  ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '127.0.0.1' }],
  ['REDIS_URL', { REDIS_URL: 'redis://:drawn-once@redis:6379' }],
  ['SIGNING_KEY_FILE', { SIGNING_KEY_FILE: 'keys/platform.key' }],
  ['TRUSTED_CA_FILE', { TRUSTED_CA_FILE: 'keys/authorities.pem' }],
];
const kind = (env: Record<string, string>) => loadConfig(env).INSTALLATION;

function refusalOf(env: Record<string, string>): string {
  try {
    return kind(env);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
}

describe.each(SIGNS)('%s shows that others may come near', (name, sign) => {
  test('production, unless something is said', () => {
    expect([kind(sign), kind({ ...sign, DEMONSTRATION_EXPOSED: 'true' }), kind({ ...sign, INSTALLATION: 'production' })]).toEqual(['production', 'production', 'production']);
  });

  test('a demonstration named alone is refused, with the reason and both ways on', () => {
    expect(refusalOf({ ...sign, INSTALLATION: 'demonstration' })).toMatch(new RegExp(`${name}[^]*INSTALLATION=production[^]*INSTALLATION=demonstration DEMONSTRATION_EXPOSED=true`));
  });

  test('named together with its exposure it is one', () => {
    expect(kind({ ...sign, INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' })).toBe('demonstration');
  });
});

test('all signs are named at once', () => {
  const message = refusalOf({ ...Object.assign({}, ...SIGNS.map(([, sign]) => sign)), INSTALLATION: 'demonstration' });
  for (const [name] of SIGNS) expect(message).toContain(name);
});

test('a Redis of this machine, or another mode of Node’s, is none', () =>
  expect([kind({ REDIS_URL: 'redis://127.0.0.1:6379' }), kind({ NODE_ENV: 'development' })]).toEqual(['demonstration', 'demonstration']));

test.each(['127.0.0.1', '127.8.0.1', '::1', 'localhost', 'LOCALHOST', '::ffff:127.0.0.1'])('HOST=%s is this machine: a demonstration, as nothing at all is', (HOST) => {
  expect([kind({ HOST }), kind({}), kind({ HOST, INSTALLATION: 'production' })]).toEqual(['demonstration', 'demonstration', 'production']);
});

test.each(['0.0.0.0', '::', '10.0.0.1', '192.168.1.5', 'example.org', '127.0.0.1.example.org', 'localhost.example.org', '1270.0.0.1', '::ffff:10.0.0.1'])('HOST=%s is not', (HOST) => {
  expect(kind({ HOST })).toBe('production');
});
