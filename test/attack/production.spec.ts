import { makeIdentityNumber } from '@kernel';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificate } from '@envelope';
import { DemoAuthority } from '@domain/demonstration';
import { AccountsService } from '@domain/identity';
import { Db } from '@platform/db';
import { startInstallation } from '../../apps/cli/src/launch';
import { signInWithKey } from '../../apps/cli/src/play/people';
import type { Running } from '../../apps/cli/src/running';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { productionSettings } from '../setup/production';
import { closeAgent, type Route, routesOf, sample, send } from './surface';

/** In production nothing of a demonstration answers: not its people, not its keys, not its clock. Asked of every route that declares one of these acts. */
let dir: string;
let database: TestDatabase;
let world: World;
let running: Running;
let token: string;
let routes: Route[];

const KEYS = () => new DemoAuthority(join(dir, 'ca'));
const PERSON = { commonName: '系统管理员', organisation: '交易中心', uscc: '12990100MATP01021B' };

const settings = (home: string) => productionSettings(dir, database, home);

/** A system administrator, who alone may try to move the clock, with a certificate. */
async function administrator(): Promise<string> {
  const identity = KEYS().issue(PERSON);
  const accounts = running.app.get(AccountsService);
  await running.app.get(Db).system('test.plant', async (tx) => {
    const centre = await accounts.addOrganisation(tx, { name: '交易中心', uscc: PERSON.uscc, region: '990100' });
    const certificate = readCertificate(identity.certificatePem);
    await accounts.addAccount(tx, centre, {
      login: 'sys.1',
      name: '系统管理员',
      identityNumber: makeIdentityNumber({ region: '110101', birth: '1970-01-01', serial: '001' }),
      roles: ['system-admin'],
      reason: '测试',
      certificate,
    });
  });
  return (await signInWithKey(running.url, 'sys.1', identity)).token!;
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'production-spec-'));
  world = await startWorld();
  routes = (await routesOf(world)).filter(({ path, act }) => path.startsWith('/api/demonstration') || act.startsWith('demonstration.') || act === 'clock.advance');
  database = await createTestDatabase();
  running = await startInstallation({ env: settings('var'), durable: false });
  token = await administrator();
});
afterAll(async () => {
  await running?.stop();
  await database?.drop();
  await world?.stop();
  await closeAgent();
  await closeConnections();
  rmSync(dir, { recursive: true, force: true });
});

const ask = (base: string, { method, path, body }: Route, as: string) =>
  send(base, method, path.replace('{login}', 't1.rep.1'), { token: as, ...(body ? { body: JSON.stringify(sample(body)) } : {}) });

it('the routes of a demonstration are not there, and the clock stands', async () => {
  expect(running.config.INSTALLATION).toBe('production');
  expect(routes.length).toBeGreaterThanOrEqual(5);
  for (const route of routes) {
    const { status, problem } = await ask(running.url, route, token);
    const expected = route.act === 'clock.advance' ? '403 platform.clock-only-in-demonstration' : '404 http.no-route';
    expect(`${route.method} ${route.path}: ${status} ${problem.code}`).toBe(`${route.method} ${route.path}: ${expected}`);
  }
  const [clock] = await running.app.get(Db).read<{ moved: boolean }>(`select clock_offset <> interval '0' as moved from installation`);
  expect(clock).toEqual({ moved: false });
});

it('negative control: in a demonstration the same routes answer', async () => {
  for (const route of routes) {
    const { status, text } = await ask(world.url, route, world.office.system.token!);
    expect({ path: route.path, gone: status === 404 && text.includes('http.no-route') }).toEqual({ path: route.path, gone: false });
  }
});

it('neither its password nor its authority is made', () => {
  for (const name of ['demo-password', 'demo-ca']) expect([name, existsSync(join(running.home, name)), existsSync(join(world.running.home, name))]).toEqual([name, false, true]);
});

it('a database of one kind is not served as the other, whoever starts', async () => {
  const wrong = startInstallation({ env: { ...settings('other'), ...demonstrationOn(database) }, durable: false });
  await expect(wrong).rejects.toThrow(/INSTALLATION=demonstration: .*belongs to a production installation/);
  expect(existsSync(join(dir, 'other', 'demo-password'))).toBe(false);
});

describe('the role of the application in production', () => {
  const start = (env: Record<string, string>) => startInstallation({ env: { ...settings('roles'), ...env }, durable: false });

  it('is not the owner: refused, with what to do', async () => {
    await expect(start({ DATABASE_URL: database.ownerUrl, DATABASE_OWNER_URL: '' })).rejects.toThrow(/DATABASE_URL: .*no superuser[^]*DATABASE_OWNER_URL=/);
    await expect(start({ DATABASE_URL: database.ownerUrl })).rejects.toThrow(/DATABASE_URL: .*no superuser/);
  });

  it('is enough on a prepared database, without the owner’s address; on any other it is told to prepare it', async () => {
    const other = await startInstallation({ env: { ...settings('roles'), DATABASE_OWNER_URL: '' }, durable: false });
    await other.stop();
    const unprepared = new URL(database.url);
    unprepared.pathname = '/postgres';
    await expect(start({ DATABASE_URL: unprepared.href, DATABASE_OWNER_URL: '' })).rejects.toThrow(/not prepared[^]*npx tianping prepare/);
  });
});
