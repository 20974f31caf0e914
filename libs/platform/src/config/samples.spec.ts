import { loadConfig, SettingError } from './config';
import { samplesIn } from './samples';

const url = (scheme: string, password: string) => `${scheme}://user:${encodeURIComponent(password)}@host/x`;
const SAMPLES = ['change-me', 'change-me-too', 'changeme', 'CHANGE_ME', 'password', 'Password1', 'postgres', 'tianping', 'minioadmin', 'secret', '123456', '口令-PASSWORD', 'foobared'];
const DRAWN = ['9f2c4e7a1b', 'correct-horse-battery', 'my-change-me-not', 'Passw0rt-für-immer', '12-34-56', 'a'];

test.each(SAMPLES)('%s is a sample, in each setting that holds a secret', (sample) => {
  const given = { DATABASE_URL: url('postgres', sample), DATABASE_OWNER_URL: url('postgres', sample), REDIS_URL: url('redis', sample), AWS_SECRET_ACCESS_KEY: sample, AWS_SESSION_TOKEN: sample };
  expect(samplesIn(given)).toEqual(Object.keys(given));
});

test.each(DRAWN)('%s is none', (drawn) => {
  expect(samplesIn({ DATABASE_URL: url('postgres', drawn), REDIS_URL: url('redis', drawn), AWS_SECRET_ACCESS_KEY: drawn })).toEqual([]);
});

test('the key of a vendor’s own examples is one; no password at all is none', () => {
  expect(samplesIn({ AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' })).toEqual(['AWS_SECRET_ACCESS_KEY']);
  expect(samplesIn({ DATABASE_URL: 'postgres://tianping_app@127.0.0.1/tianping', REDIS_URL: 'redis://redis:6379' })).toEqual([]);
});

// negative control: without `assertNoSamples` in loadConfig the first one starts
test('production refuses them, naming the settings and nothing of the secrets; a demonstration takes them', () => {
  const env = { DATABASE_URL: url('postgres', 'change-me-too'), REDIS_URL: url('redis', 'change-me-three') };
  let told = '';
  try {
    loadConfig({ ...env, INSTALLATION: 'production' });
  } catch (error) {
    if (error instanceof SettingError) told = error.message;
  }
  expect([told.includes('DATABASE_URL'), told.includes('REDIS_URL'), told.includes('change-me')]).toEqual([true, true, false]);
  expect(loadConfig({ ...env, INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' }).INSTALLATION).toBe('demonstration');
});
