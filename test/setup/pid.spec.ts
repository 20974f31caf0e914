import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIn } from './pid';

test.each([
  ['4242\n/var/data\n', 4242],
  ['', undefined],
  ['0\n', undefined],
  ['-4242\n', undefined],
  ['1\n', undefined],
])('a lock file with %j names %p', (text, pid) => {
  const dir = mkdtempSync(join(tmpdir(), 'pid-'));
  try {
    const file = join(dir, 'postmaster.pid');
    writeFileSync(file, text);
    if (pid === undefined) expect(() => processIn(file)).toThrow('names no process');
    else expect(processIn(file)).toBe(pid);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
