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
  env_file?: string[];
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

/** compose puts in what `.env` has, and does not start without it. */
function neededBy(name: string): string {
  const value = example('env.example')[name];
  if (!value) throw new Error(`compose asks for ${name}, which docker/env.example does not have`);
  return value;
}

/** A compose file is JSON but for its comments; `$$` is one dollar. */
const parsed = (name: string): Compose =>
  JSON.parse(
    read(name)
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .replaceAll(/(?<!\$)\$\{(\w+):\?\}/g, (_, name: string) => neededBy(name))
      .replaceAll('$$', '$'),
  ) as Compose;

/** compose.yaml, with another laid over it as compose does: what is set there counts, lists are joined. */
export function compose(over?: string): Compose {
  const base = parsed('compose.yaml');
  if (!over) return base;
  for (const [name, { environment, ports = [], ...rest }] of Object.entries(parsed(over).services)) {
    const service = base.services[name]!;
    base.services[name] = { ...service, ...rest, environment: { ...service.environment, ...environment }, ...(service.ports ? { ports: [...service.ports, ...ports] } : {}) };
  }
  return base;
}

/** The variables of an example file. */
function example(name: string): Record<string, string> {
  const lines = read(name)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

const EXAMPLES: Record<string, string> = { '.env': 'env.example', 'owner.env': 'owner.example' };

/** What a service's process finds in its environment, when the example files are taken as they are. */
export const environmentOf = ({ env_file = [], environment = {} }: Service): Record<string, string> => Object.assign({}, ...env_file.map((name) => example(EXAMPLES[name]!)), environment);

/** The same, each password changed as the example files ask. */
export const changed = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace(/change-me[\w-]*/, (sample) => `drawn-${sample.length}`)]));
