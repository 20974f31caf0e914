import { hkdfSync, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@platform/config';

type Use = 'session' | 'totp';
type Places = Pick<Config, 'DATA_DIR' | 'SIGNING_KEY_FILE'>;

const derive = (signingKeyFile: string, use: Use): string => Buffer.from(hkdfSync('sha256', readFileSync(signingKeyFile), '', `tianping/${use}/1`, 32)).toString('hex');

/** Whole or not at all, and once: of several processes that start together the first one's file stands. */
function keep(dir: string, file: string, text: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const mine = join(dir, `.${randomUUID()}`);
  writeFileSync(mine, text, { mode: 0o600 });
  try {
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine);
  }
}

/**
 * The key of sessions' tokens or of the kept seeds of codes, 32 bytes. It is derived from the signing key once and kept beside the data from then on: when the signing key is
 * renewed, sessions go on and codes stay readable. Processes that share no folder derive the same one.
 */
export function keptKey({ DATA_DIR, SIGNING_KEY_FILE }: Places, use: Use): Buffer {
  const dir = join(DATA_DIR, 'keys');
  const file = join(dir, `${use}.secret`);
  const read = () => readFileSync(file, 'utf8');
  let text: string;
  try {
    text = read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    keep(dir, file, derive(SIGNING_KEY_FILE!, use));
    text = read();
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file}: not a key of 32 bytes`);
  return Buffer.from(text, 'hex');
}
