import { loadConfig, SettingError, settings, settingsTable } from './config';

const errorOf = (env: Record<string, string>): string => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
  }
  return 'accepted';
};

test('everything has a default or may be left out', () => {
  expect(loadConfig({})).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', INSTALLATION: 'demonstration', RUN_JOBS: true });
  expect(loadConfig({}).DATABASE_URL).toBeUndefined();
});

test('what is set is read, trimmed numbers and all; the result cannot be changed', () => {
  const config = loadConfig({ PORT: ' 8080 ', RUN_JOBS: 'false', DATABASE_URL: 'postgresql://u:p@db/tp', REDIS_URL: 'rediss://r:6380' });
  expect(config).toMatchObject({ PORT: 8080, RUN_JOBS: false, DATABASE_URL: 'postgresql://u:p@db/tp', REDIS_URL: 'rediss://r:6380' });
  expect(Object.isFrozen(config)).toBe(true);
});

test('files of eight gigabytes may come, and an object storage with its key may be named', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'drawn-by-somebody', AWS_SESSION_TOKEN: 'token' };
  expect(loadConfig({}).UPLOAD_LIMIT_MB).toBe(8192);
  expect(loadConfig({ STORAGE_URL: 's3://bids/prefix?endpoint=http://minio:9000', ...keys })).toMatchObject({ STORAGE_URL: 's3://bids/prefix?endpoint=http://minio:9000', ...keys });
});

test('empty text counts as not set, and other variables are not looked at', () => {
  expect(loadConfig({ PORT: '', PATH: '/bin', port: '1' })).toEqual(loadConfig({}));
});

const WRONG: [string, string][] = [
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['PORT', '0x50'],
  ['PORT', '1e3'],
  ['PORT', ' '],
  ['PORT', '80.5'],
  ['PORT', '٣'],
  ['DATABASE_URL', 'mysql://host/db'],
  ['DATABASE_URL', 'host:5432'],
  ['STORAGE_URL', 'http://host/bucket'],
  ['STORAGE_URL', '/srv/files'],
  ['DATABASE_POOL', '3'],
  ['DATABASE_POOL', '201'],
  ['REDIS_URL', 'http://host'],
  ['INSTALLATION', 'test'],
  ['SESSION_HOURS', '0'],
  ['SESSION_HOURS', '73'],
  ['UPLOAD_LIMIT_MB', '-1'],
  ['UPLOAD_LIMIT_MB', '0'],
  ['RUN_JOBS', 'yes'],
  ['RUN_JOBS', 'TRUE'],
  ['LOG_LEVEL', 'debug'],
  ['TRUSTED_PROXIES', 'proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/8, 0.0.0.0/0'],
  ['ANONYMOUS_PER_MINUTE', '9'],
  ['PERSON_PER_MINUTE', '59'],
];

test.each(WRONG)('%s=%s is refused by name, with its meaning', (name, value) => {
  const message = errorOf({ [name]: value });
  expect(message).toContain(`${name}=${JSON.stringify(value)}: `);
  expect(message).toContain(settings.shape[name as keyof typeof settings.shape].description);
});

test('all wrong settings are named at once', () => {
  const message = errorOf({ PORT: 'x', LOG_LEVEL: 'y', SESSION_HOURS: '12' });
  expect(message).toMatch(/PORT=[^]*LOG_LEVEL=/);
  expect(message).not.toContain('SESSION_HOURS');
});

test.each(['mysql://admin:s3cret@host/db', 'mysql://admin:s3/c@ret@host/db', 'admin:s3cret@host'])('a password in %s is not repeated', (url) => {
  expect(errorOf({ DATABASE_URL: url })).toMatch(/DATABASE_URL="[^"]*…@host/);
  expect(errorOf({ DATABASE_URL: url })).not.toMatch(/s3|cret/);
});

test('the table for the README has a row for each setting', () => {
  const table = settingsTable();
  for (const name of Object.keys(settings.shape)) expect(table).toContain(`| \`${name}\` | `);
  expect(table).toContain('| `PORT` | `3000` | HTTP and socket port; 0 takes a free one |');
  expect(table).toContain('| `DATABASE_URL` | — | ');
});
