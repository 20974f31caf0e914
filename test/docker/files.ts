import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(__dirname, '..', '..');
const read = (name: string) => readFileSync(join(REPOSITORY, 'docker', name), 'utf8');

export interface Instruction {
  word: string;
  rest: string;
}

/** The instructions of each stage, in order. No line of ours is continued by a backslash. */
export function stages(): Instruction[][] {
  const found: Instruction[][] = [];
  for (const line of read('Dockerfile')
    .split('\n')
    .filter((text) => text && !text.startsWith('#'))) {
    const [word, ...rest] = line.split(' ') as [string, ...string[]];
    if (word === 'FROM') found.push([]);
    found.at(-1)!.push({ word, rest: rest.join(' ') });
  }
  return found;
}

export interface Service {
  command?: string[];
  env_file: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  deploy?: { replicas: number };
  ports?: string[];
}

export interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, object>;
}

/** compose.yaml is JSON but for its comments; `${NAME:-default}` is filled as compose does, `$$` is one dollar. */
export function compose(env: Record<string, string | undefined>): Compose {
  const text = read('compose.yaml')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\$\$|\$\{(\w+)(?::-([^}]*))?\}/g, (whole, name: string, otherwise = '') => (whole === '$$' ? '$' : env[name] || otherwise));
  return JSON.parse(text) as Compose;
}

/** The variables of env.example. */
export function exampleEnv(): Record<string, string> {
  const lines = read('env.example')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
