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
let ids: { tender: string; project: string; news: string; login: string };

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
  const { id, projectId } = await office.officer.get<{ id: string; projectId: string }>(`/api/tenders/${encodeURIComponent(code)}`);
  await multiply(database.ownerUrl, id, TENDERS);
  const { items } = await office.officer.get<{ items: { id: string }[] }>('/api/news');
  const { people } = await office.officer.get<{ people: { login: string; certificate: boolean }[] }>('/api/demonstration');
  ids = { tender: id, project: projectId, news: items[0]!.id, login: people.find(({ certificate }) => certificate)!.login };
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
});

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
  schema?: { maximum?: number; enum?: string[] };
}

/** What people type into the parameters that are no choice: what much of it has, and what nothing has. */
const TYPED = (): Record<string, string[]> => ({
  q: ['标段', '道路改造', '没有这样的词', '%_\\', 'A02'],
  region: ['99', '990100', '33'],
  category: ['construction', '没有这一类'],
  method: ['lowest-price', '没有这种办法'],
  from: ['2026-01'],
  to: ['2026-12'],
  projectId: [ids.project],
  after: [], // where a page ended: below
});
/** What was typed into one parameter, as an address has it; `undefined` where nobody thought of it. */
function valuesOf({ name, schema = {} }: Parameter, path: string): string[] | undefined {
  if (schema.enum) return schema.enum;
  if (schema.maximum) return [String(schema.maximum)];
  const dated = path.startsWith('/api/tenders') && (name === 'from' || name === 'to'); // days there, months in figures
  return TYPED()[name]?.map((value) => (dated ? `${value}-03` : value));
}

/** Each route that strangers may use, as it stands, by each of its parameters, and with as much of everything as it gives. */
async function asked(route: Route): Promise<Question[]> {
  const { paths } = await office.officer.get<{ paths: Record<string, Record<string, { parameters?: Parameter[] }>> }>('/api/openapi.json');
  const name = `${route.method} ${route.path}`;
  const path = filled(route.path);
  if (route.method !== 'GET') return [{ name, method: route.method, path, body: JSON.stringify(route.body ? sample(route.body) : {}) }];
  const parameters = (paths[route.path]!['get']!.parameters ?? []).filter(({ in: place }) => place === 'query');
  const most = parameters.flatMap(({ name: of, schema }) => (schema?.maximum ? [`${of}=${schema.maximum}`] : []));
  const by = parameters.flatMap((one) => {
    const values = valuesOf(one, route.path);
    if (!values) untold.push(`${name} ${one.name}`);
    return (values ?? []).map((value) => new URLSearchParams([[one.name, value], ...most.filter((other) => !other.startsWith(`${one.name}=`)).map((other) => other.split('='))]).toString());
  });
  return [{ name, method: 'GET', path }, ...[...new Set(by)].map((query) => ({ name: `${name} ${decodeURIComponent(query)}`, method: 'GET', path: `${path}?${query}` }))];
}
/** Parameters that nobody thought of. */
const untold: string[] = [];

const PAGES = [...readFileSync(join(ROOT, 'apps/web/src/workspaces/portal/server.tsx'), 'utf8').matchAll(/^ {2}\[\/\^(.*)\$\/, \w+Page\],$/gm)].map(([, pattern]) => pattern!.replaceAll('\\/', '/'));
/** The portal's list, as it is filtered there. */
const LISTED = ['q=标段', 'q=没有这样的词', 'region=99&stage=bidding', 'sort=closing', 'from=2026-03-01&to=2026-12-31', 'category=construction&method=lowest-price'];
const page = (pattern: string): Question => {
  const path = pattern.replace('([^/]+)', pattern.includes('news') ? ids.news : ids.tender);
  return { name: `page ${pattern}`, method: 'GET', path };
};

test('no public route holds the loop', async () => {
  const routes = (await routesOf({ office } as World)).filter(({ open }) => open);
  expect(routes.length).toBeGreaterThan(20);
  const questions = (await Promise.all(routes.map(asked))).flat();
  expect(untold).toEqual([]);
  expect(questions.length).toBeGreaterThan(60);
  expect(await slow(questions)).toEqual([]);
}, 600_000);

test('nor is there less to measure than was meant: the list ends at its most rows', async () => {
  const answer = await request(`${server.url}/api/tenders.xlsx`);
  const [, rows] = sheetsOf(Buffer.from(await answer.body.arrayBuffer()));
  expect(rows).toHaveLength(MOST_ROWS + 1);
  const { cells } = await office.officer.get<{ cells: unknown[] }>('/api/statistics');
  expect(cells).toHaveLength(5000);
});

test('no page of the portal does', async () => {
  expect(PAGES.length).toBeGreaterThan(7);
  const filtered = LISTED.map((query): Question => ({ name: `page of tenders ${query}`, method: 'GET', path: `/tenders?${encodeURI(query)}` }));
  expect(await slow([...PAGES.map(page), ...filtered, { name: 'page of the workspaces', method: 'GET', path: '/login' }, { name: 'interfaces', method: 'GET', path: '/api/openapi.json' }])).toEqual(
    [],
  );
}, 600_000);

test('negative control: a loop that holds everybody up is found, on any route', async () => {
  const planted = { name: 'planted', method: 'GET', path: '/api/clock', headers: { 'x-planted-loop-ms': String(Math.ceil(most * 1.2)) } };
  expect(await slow([planted])).toEqual([expect.stringContaining('planted: ')]);
});
