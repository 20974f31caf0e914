import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, stamp, verifyStamp } from '@envelope';
import { keepTimeAuthority } from './time-authority';

const home = mkdtempSync(join(tmpdir(), 'time-authority-'));
afterAll(() => rmSync(home, { recursive: true }));

test('is made once, whole, for its owner alone, and stamps', () => {
  const folder = join(home, 'deep', 'time-authority');
  const made = keepTimeAuthority(folder);
  expect(keepTimeAuthority(folder)).toEqual(made);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(join(folder, 'authority.key')).mode & 0o077).toBe(0);
  expect(readdirSync(join(home, 'deep'))).toEqual(['time-authority']);
  const at = new Date('2026-03-03T01:00:00Z');
  const token = stamp({ digest: sha256('x'), certificateWanted: true }, { ...made, at, serial: 1n });
  expect(verifyStamp(token, sha256('x'), { roots: [made.rootPem] }).at).toEqual(at);
});
