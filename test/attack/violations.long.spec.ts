import { randomUUID } from 'node:crypto';
import { actsOf } from '@domain/identity/roles';
import { asBusinessError } from '@platform/http';
import { draftBody, pastDeadline, platformTime, publishedTender, registeredProject, startWorld, submitAll, type World } from '../journeys/world';
import { closeAgent, eachOf, openPg, type Route, routesOf, sample, type Schema, send, tokensOf } from './surface';

/** What only the database would refuse: a refusal, whatever route, and never a 500. */
let world: World;
let routes: Route[];
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;
/** Real objects in several states, by the beginning of the path that takes them. */
let ids: Record<string, string[]>;

beforeAll(async () => {
  world = await startWorld({ experts: 3, env: { LOG_LEVEL: 'silent' } });
  [routes, tokens, pg] = [await routesOf(world), await tokensOf(world), await openPg(world)];
  const { officer } = world.office;
  const projectId = await registeredProject(world);
  const draft = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, projectId, await platformTime(officer)));
  const closed = await publishedTender(world);
  await submitAll(world, closed, ['100', '200', '300']);
  await pastDeadline(world, closed);
  const running = await publishedTender(world);
  const accounts = await pg.query<{ id: string }>(`select id from account where login not like '%.%' order by login limit 2`);
  ids = {
    '/api/projects/{id}': [projectId, running.projectId],
    '/api/tenders/{id}': [draft.tenderId, running.tenderId, closed.tenderId],
    '/api/accounts/{id}': accounts.map(({ id }) => id),
  };
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

const holders = ({ act, open }: Route) => (open ? [undefined] : Object.keys(tokens).filter((name) => actsOf(name === 'bidder' ? ['bidder-officer', 'bidder-signatory'] : [name]).has(act)));

function pathsOf({ path }: Route): string[] {
  const known = Object.entries(ids).find(([prefix]) => path.startsWith(prefix));
  const filled = known ? known[1].map((id) => path.replace('{id}', id)) : [path];
  return filled.map((one) => one.replace(/\{\w+\}/g, () => randomUUID()));
}

/** Real values for the names that routes use, so that what refuses lies behind the schema. */
const real = (name: string): unknown => {
  if (name === 'projectId') return ids['/api/projects/{id}']![0];
  if (name === 'tenderId' || name === 'retenderOf') return ids['/api/tenders/{id}']![1];
  if (name === 'organisationId') return undefined;
  return undefined;
};

const ODD_TIMES = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '9999-12-31T23:59:59Z', '2999-12-31T23:59:59Z', '1900-01-01T00:00:00Z'];
const ODD_DATES = ['0000-01-01', '0001-01-01', '9999-12-31', '1900-01-01'];

/** Values of one field that its type allows and a column, a key or a check may not. */
function oddFor(schema: Schema): unknown[] {
  const kind = schema.type ?? schema.anyOf?.[0]?.type;
  const inner = schema.type ? schema : (schema.anyOf?.[0] ?? schema);
  if (kind === 'array') {
    const one = sample(inner.items!);
    return [[one, one], [one, one, one], [world.documentId, world.documentId], Array.from({ length: 3 }, () => 't1.rep.1')];
  }
  if (inner.format === 'date-time') return ODD_TIMES;
  if (inner.format === 'date') return ODD_DATES;
  if (inner.format === 'uuid') return [randomUUID(), world.documentId, ids['/api/tenders/{id}']![0]];
  if (kind === 'integer') return [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1];
  if (kind === 'string') return ['9'.repeat(16), '1', '甲'];
  return [];
}

function bodiesFor({ body }: Route): object[] {
  if (!body) return [{}];
  const whole = sample(body) as Record<string, unknown>;
  for (const name of Object.keys(body.properties ?? {})) if (real(name) !== undefined && name in whole) whole[name] = real(name);
  return [whole, ...Object.entries(body.properties ?? {}).flatMap(([name, schema]) => oddFor(schema).map((value) => ({ ...whole, [name]: value })))];
}

/** A tender's draft that only differs in this. */
async function drafted(fields: Record<string, unknown>) {
  const { officer } = world.office;
  const body = { ...draftBody(world, ids['/api/projects/{id}']![0]!, await platformTime(officer)), ...fields };
  return send(world.url, 'POST', '/api/tenders', { token: officer.token, body: JSON.stringify(body) });
}

test('what is named twice is refused by its field, in both languages', async () => {
  const people = [...(await world.office.officer.get<{ items: { accountId: string }[] }>('/api/trustees')).items.map(({ accountId }) => accountId)];
  const documents = await drafted({ documents: [world.documentId, world.documentId] });
  expect([documents.status, documents.problem.violations[0]]).toMatchObject([400, { pointer: '/documents', detail: '“招标文件”：同一项不得重复' }]);
  const trustees = await drafted({ trustees: { threshold: 2, people: [people[0], people[0]] } });
  expect([trustees.status, trustees.problem.violations[0]!.pointer]).toEqual([400, '/trustees/people']);
  const path = `/api/tenders/${ids['/api/tenders/{id}']![2]}/evaluation`;
  const thrice = await send(world.url, 'POST', path, { token: world.office.approver.token, body: JSON.stringify({ representatives: ['t1.rep.1', 't1.rep.1', 't1.rep.1'] }) });
  expect([thrice.status, thrice.problem.violations[0]]).toMatchObject([400, { pointer: '/representatives', detail: '“招标人代表账号”：同一项不得重复' }]);
});

test.each(ODD_TIMES.slice(0, 4))('a session that starts at %s is refused by its field', async (sessionStartsAt) => {
  const body = { needs: [{ specialty: 'A08', count: 2 }], awayMin: 1, homeLibrary: '衡州', representatives: 1, sessionStartsAt };
  const answer = await send(world.url, 'POST', `/api/tenders/${ids['/api/tenders/{id}']![1]}/draws`, { token: world.office.officer.token, body: JSON.stringify(body) });
  expect([answer.status, answer.problem.violations[0]]).toMatchObject([400, { pointer: '/sessionStartsAt', detail: expect.stringContaining('“评标开始时间”：应在 1900 年至 2999 年之间') }]);
});

interface Constraint {
  name: string;
  kind: string;
}

test('every constraint of the schema is a refusal, and no not-null is', async () => {
  const all = await pg.query<Constraint>(
    `select conname as name, contype::text as kind from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype in ('p', 'u', 'x', 'f', 'c')
     union all select indexname, 'u' from pg_indexes where schemaname = 'public' and indexdef like 'CREATE UNIQUE%'`,
  );
  const STATES: Record<string, string> = { p: '23505', u: '23505', x: '23P01', f: '23503', c: '23514' };
  const told = ({ name, kind }: Constraint) => asBusinessError(Object.assign(new Error('x'), { code: STATES[kind], constraint: name }), { method: 'POST', url: '/', id: 'r' }).status;
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter((one) => ![409, 422].includes(told(one)))).toEqual([]);
  expect(asBusinessError(Object.assign(new Error('x'), { code: '23502' }), { method: 'POST', url: '/', id: 'r' }).status).toBe(500); // negative control
});

/** With this constraint, which no rule knows of, planted by the owner of the tables. */
async function publishing(constraint: string, news: object[]) {
  await pg.query(`alter table news add constraint planted ${constraint}`);
  const answers = [];
  for (const one of news) answers.push(await send(world.url, 'POST', '/api/news', { token: tokens['entry-officer'], body: JSON.stringify({ body: '正文', kind: 'policy', ...one }) }));
  await pg.query('alter table news drop constraint planted');
  return answers.map(({ status, problem }) => [status, problem?.code]);
}

test('a violation that no rule foresaw is a refusal over HTTP too, and nothing is kept', async () => {
  const before = await pg.counts();
  expect(await publishing('unique (title)', [{ title: '同名' }, { title: '同名' }])).toEqual([
    [201, undefined],
    [409, 'platform.there-already'],
  ]);
  expect(await publishing('foreign key (source) references organisation (uscc) not valid', [{ title: '无源', source: '没有这个单位' }])).toEqual([[409, 'platform.reference-gone']]);
  expect(await publishing("check (title <> '甲')", [{ title: '甲' }])).toEqual([[422, 'platform.out-of-bounds']]);
  expect((await pg.counts())['news']).toBe(before['news']! + 1);
});

/** The clock would leave the others behind; who signs out or is suspended is asked nothing more. */
const isLeftOut = ({ method, path }: Route) => path === '/api/clock' || (method === 'DELETE' && path.startsWith('/api/sessions'));

test('no route answers 500 to what only the database refuses, whoever may send it, on real objects', async () => {
  const faults = new Set<string>();
  const met: Record<number, number> = {};
  const cases = routes
    .filter((route) => route.method !== 'GET' && !route.upload && !isLeftOut(route))
    .flatMap((route) => holders(route).flatMap((who) => pathsOf(route).flatMap((path) => bodiesFor(route).map((body) => ({ route, who, path, body })))));
  await eachOf(cases, async ({ route, who, path, body }) => {
    const answer = await send(world.url, route.method, path, { token: who && tokens[who], body: JSON.stringify(body) });
    met[answer.status] = (met[answer.status] ?? 0) + 1;
    if (answer.status >= 500) faults.add(`${route.method} ${route.path} ${JSON.stringify(body).slice(0, 300)}: ${answer.status} ${answer.text.slice(0, 200)}`);
  });
  expect([...faults].sort()).toEqual([]);
  expect([200, 201, 400, 404, 409, 422].filter((status) => (met[status] ?? 0) < 10)).toEqual([]); // it gets behind the schemas
  expect(met[401] ?? 0).toBeLessThan(100);
}, 300_000);
