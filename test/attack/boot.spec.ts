import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Module, Post, Query } from '@nestjs/common';
import { DOMAIN_MODULES } from '@domain/index';
import { Allow, Public } from '@platform/auth';
import { z } from 'zod';
import { startInstallation } from '../../apps/cli/src/launch';
import { createTestDatabase, demonstrationOn } from '../setup/database';
import { freePort } from '../setup/redis';
import { PATIENCE_MS } from '../setup/patience';

@Controller('api/forgotten')
class Forgotten {
  @Post()
  write() {
    return {};
  }
}

@Controller('api/nobody')
class Nobodys {
  @Post()
  @Allow('nobody.holds-this')
  write() {
    return {};
  }
}

@Controller('api/unmetered')
class Unmetered {
  @Post()
  @Public('session.read')
  write() {
    return {};
  }
}

@Controller('api/endless')
class Endless {
  @Post()
  @Public('session.read', { door: 'challenge' })
  write(@Body({ schema: z.strictObject({ lines: z.array(z.string().max(10)) }) }) _: unknown) {
    return {};
  }
}

@Controller('api/heavy')
class Heavy {
  @Post()
  @Public('session.read', { door: 'challenge' })
  write(@Body({ schema: z.strictObject({ lines: z.array(z.string().max(10_000)).max(100) }) }) _: unknown) {
    return {};
  }
}

@Controller('api/sound')
class Sound {
  @Post()
  @Public('session.read', { door: 'challenge' })
  write(@Query({ schema: z.strictObject({ q: z.string().max(10).optional() }) }) _: unknown) {
    return {};
  }
}

/** A boot with one controller more; says how it ended. */
async function bootWith(controller: new () => object): Promise<string> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'tianping-boot-'));
  class Extra {}
  Module({ controllers: [controller] })(Extra);
  (DOMAIN_MODULES as unknown[]).push(Extra);
  try {
    const running = await startInstallation({ env: { DATA_DIR: home, ...demonstrationOn(database), PORT: '0', LOG_LEVEL: 'silent' }, durable: false });
    await running.stop();
    return 'it runs';
  } catch (error) {
    return (error as Error).message;
  } finally {
    (DOMAIN_MODULES as unknown[]).pop();
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  }
}

test.each([
  [Forgotten, 'Forgotten.write: neither @Allow nor @Public'],
  [Unmetered, 'Unmetered.write: strangers write here, and no door is named'],
  [Endless, 'Endless.write body /lines'],
  [Nobodys, 'nobody.holds-this'],
  [Heavy, 'POST /api/heavy: '],
])('%p stops the boot', async (controller, message) => {
  expect(await bootWith(controller)).toContain(message);
});

test('negative control: a route with its act and limits boots', async () => {
  expect(await bootWith(Sound)).toBe('it runs');
});

// negative control: filled after it listened, it was ready while the account that signs in was not there
test('a first start is ready only when its accounts are there', async () => {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'tianping-ready-'));
  const port = await freePort();
  const starting = startInstallation({ env: { DATA_DIR: home, ...demonstrationOn(database), PORT: String(port), LOG_LEVEL: 'silent' }, durable: false });
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  let ready = false;
  while (!ready)
    ready = await at('/health/ready').then(
      ({ ok }) => ok,
      () => false,
    );
  const password = readFileSync(join(home, 'demo-password'), 'utf8').trim();
  const { status } = await at('/api/sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 't1.officer.1', password }) });
  await (await starting).stop();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
  expect(status).toBeLessThan(300);
});

const CLI = join(__dirname, '../../apps/cli/bin/tianping.js');
const WRONG: [string, Record<string, string>][] = [
  ['PORT', { PORT: 'abc' }],
  ['PORT', { PORT: '70000' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://root:geheim@127.0.0.1/x' }],
  ['REDIS_URL', { REDIS_URL: 'http://127.0.0.1' }],
  ['INSTALLATION', { INSTALLATION: 'prod' }],
  ['UPLOAD_LIMIT_MB', { UPLOAD_LIMIT_MB: '-1' }],
  ['RUN_JOBS', { RUN_JOBS: 'yes' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'debug' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x', INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' }],
  ['DATABASE_OWNER_URL', { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x', DATABASE_OWNER_URL: 'postgres://o:geheim@127.0.0.1:1/x', INSTALLATION: 'demonstration', DEMONSTRATION_EXPOSED: 'true' }],
  ['SIGNING_KEY_FILE', { HOST: '0.0.0.0' }],
  ['DEMONSTRATION_EXPOSED', { PUBLIC_URL: 'https://trade.example.org', INSTALLATION: 'demonstration' }],
];

describe('the command line', () => {
  test.each(WRONG)('%s, wrong: names it, keeps passwords to itself, leaves nothing', (name, wrong) => {
    const home = mkdtempSync(join(tmpdir(), 'tianping-boot-'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'start'], {
      env: { PATH: process.env['PATH'], DATA_DIR: join(home, 'var'), PORT: '0', ...wrong },
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    const said = stdout + stderr;
    expect([status, said.includes(name), said.includes('geheim'), / at .*\.js:\d+/.test(said)]).toEqual([1, true, false, false]);
    if (!name.startsWith('DATABASE')) expect(readdirSync(home)).toEqual([]);
    rmSync(home, { recursive: true, force: true });
  });
});
