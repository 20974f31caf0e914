import { spawnSync } from 'node:child_process';
import { ensureDatabase } from '@platform/db';
import { loadConfig } from '@platform/config';
import { onServer, SERVER, TEMPLATE } from '../setup/server';
import { compose, exampleEnv, stages } from './files';
import { eventually, freePort, onPath, Sandbox } from './sandbox';

/**
 * No engine runs here: every command of the Dockerfile and of compose.yaml is run, in its order, in a clean folder.
 * Negative control: with the address of the health check misspelt in compose.yaml, the test of the image fails.
 */

const registry = spawnSync('npm', ['view', 'rxjs', 'version', '--fetch-retries=0', '--fetch-timeout=20000'], { stdio: 'ignore' }).status === 0;
const withRegistry = registry ? test : test.skip;
const withRedis = onPath('redis-server') ? test : test.skip;
const withPgClient = onPath('pg_isready') ? test : test.skip;
const why = (fine: boolean, reason: string) => (fine ? '' : ` (skipped: ${reason})`);

const file = compose(exampleEnv());
const { postgres, redis, prepare, api, worker } = file.services as Record<'postgres' | 'redis' | 'prepare' | 'api' | 'worker', (typeof file.services)[string]>;
const [imageCommand] = stages()
  .at(-1)!
  .filter(({ word }) => word === 'CMD')
  .map(({ rest }) => JSON.parse(rest) as string[]);

test('compose.yaml: what is depended on is there and can be healthy, what is mounted is declared', () => {
  for (const service of Object.values(file.services)) {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(file.services)).toContain(name);
      if (condition === 'service_healthy') expect(file.services[name]!.healthcheck).toBeDefined();
    }
    for (const mount of service.volumes ?? []) expect(['.', ...Object.keys(file.volumes)]).toContain(mount.split(/[:/]/)[0]);
    expect(service.env_file).toEqual(service === redis ? undefined : ['.env']);
  }
  expect(api.deploy?.replicas).toBe(2);
});

test('env.example holds settings that the platform accepts', () => {
  const env = { ...exampleEnv(), ...api.environment };
  expect(loadConfig(env)).toMatchObject({ INSTALLATION: 'demonstration', RUN_JOBS: false, DATABASE_URL: env.DATABASE_URL });
});

test('the image runs as an ordinary user', () => {
  const words = stages()
    .at(-1)!
    .map(({ word, rest }) => `${word} ${rest}`);
  expect(words.findIndex((line) => line.startsWith('USER node'))).toBeGreaterThan(-1);
  expect(words.findIndex((line) => line.startsWith('USER node'))).toBeLessThan(words.findIndex((line) => line.startsWith('CMD')));
});

withRegistry(
  `the image builds; prepare, two api and a worker run against PostgreSQL and answer their health checks${why(registry, 'no package registry can be reached')}`,
  async () => {
    const sandbox = new Sandbox();
    const database = `${process.env[TEMPLATE]}_docker`;
    const env = { ...exampleEnv(), DATABASE_URL: await ensureDatabase(process.env[SERVER]!, database), REDIS_URL: '', HOST: '127.0.0.1' };
    try {
      await sandbox.build(stages());
      expect(await sandbox.run(prepare.command!, env)).toContain('prepared');
      expect(await sandbox.run(prepare.command!, env)).toContain('prepared'); // again, at the next start

      const running = [sandbox.start(worker.command!, { ...env, ...worker.environment })];
      for (let replica = 0; replica < api.deploy!.replicas; replica += 1) {
        const own = { ...env, ...api.environment, PORT: String(await freePort()) };
        const [kind, ...healthcheck] = api.healthcheck!.test;
        expect(kind).toBe('CMD');
        await expect(sandbox.run(healthcheck, own)).rejects.toThrow('ended with 1'); // nobody there yet: the check can fail
        running.push(sandbox.start(imageCommand!, own));
        await eventually(() => sandbox.run(healthcheck, own));
      }
      await eventually(async () => expect(running[0]!.output()).toContain('worker started'));
      const [counted] = await eventually(async () => {
        const rows = await onServer(env.DATABASE_URL, `select count(*)::int as n from account`);
        expect(rows[0]!['n']).toBeGreaterThan(5);
        return rows;
      });
      expect(counted).toBeDefined();
      for (const { stop } of running) await stop();
    } finally {
      sandbox.remove();
      await onServer(process.env[SERVER]!, `drop database if exists "${database}" with (force)`);
    }
  },
  480_000,
);

withPgClient(`the health check of postgres answers${why(onPath('pg_isready'), 'no pg_isready on the PATH')}`, async () => {
  const { hostname, port } = new URL(process.env[SERVER]!);
  const [, program, ...words] = postgres.healthcheck!.test as [string, string, ...string[]];
  const ready = (PGPORT: string) => spawnSync(program, words, { env: { PATH: process.env.PATH, PGHOST: hostname, PGPORT }, stdio: 'ignore' }).status;
  expect(ready(port || '5432')).toBe(0);
  expect(ready(String(await freePort()))).not.toBe(0);
});

withRedis(`redis starts by its command and its health check answers${why(onPath('redis-server'), 'no redis-server on the PATH')}`, async () => {
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
    await eventually(async () => expect(await sandbox.run([program, '-p', port, ...words])).toContain('PONG'));
    await server.stop();
  } finally {
    sandbox.remove();
  }
});
