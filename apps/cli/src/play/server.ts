import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { SettingError } from '@platform/config';

export interface ServerProcess {
  url: string;
  home: string;
  password: string;
  /** Peak resident memory of the server process in MiB, as the kernel counts it; undefined where it does not say. */
  peakMemory(): Promise<number | undefined>;
  /** Rejects when it ends without being told to: it has said why. */
  lost: Promise<never>;
  stop(): Promise<void>;
}

type Message = { ready: { url: string; home: string; password: string } } | { failed: string; setting: boolean } | { memory: number };

const next = <T>(child: ChildProcess, pick: (message: Message) => T | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const listen = (message: Message) => {
      if ('failed' in message) reject(message.setting ? new SettingError(message.failed) : new Error(message.failed));
      const found = pick(message);
      if (found === undefined) return;
      child.off('message', listen);
      resolve(found);
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });

/**
 * Starts the platform in a process of its own, with throwaway data and a simulated clock. Actors reach it through HTTP and sockets only.
 * The server ends when this process does, even when this one is killed: its end of the channel closes.
 */
export async function startServer(clock: Date): Promise<ServerProcess> {
  const child = fork(join(__dirname, 'server-process.js'), [clock.toISOString()], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: ['--max-old-space-size=320'] });
  const { url, home, password } = await next(child, (message) => ('ready' in message ? message.ready : undefined));
  const lost = new Promise<never>((_resolve, reject) => child.once('exit', (code) => reject(new SettingError(`平台已停止 / the platform has ended, code ${code}`))));
  lost.catch(() => undefined); // it may end when nobody waits
  return {
    url,
    home,
    password,
    lost,
    async peakMemory() {
      child.send('memory');
      return next(child, (message) => ('memory' in message ? message.memory : undefined));
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}
