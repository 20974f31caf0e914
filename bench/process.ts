import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { asApplication } from '@platform/embedded';

const ROOT = join(__dirname, '../..');

/** Measured is what a request costs, not what is allowed of them. */
const UNMETERED = { ANONYMOUS_PER_MINUTE: '10000000', PERSON_PER_MINUTE: '10000000' };

export interface Served {
  url: string;
  password: string;
  pid: number;
  stop(): Promise<void>;
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

/** The settings of a demonstration on a database of a built-in PostgreSQL that the bench started itself. */
export const demonstrationOn = (ownerUrl: string) => ({ DATABASE_URL: asApplication(ownerUrl), DATABASE_OWNER_URL: ownerUrl, INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' });

/** `tianping start` as a user starts it, until it says where it listens. */
export async function startTianping(env: Record<string, string>): Promise<Served> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/bin/tianping.js'), 'start'], { cwd: ROOT, env: { ...process.env, ...UNMETERED, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Ctrl+C')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`tianping start ended with ${code}: ${text}`)));
  });
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    url: found(/running: (\S+)/),
    password: found(/password: (\S+)/),
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}

/** A peer of the bench's own in a process of its own; it writes its address on the first line. */
export async function startPeer(script: string, env: Record<string, string>): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(__dirname, script)], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended(child);
  };
  return { url, stop };
}
