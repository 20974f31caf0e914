import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';

export interface TestRedis {
  url: string;
  /** Forgets everything, at work. */
  flush(): Promise<void>;
  /** Ends, comes back at the same address, and has kept nothing. */
  restart(): Promise<void>;
  /** Its lines stay, and it says nothing any more; it can only be stopped. */
  freeze(): void;
  /** May be said twice. */
  stop(): Promise<void>;
}

const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** `describe` with a Redis where the machine has one; else a skipped block whose title says why. */
export const describeWithRedis = (title: string, tests: () => void) => (hasRedis ? describe(title, tests) : describe.skip(`${title} (skipped: no redis-server on PATH)`, tests));

export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

async function answering(url: string): Promise<Redis> {
  const probe = new Redis(url, { maxRetriesPerRequest: 100, retryStrategy: () => 50 });
  probe.on('error', () => undefined);
  await probe.ping();
  return probe;
}

/** A Redis of this test file's own, on a free port, in a folder that goes with it. */
export async function startRedis(): Promise<TestRedis> {
  const dir = mkdtempSync(join(tmpdir(), 'redis-spec-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  const start = async () => {
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir], { stdio: 'ignore' });
    (await answering(url)).disconnect();
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = ended(child);
    child.kill(signal);
    child.kill('SIGCONT'); // one that stands still would keep the signal to itself
    await gone;
  };
  await start();
  return {
    url,
    flush: async () => {
      const client = await answering(url);
      await client.flushall();
      client.disconnect();
    },
    restart: async () => {
      await end('SIGKILL');
      await start();
    },
    freeze: () => void child.kill('SIGSTOP'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
