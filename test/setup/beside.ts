import { once } from 'node:events';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Running } from '../../apps/cli/src/running';
import { UNMETERED } from '../journeys/world';

export interface Beside {
  url: string;
  said(): string;
  /** As a crash would end it. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Another API process of a running installation, as `docker/compose.yaml` has two: on its database, its folder and its key, from the sources as they stand. Without jobs. */
export async function apiBeside({ config, home }: Running, env: Record<string, string> = {}): Promise<Beside> {
  const same = { DATA_DIR: home, DATABASE_URL: config.DATABASE_URL!, SIGNING_KEY_FILE: config.SIGNING_KEY_FILE!, SIGNING_CERTIFICATE_FILE: config.SIGNING_CERTIFICATE_FILE! };
  const settings = { ...same, INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true', RUN_JOBS: 'false', LOG_LEVEL: 'error', PORT: '0', ...UNMETERED, ...env };
  const child = fork(join(__dirname, '../../apps/api/src/main.ts'), {
    execArgv: ['-r', join(__dirname, 'typescript.cjs')],
    env: { ...process.env, DATABASE_OWNER_URL: '', ...settings },
    silent: true,
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', () => /Tianping: (\S+)/.test(said) && resolve(/Tianping: (\S+)/.exec(said)![1]!));
    child.once('exit', (code) => reject(new Error(`the API process ended with ${String(code)}:\n${said}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { url, said: () => said, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
