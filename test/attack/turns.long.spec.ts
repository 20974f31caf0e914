import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { playDemo } from '../../apps/cli/src/play/demo-script';
import { Narrator } from '../../apps/cli/src/play/narrator';
import { type Office, openOffice } from '../../apps/cli/src/play/office';
import { MOST_ROWS } from '@platform/sheets';
import { ROOT } from '../architecture/sources';
import { closeConnections, UNMETERED, type World } from '../journeys/world';
import { sheetsOf } from '../journeys/sheets';
import { createTestDatabase, demonstrationOn, type TestDatabase } from '../setup/database';
import { multiply } from '../../bench/many-tenders';
import { serveInProcess, type ServedProcess } from '../setup/process';
import { type Route, routesOf, sample } from './surface';

/**
 * Nothing that a stranger may ask for lets others wait for long: each public route and page is asked among 20,000 tenders, and the longest turn of the server's loop is
 * measured in CPU time of its thread, as many times as slow as the machine is. The best of some rounds counts: what is compiled or collected now and then is no fault of
 * the route, what is long in each round is. TURNS=1 tells each.
 */
const TENDERS = 20_000;
const ROUNDS = 4;
/** Of a turn, in milliseconds, where the same piece of work takes `UNIT_MS`. */
const MOST_MS = 50;
const UNIT_MS = 6;

let database: TestDatabase;
let home: string;
let server: ServedProcess;
let office: Office;
let most: number;
let ids: { tender: string; news: string; login: string };

/** Asks the watch in the server's process (test/setup/turns.ts) and waits for its answer, in milliseconds. */
async function watch(told: 'turns.unit' | 'turns.begin' | 'turns.end'): Promise<number> {
  const answer = once(server.child, 'turns');
  server.child.send(told);
  return Number((await answer)[0]);
}

beforeAll(async () => {
  database = await createTestDatabase();
  home = mkdtempSync(join(tmpdir(), 'turns-'));
  server = await serveInProcess({ DATA_DIR: home, ...demonstrationOn(database), LOG_LEVEL: 'error', ...UNMETERED }, ['-r', join(__dirname, '../setup/turns.ts')]);
  server.child.on('message', ({ turns }: { turns?: number }) => void (turns !== undefined && server.child.emit('turns', turns)));
  office = await openOffice(server.url, server.home, server.password);
  const told = jest.spyOn(console, 'log').mockImplementation(() => undefined); // the demonstration tells a story
  const code = decodeURIComponent((await playDemo(office, new Narrator(), undefined)).split('/').at(-1)!);
  told.mockRestore();
  const { id } = await office.officer.get<{ id: string }>(`/api/tenders/${encodeURIComponent(code)}`);
  await multiply(database.ownerUrl, id, TENDERS);
  const { items } = await office.officer.get<{ items: { id: string }[] }>('/api/news');
  const { people } = await office.officer.get<{ people: { login: string; certificate: boolean }[] }>('/api/demonstration');
  ids = { tender: id, news: items[0]!.id, login: people.find(({ certificate }) => certificate)!.login };
  const unit = await watch('turns.unit');
  if (process.env['TURNS']) console.info(`the piece of work: ${unit.toFixed(1)} ms`);
  most = MOST_MS * Math.max(1, unit / UNIT_MS);
}, 300_000);
afterAll(async () => {
  for (const member of [...(office?.experts.values() ?? []), office?.representative]) member?.leave();
  await closeConnections();
  if (server) await server?.stop();
  await database?.drop();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

interface Question {
  name: string;
  method: string;
  path: string;
  body?: string;
  headers?: Record<string, string>;
}

/** The longest turn while this is asked and answered, and the answer's status. */
async function turnOf({ method, path, body, headers = {} }: Question): Promise<{ status: number; ms: number }> {
  await watch('turns.begin');
  const answer = await request(server.url + path, { method: method as 'GET', headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body } : {}) });
  await answer.body.arrayBuffer();
  return { status: answer.statusCode, ms: await watch('turns.end') };
}

/** What holds the loop in every round, and what there is nothing to measure of. */
async function slow(questions: readonly Question[]): Promise<string[]> {
  const found: string[] = [];
  for (const question of questions) {
    let best = Infinity;
    for (let round = 0; round < ROUNDS && best > most; round += 1) {
      const { status, ms } = await turnOf(question);
      if (status !== 200 && question.method === 'GET') found.push(`${question.name} answers ${status}`);
      best = Math.min(best, ms);
    }
    if (process.env['TURNS']) console.info(`${best.toFixed(1)} ms ${question.name}`);
    if (best > most) found.push(`${question.name}: ${Math.round(best)} ms of ${Math.round(most)}`);
  }
  return found;
}

/** What stands in a path's place. */
const filled = (path: string): string => path.replace('{login}', path.endsWith('encryption-key') ? 't1.key.1' : ids.login).replace('{id}', path.startsWith('/api/news') ? ids.news : ids.tender);

interface Parameter {
  in: string;
  name: string;
  schema?: { maximum?: number };
}

/** Each route that strangers may use, as it stands and with as much of everything as it gives. */
async function asked(route: Route): Promise<Question[]> {
  const { paths } = await office.officer.get<{ paths: Record<string, Record<string, { parameters?: Parameter[] }>> }>('/api/openapi.json');
  const name = `${route.method} ${route.path}`;
  const path = filled(route.path);
  if (route.method !== 'GET') return [{ name, method: route.method, path, body: JSON.stringify(route.body ? sample(route.body) : {}) }];
  const most = (paths[route.path]!['get']!.parameters ?? []).flatMap(({ in: place, name: of, schema }) => (place === 'query' && schema?.maximum ? [`${of}=${schema.maximum}`] : []));
  return [{ name, method: 'GET', path }, ...(most.length ? [{ name: `${name} ${most.join()}`, method: 'GET', path: `${path}?${most.join('&')}` }] : [])];
}

const PAGES = [...readFileSync(join(ROOT, 'apps/web/src/workspaces/portal/server.tsx'), 'utf8').matchAll(/^ {2}\[\/\^(.*)\$\/, \w+Page\],$/gm)].map(([, pattern]) => pattern!.replaceAll('\\/', '/'));
const page = (pattern: string): Question => {
  const path = pattern.replace('([^/]+)', pattern.includes('news') ? ids.news : ids.tender);
  return { name: `page ${pattern}`, method: 'GET', path };
};

test('no public route holds the loop', async () => {
  const routes = (await routesOf({ office } as World)).filter(({ open }) => open);
  expect(routes.length).toBeGreaterThan(20);
  expect(await slow((await Promise.all(routes.map(asked))).flat())).toEqual([]);
}, 600_000);

test('nor is there less to measure than was meant: the list ends at its most rows', async () => {
  const answer = await request(`${server.url}/api/tenders.xlsx`);
  const [, rows] = sheetsOf(Buffer.from(await answer.body.arrayBuffer()));
  expect(rows).toHaveLength(MOST_ROWS + 1);
  const { cells } = await office.officer.get<{ cells: unknown[] }>('/api/statistics');
  expect(cells).toHaveLength(5000);
}, 120_000);

test('no page of the portal does', async () => {
  expect(PAGES.length).toBeGreaterThan(7);
  expect(await slow([...PAGES.map(page), { name: 'page of the workspaces', method: 'GET', path: '/login' }, { name: 'interfaces', method: 'GET', path: '/api/openapi.json' }])).toEqual([]);
}, 600_000);

test('negative control: a loop that holds everybody up is found, on any route', async () => {
  const planted = { name: 'planted', method: 'GET', path: '/api/clock', headers: { 'x-planted-loop-ms': String(Math.ceil(most * 1.2)) } };
  expect(await slow([planted])).toEqual([expect.stringContaining('planted: ')]);
});
