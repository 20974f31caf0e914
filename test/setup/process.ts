import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ServedProcess {
  url: string;
  home: string;
  password: string;
  child: ChildProcess;
  /** What it wrote, both streams. */
  said(): string;
  stop(): Promise<void>;
}

/** An installation in a process of its own, from the sources as they stand (serve.ts). */
export async function serveInProcess(env: Record<string, string>, execArgv: readonly string[] = []): Promise<ServedProcess> {
  const options = { execArgv: ['-r', join(__dirname, 'typescript.cjs'), ...execArgv], env: { ...process.env, PORT: '0', ...env }, silent: true };
  const child = fork(join(__dirname, 'serve.ts'), options);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const told = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${String(code)}:\n${said}`)))]);
  const [{ url, home, password }] = told as [{ url: string; home: string; password: string }];
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.send('stop');
    await ended;
  };
  return { url, home, password, child, said: () => said, stop };
}

const CLI = join(__dirname, '../../apps/cli/bin/tianping.js');

/** `tianping start` as it was built, which is ready in half the time of its sources: for who starts it hundreds of times. Its home is DATA_DIR. */
export async function startBuilt(env: Record<string, string>): Promise<ServedProcess> {
  const child = spawn(process.execPath, [CLI, 'start'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()).includes('Ctrl+C') && resolve());
    child.once('exit', (code) => reject(new Error(`tianping start ended with ${String(code)}:\n${said}`)));
  });
  const found = (pattern: RegExp) => pattern.exec(said)?.[1] ?? '';
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url: found(/running: (\S+)/), home: env['DATA_DIR'] ?? '', password: found(/password: (\S+)/), child, said: () => said, stop };
}
