import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pulse } from '@domain/outages';
import { RefusalTrail } from '@platform/audit';
import { KeptRows } from '@platform/db';
import { type Door, DOORS } from '@platform/http/doors';
import { Jobs } from '@platform/jobs';
import { Client as Pg } from 'pg';
import type { Dispatcher } from 'undici';
import { startInstallation } from '../../apps/cli/src/launch';
import type { Running } from '../../apps/cli/src/running';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { until } from '../setup/patience';
import { closeAgent, declaredRoutes, eachOf, send } from './surface';

/** Strangers are metered before a database: whose budget at a door is spent is answered 429, and no statement is made for him. */
const PER_MINUTE = 10;
const home = mkdtempSync(join(tmpdir(), 'doors-'));
let database: TestDatabase;
let running: Running;
let statements: jest.SpyInstance;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { DATA_DIR: home, ...demonstrationOn(database), PORT: '0', LOG_LEVEL: 'silent', ANONYMOUS_PER_MINUTE: String(PER_MINUTE), TRUSTED_PROXIES: '127.0.0.1' };
  running = await startInstallation({ env, durable: false });
  // nothing is left that the platform does by itself: what is asked of the database from here on is asked for strangers
  await running.app.get(Jobs).stop();
  await running.app.get(Pulse).onApplicationShutdown();
  running.app.get(KeptRows).stop();
  statements = jest.spyOn(Pg.prototype, 'query');
  jest.spyOn(RefusalTrail.prototype, 'note').mockResolvedValue(undefined); // refusals are counted and written together later: flood.spec.ts
});
afterAll(async () => {
  jest.restoreAllMocks();
  await closeAgent();
  await running?.stop();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
});

interface Asked {
  method: Dispatcher.HttpMethod;
  path: string;
  door: Door;
}

const doorOf = ({ door, open }: { door?: Door; open: boolean }): Door => door ?? (open ? 'read' : 'locked');
const filled = (path: string) => path.replace(/\{\w+\}/g, () => randomUUID());

/** Every route at its door, and what is no route of a controller. */
const ASKED: Asked[] = [
  ...declaredRoutes().map((route) => ({ method: route.method, path: filled(route.path), door: doorOf(route) })),
  { method: 'GET', path: '/', door: 'page' },
  { method: 'GET', path: '/tenders', door: 'page' },
  { method: 'GET', path: '/assets/mark.svg', door: 'file' },
  { method: 'GET', path: '/verifier.html', door: 'file' },
  { method: 'GET', path: '/api/openapi.json', door: 'read' },
  { method: 'GET', path: '/api/nothing', door: 'unknown' },
  { method: 'POST', path: '/nothing', door: 'unknown' },
  { method: 'GET', path: '/socket.io/?EIO=4&transport=polling', door: 'socket' },
];
const at = (door: Door) => ASKED.filter((one) => one.door === door);

let strangers = 0;
/** An address of one's own, as a proxy tells of it. */
const somebody = () => `198.51.100.${++strangers}`;
const ask = ({ method, path }: Asked, from: string) => send(running.url, method, path, { headers: { 'x-forwarded-for': from }, ...(method === 'GET' ? {} : { body: '{}' }) });
/** A socket's handshake has no answer of ours: engine.io refuses it. */
const spentAt = (door: Door) => (door === 'socket' ? 403 : 429);
const made = () => statements.mock.calls.map(([text]) => (typeof text === 'string' ? text : (text as { text: string }).text).slice(0, 80));

/** Asks at a door until its budget is spent, and not longer than it can last. */
async function spend(door: Door, from: string): Promise<number> {
  const all = at(door);
  for (let passed = 0; passed <= DOORS[door] * PER_MINUTE + 1; passed += 1) if ((await ask(all[passed % all.length]!, from)).status === spentAt(door)) return passed;
  throw new Error(`${door} has no end`);
}

/** What stands behind a door is another thing than the door: these read no database for a stranger at all. */
const WITHOUT_DATABASE: ReadonlySet<Door> = new Set(['locked', 'unknown', 'file', 'socket', 'registration', 'challenge', 'certificate', 'sign-in']);

test('every door has something behind it', () => {
  expect((Object.keys(DOORS) as Door[]).filter((door) => at(door).length === 0)).toEqual([]);
});

test.each(Object.keys(DOORS) as Door[])('%s: a spent budget is refused, whatever is asked there, and no statement is made for it', async (door) => {
  const from = somebody();
  await until(() => {
    const before = statements.mock.calls.length;
    statements.mockClear();
    return before === 0; // what the last one began is over
  });
  await spend(door, from);
  if (!WITHOUT_DATABASE.has(door)) expect(made()).not.toEqual([]); // negative control: a budget that is not spent reaches the database
  statements.mockClear();
  const answers: string[] = [];
  await eachOf(
    at(door),
    async (one) => {
      const { status } = await ask(one, from);
      if (status !== spentAt(door)) answers.push(`${one.method} ${one.path}: ${status}`);
    },
    16,
  ); // each is held back for a second
  expect([answers, made()]).toEqual([[], []]);
  expect((await ask(at(door)[0]!, somebody())).status).not.toBe(spentAt(door)); // another address has a budget of its own
});
