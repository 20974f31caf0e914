import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { ensureDatabase } from '@platform/db';
import { loadConfig } from '@platform/config';
import { asApplication, onServer, SERVER, TEMPLATE } from '../setup/server';
import { changed, compose, environmentOf, type Service, stages } from './files';
import { eventually } from '../setup/patience';
import { freePort, onPath, Sandbox } from './sandbox';

/**
 * No engine runs here: every command of the Dockerfile and of the compose files is run, in its order, in a clean folder.
 * Negative control: with the address of the health check misspelt in compose.yaml, the test of the image fails.
 */

/** Installing everything twice more takes a minute: CI does it, and whoever says IMAGE=1. */
const wanted = process.env['IMAGE'] === '1';
const registry = wanted && spawnSync('npm', ['view', 'rxjs', 'version', '--fetch-retries=0', '--fetch-timeout=20000'], { stdio: 'ignore' }).status === 0;
const withRegistry = registry ? test : test.skip;
const withRedis = onPath('redis-server') ? test : test.skip;
const withPgClient = onPath('pg_isready') ? test : test.skip;
const why = (fine: boolean, reason: string) => (fine ? '' : ` (skipped: ${reason})`);

const KINDS = { production: compose(), demonstration: compose('compose.demonstration.yaml') };
type Name = 'postgres' | 'redis' | 'prepare' | 'api' | 'worker';
const { postgres, redis } = KINDS.production.services as Record<Name, Service>;
const [imageCommand] = stages()
  .at(-1)!
  .filter(({ word }) => word === 'CMD')
  .map(({ rest }) => JSON.parse(rest) as string[]);
const imageEnv = Object.fromEntries(
  stages()
    .at(-1)!
    .filter(({ word }) => word === 'ENV')
    .flatMap(({ rest }) => rest.split(' ').map((pair) => pair.split('=') as [string, string])),
);

test.each(Object.entries(KINDS))('compose, %s: what is depended on is there and can be healthy, what is mounted is declared', (_kind, file) => {
  for (const service of Object.values(file.services)) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(file.services)).toContain(name);
      if (condition === 'service_healthy') expect(file.services[name]!.healthcheck).toBeDefined();
    }
    for (const mount of service.volumes ?? []) expect(['.', ...Object.keys(file.volumes)]).toContain(mount.split(/[:/]/)[0]);
  }
  expect(file.services['api']!.deploy?.replicas).toBe(2);
});

test.each(Object.entries(KINDS))('compose, %s: only postgres and prepare know who owns the tables; nothing is published beyond this machine', (_kind, file) => {
  for (const [name, service] of Object.entries(file.services)) {
    const knows = Object.entries(environmentOf(service)).some(([key, value]) => key.startsWith('POSTGRES_') || key === 'DATABASE_OWNER_URL' || value.includes('tianping:change-me'));
    expect([name, knows]).toEqual([name, name === 'postgres' || name === 'prepare']);
    for (const published of service.ports ?? []) expect(published).toMatch(/^127\.0\.0\.1:/);
  }
});

test.each(['prepare', 'api', 'worker'] as const)('%s is production as the files stand, also when none says so; a demonstration only with the other file', (name) => {
  const kindOf = (kind: keyof typeof KINDS, without: string[] = []) => {
    const env = { ...imageEnv, ...changed(environmentOf(KINDS[kind].services[name]!)) };
    return loadConfig(Object.fromEntries(Object.entries(env).filter(([key]) => !without.includes(key)))).INSTALLATION;
  };
  expect([kindOf('production'), kindOf('production', ['INSTALLATION']), kindOf('demonstration')]).toEqual(['production', 'production', 'demonstration']);
  expect(() => kindOf('demonstration', ['DEMONSTRATION_EXPOSED'])).toThrow('DEMONSTRATION_EXPOSED=true');
});

test('the example files hold settings that the platform accepts, with two different passwords', () => {
  const { DATABASE_URL, DATABASE_OWNER_URL } = loadConfig(changed(environmentOf(KINDS.production.services['prepare']!)));
  expect([new URL(DATABASE_URL!).username, new URL(DATABASE_OWNER_URL!).username]).toEqual(['tianping_app', 'tianping']);
  expect(new URL(DATABASE_URL!).password).not.toBe(new URL(DATABASE_OWNER_URL!).password);
});

test.each(['prepare', 'api', 'worker'] as const)('%s: production refuses the passwords of the example files as they stand; a demonstration on this machine takes them', (name) => {
  const load = (kind: keyof typeof KINDS) => () => loadConfig({ ...imageEnv, ...environmentOf(KINDS[kind].services[name]!) });
  expect(load('production')).toThrow(name === 'prepare' ? /DATABASE_URL[^]*DATABASE_OWNER_URL[^]*REDIS_URL/ : /DATABASE_URL[^]*REDIS_URL/);
  expect(load('demonstration')).not.toThrow();
});

test('the image runs as an ordinary user', () => {
  const words = stages()
    .at(-1)!
    .map(({ word, rest }) => `${word} ${rest}`);
  expect(words.findIndex((line) => line.startsWith('USER node'))).toBeGreaterThan(-1);
  expect(words.findIndex((line) => line.startsWith('USER node'))).toBeLessThan(words.findIndex((line) => line.startsWith('CMD')));
});

/** Runs what the file starts, in its order, and gives what `look` finds while it runs. */
async function up(sandbox: Sandbox, kind: keyof typeof KINDS, ownerUrl: string, look: (url: string) => Promise<void>): Promise<void> {
  const { prepare, api, worker } = KINDS[kind].services as Record<Name, Service>;
  const here = { REDIS_URL: '', HOST: '127.0.0.1', DATA_DIR: `/data/${kind}` };
  const env = (service: Service): Record<string, string> => {
    const own = { ...changed(environmentOf(service)), ...here, DATABASE_URL: asApplication(ownerUrl) };
    if ('DATABASE_OWNER_URL' in own) own.DATABASE_OWNER_URL = ownerUrl;
    return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value.replace('/data/demo-ca', `/data/${kind}/demo-ca`)]));
  };
  const ready = await sandbox.run(prepare.command!, env(prepare));
  expect([ready.includes('prepared'), ready.includes('demonstration accounts')]).toEqual([true, kind === 'demonstration']);
  expect(await sandbox.run(prepare.command!, env(prepare))).toContain('prepared'); // again, at the next start

  const running = [sandbox.start(worker.command!, env(worker))];
  for (let replica = 0; replica < api.deploy!.replicas; replica += 1) {
    const own = { ...env(api), PORT: String(await freePort()) };
    const [word, ...healthcheck] = api.healthcheck!.test;
    expect(word).toBe('CMD');
    await expect(sandbox.run(healthcheck, own)).rejects.toThrow('ended with 1'); // nobody there yet: the check can fail
    running.push(sandbox.start(imageCommand!, own));
    await eventually(() => sandbox.run(healthcheck, own));
    await look(`http://127.0.0.1:${own.PORT}`);
  }
  await eventually(async () => expect(running[0]!.output()).toContain('worker started'));
  for (const { stop, output } of running) {
    await stop();
    expect(output()).not.toMatch(/error/i); // it ends in order
  }
}

withRegistry(
  `the image builds; prepare, two api and a worker run against PostgreSQL and answer their health checks, in production and as a demonstration${why(registry, wanted ? 'no package registry can be reached' : 'CI builds it: IMAGE=1')}`,
  async () => {
    const sandbox = new Sandbox();
    const owners: string[] = [];
    const fresh = async (kind: string) => (owners.push(`${process.env[TEMPLATE]}_docker_${kind}`), ensureDatabase(process.env[SERVER]!, owners.at(-1)!));
    try {
      await sandbox.build(stages());
      mkdirSync(sandbox.path('/run/secrets'), { recursive: true });
      const keys = sandbox.path('/run/secrets');
      await sandbox.run([
        'node',
        'apps/cli/bin/tianping.js',
        'ca',
        'issue',
        '--dir',
        `${keys}/ca`,
        ...['--name', '平台', '--organisation', '中心', '--uscc', '12990100MATP01021B'],
        '--out',
        `${keys}/platform`,
      ]);
      renameSync(`${keys}/ca/ca.pem`, `${keys}/authorities.pem`);
      await up(sandbox, 'production', await fresh('production'), async (url) => expect((await fetch(`${url}/api/demonstration`)).status).toBe(404));
      await up(sandbox, 'demonstration', await fresh('demonstration'), async (url) => expect((await fetch(`${url}/api/demonstration`)).status).toBe(200));
    } finally {
      sandbox.remove();
      for (const name of owners) await onServer(process.env[SERVER]!, `drop database if exists "${name}" with (force)`);
    }
  },
  720_000,
);

withPgClient(`the health check of postgres answers${why(onPath('pg_isready'), 'no pg_isready on the PATH')}`, async () => {
  const { hostname, port, searchParams } = new URL(process.env[SERVER]!);
  const [, program, ...words] = postgres.healthcheck!.test as [string, string, ...string[]];
  const ready = (PGPORT: string) => spawnSync(program, words, { env: { PATH: process.env.PATH, PGHOST: searchParams.get('host') ?? hostname, PGPORT }, stdio: 'ignore' }).status;
  expect(ready(port || '5432')).toBe(0);
  expect(ready(String(await freePort()))).not.toBe(0);
});

withRedis(`redis starts by its command, asks for its password, and its health check answers${why(onPath('redis-server'), 'no redis-server on the PATH')}`, async () => {
  const sandbox = new Sandbox();
  try {
    await sandbox.build([
      [
        { word: 'FROM', rest: 'redis' },
        { word: 'WORKDIR', rest: '/app' },
      ],
    ]);
    const port = String(await freePort());
    const server = sandbox.start([...redis.command!, '--port', port], {});
    const [, program, ...words] = redis.healthcheck!.test as [string, string, ...string[]];
    const ping = (env: Record<string, string>) => sandbox.run([program, '-p', port, ...words], env);
    await eventually(async () => expect(await ping(redis.environment!)).toContain('PONG'));
    // negative control: without `--requirepass` in compose.yaml this answers PONG
    expect(await ping({})).toContain('NOAUTH');
    const { hostname, password } = new URL(environmentOf(KINDS.production.services['api']!)['REDIS_URL']!);
    expect([hostname, password]).toEqual(['redis', redis.environment!['REDISCLI_AUTH']]); // as the platform comes
    await server.stop();
  } finally {
    sandbox.remove();
  }
});
