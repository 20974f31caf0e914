import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from './kept-key';
import { sessionTokens } from './session-tokens';

let dir: string;
let places: { DATA_DIR: string; SIGNING_KEY_FILE: string };
const sign = (text: string) => writeFileSync(places.SIGNING_KEY_FILE, text);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kept-key-'));
  places = { DATA_DIR: join(dir, 'data'), SIGNING_KEY_FILE: join(dir, 'platform.key') };
  sign('the first signing key');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a new signing key ends no session and loses no codes', () => {
  const before = [keptKey(places, 'session'), keptKey(places, 'totp')];
  const token = sessionTokens(before[0]!).issue();
  sign('the second signing key');
  expect([keptKey(places, 'session'), keptKey(places, 'totp')]).toEqual(before);
  expect(sessionTokens(keptKey(places, 'session')).issued(token)).toBe(true);
  // negative control: without the kept file another key comes out, and the token was never issued
  rmSync(join(places.DATA_DIR, 'keys', 'session.secret'));
  expect(sessionTokens(keptKey(places, 'session')).issued(token)).toBe(false);
});

test('each use has its own; only its owner reads the files; nothing else is left', () => {
  expect(keptKey(places, 'session')).not.toEqual(keptKey(places, 'totp'));
  const names = readdirSync(join(places.DATA_DIR, 'keys')).sort();
  expect(names).toEqual(['session.secret', 'totp.secret']);
  expect(names.map((name) => statSync(join(places.DATA_DIR, 'keys', name)).mode & 0o777)).toEqual([0o600, 0o600]);
});

test('processes that share no folder have the same keys as long as the signing key is the same', () => {
  expect(keptKey({ ...places, DATA_DIR: join(dir, 'elsewhere') }, 'session')).toEqual(keptKey(places, 'session'));
});

test('a file that holds no key stops the start', () => {
  keptKey(places, 'session');
  writeFileSync(join(places.DATA_DIR, 'keys', 'session.secret'), '');
  expect(() => keptKey(places, 'session')).toThrow('not a key of 32 bytes');
});
