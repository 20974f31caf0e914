import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Instruction, REPOSITORY } from './files';

type Env = Record<string, string>;

/** Of the environment only what a clean shell has; the pinned Node stands for that of the image. */
const clean = (): Env => ({ PATH: `${join(REPOSITORY, 'node_modules', '.bin')}:${process.env.PATH}`, HOME: process.env.HOME ?? '/', npm_config_prefer_offline: 'true' });

/** A folder that stands for the image's `/`. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'tianping-docker-'));
  env: Env = {};
  #stage = '';
  readonly #started: ChildProcess[] = [];

  /** `/app` of the image is a folder of the present stage; `/data` and `/run` of the last one too. */
  path = (inImage: string): string => join(this.root, this.#stage, inImage);

  async build(stages: Instruction[][]): Promise<void> {
    for (const instructions of stages) for (const instruction of instructions) await this.#carryOut(instruction);
  }

  async #carryOut({ word, rest }: Instruction): Promise<void> {
    if (word === 'FROM') this.#stage = / AS (\w+)$/.exec(rest)?.[1] ?? 'last';
    else if (word === 'WORKDIR') mkdirSync(this.path(rest), { recursive: true });
    else if (word === 'COPY') this.#copy(rest);
    else if (word === 'RUN') await this.run(['sh', '-c', rest]);
    else if (word === 'ENV') Object.assign(this.env, Object.fromEntries(rest.split(' ').map((pair) => pair.split('='))));
    else if (!['USER', 'VOLUME', 'EXPOSE', 'CMD'].includes(word)) throw new Error(`this test does not know ${word}`);
  }

  #copy(rest: string): void {
    const words = rest.split(' ');
    const from = words.find((one) => one.startsWith('--from='))?.slice('--from='.length);
    const names = words.filter((one) => !one.startsWith('--'));
    const target = names.pop()!;
    for (const name of names) {
      const source = from ? join(this.root, from, name) : join(REPOSITORY, name);
      const into = target.startsWith('/') ? this.path(target) : join(this.path('/app'), target);
      cpSync(source, target.endsWith('/') ? join(into, basename(name)) : into, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.spec.ts') });
    }
  }

  /** The command with the image's paths turned into ours. */
  #spawn(command: readonly string[], env: Env): ChildProcess {
    const [program, ...words] = command as [string, ...string[]];
    const settings = Object.entries({ ...this.env, ...env }).map(([name, value]) => [name, /^\/(data|run)\//.test(`${value}/`) ? this.path(value) : value]);
    return spawn(program, words, { cwd: this.path('/app'), env: { ...clean(), ...(Object.fromEntries(settings) as Env) }, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Runs to its end; what it printed. Throws when it fails. */
  async run(command: readonly string[], env: Env = {}): Promise<string> {
    const child = this.#spawn(command, env);
    const output = gather(child);
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${output().slice(-3000)}`);
    return output();
  }

  /** Starts what goes on running; `output` tells what it printed so far. */
  start(command: readonly string[], env: Env): { output: () => string; stop: () => Promise<number | null> } {
    const child = this.#spawn(command, env);
    this.#started.push(child);
    const stop = () =>
      new Promise<number | null>((resolve) => {
        if (child.exitCode !== null) return resolve(child.exitCode);
        child.once('close', resolve).kill('SIGTERM');
      });
    return { output: gather(child), stop };
  }

  remove(): void {
    for (const child of this.#started) child.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function gather(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

export const onPath = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
