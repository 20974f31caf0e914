import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { actsOf } from '@domain/identity/roles';
import { asBusinessError } from '@platform/http';
import { Realtime } from '@platform/realtime';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Client } from '../../apps/cli/src/play/client';
import { atWork, beforeRoom, type Committee, marks } from '../journeys/committee';
import { inPublicity } from '../journeys/publicity';
import { draftBody, pastDeadline, platformTime, publishedTender, registeredProject, startWorld, submitAll, type World } from '../journeys/world';
import { closeAgent, eachOf, openPg, type Route, routesOf, sample, type Schema, send, tokensOf } from './surface';
import { PATIENCE_MS } from '../setup/patience';

/** What only the database would refuse: a refusal, whatever route, and never a 500. */
let world: World;
let routes: Route[];
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;
/** Real objects in several states, by the beginning of the path that takes them. */
let ids: Record<string, string[]>;
/** A committee that sits, and a bidder with his tender while it runs. */
let at: Committee;
let own: { bidder: Client; tenderId: string };

beforeAll(async () => {
  world = await startWorld({ experts: 40, env: { LOG_LEVEL: 'silent' } });
  [routes, tokens, pg] = [await routesOf(world), await tokensOf(world), await openPg(world)];
  const { officer } = world.office;
  const projectId = await registeredProject(world);
  const draft = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, projectId, await platformTime(officer)));
  const published = await inPublicity(world);
  await published.bidders[0]!.client.post(`/api/tenders/${published.tender.tenderId}/objections`, { text: '对第一名业绩的异议' });
  at = await atWork(world, await beforeRoom(world, ['100', '200', '300']));
  const closed = await publishedTender(world);
  await submitAll(world, closed, ['100', '200', '300']);
  await pastDeadline(world, closed);
  const running = await publishedTender(world);
  const [bidder] = await submitAll(world, running, ['100', '200']);
  own = { bidder: bidder!.client, tenderId: running.tenderId };
  await own.bidder.post(`/api/tenders/${running.tenderId}/questions`, { text: '第三章的工期是否含验收？' });
  await own.bidder.post(`/api/tenders/${running.tenderId}/uploads`, { size: 2_000 });
  await officer.post(`/api/tenders/${running.tenderId}/amendments`, { text: '更正工期', affectsBids: false }).catch(() => undefined); // a request that waits
  await world.office.bureau.post(`/api/projects/${closed.projectId}/holds`, { reason: '投诉调查' });
  // whose the objects are, so that what refuses lies behind "not yours"
  Object.assign(tokens, {
    'bidder/own': own.bidder.token!,
    'bidder/candidate': published.bidders[0]!.client.token!,
    'expert/seated': at.members[0]!.client.token!,
    'tenderer-representative/seated': at.members.at(-1)!.client.token!,
  });
  await world.office.hall.post('/api/venue/rooms', { name: '第九评标室', seats: 7 });
  const idsOf = async (sql: string) => (await pg.query<{ id: string }>(sql)).map(({ id }) => id);
  ids = {
    '/api/projects/{id}': [projectId, running.projectId],
    '/api/proposals/of/{projectId}': [projectId],
    '/api/tenders/{id}': [draft.tenderId, running.tenderId, closed.tenderId, published.tender.tenderId, at.tender.tenderId],
    '/api/evaluations/{id}': [at.evaluationId],
    '/api/accounts/{id}': await idsOf(`select id from account where login not like '%.%' order by login limit 2`),
    '/api/first-passwords/{accountId}': await idsOf(`select id from account where login not like '%.%' order by login limit 1`),
    '/api/authorities/{fingerprint}': await idsOf('select fingerprint as id from trusted_authority where ended_at is null limit 1'),
    '/api/me/certificates/{id}': await idsOf('select id from certificate order by id limit 1'),
    '/api/proposals/{id}': await idsOf(`(select id from proposal where status = 'open' limit 2) union all (select id from proposal where status <> 'open' limit 1)`),
    '/api/holds/{id}': await idsOf('select id from hold limit 2'),
    '/api/questions/{id}': await idsOf('select id from tender_question limit 1'),
    '/api/uploads/{id}': await idsOf('select id from bid_transfer limit 1'),
    '/api/draws/{id}': await idsOf('select id from draw order by id desc limit 2'),
    '/api/calls/{id}': await idsOf('select id from expert_call limit 2'),
    '/api/bids/{id}': await idsOf('select id from bid limit 2'),
    '/api/receipts/{code}': await idsOf('select receipt_code as id from bid limit 2'),
    '/api/objections/{id}': await idsOf('select id from objection limit 1'),
    '/api/venue/rooms/{id}': await idsOf('select id from venue_room limit 1'),
    '/api/news/{id}': await idsOf('select id from news limit 1'),
  };
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

/** The roles behind a token's name; `expert/seated` is an expert. */
const rolesOf = (name: string) => {
  const [role] = name.split('/') as [string];
  return role === 'bidder' ? ['bidder-officer', 'bidder-signatory', 'organisation-head'] : [role];
};
const holders = ({ act, open }: Route) => (open ? [undefined] : Object.keys(tokens).filter((name) => actsOf(rolesOf(name)).has(act)));

function pathsOf({ path }: Route): string[] {
  const known = Object.entries(ids).find(([prefix]) => path.startsWith(prefix));
  const filled = known ? known[1].map((id) => path.replace(/\{\w+\}/, id)) : [path];
  return filled.map((one) => one.replace(/\{\w+\}/g, () => randomUUID()));
}

/** Real values for the names that routes and messages use, so that what refuses lies behind the schema. */
const real = (name: string): unknown =>
  ({
    projectId: ids['/api/projects/{id}']![0],
    tenderId: own.tenderId,
    retenderOf: own.tenderId,
    evaluationId: at.evaluationId,
    roomId: at.roomId,
    bidId: at.bids[0]!.bidId,
    fileId: world.documentId,
    questionId: ids['/api/questions/{id}']![0],
    seat: 'E2',
    step: 'reviewing',
    marks: marks(at),
    order: at.bids.map(({ bidId }) => bidId),
  })[name];

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

function bodiesFor({ body }: Pick<Route, 'body'>): object[] {
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

test('every path with an object is tried with a real one', () => {
  const NONE = ['/api/sessions/{id}', '/api/sessions/of/{accountId}', '/api/drafts/{key}', '/api/demonstration/people/{login}']; // left out below; a name that one chooses; one of a few words
  const prefixes = new Set(routes.flatMap(({ path }) => /^.*?\{\w+\}/.exec(path)?.[0] ?? []));
  expect([...prefixes].filter((prefix) => !NONE.includes(prefix) && !ids[prefix]?.length)).toEqual([]);
});

/** Whoever may send a message, on a socket of his own. */
async function sockets(): Promise<Map<string, Socket>> {
  const all = new Map<string, Socket>();
  for (const name of ['expert/seated', 'tenderer-representative/seated', 'bidder/own', 'agency-officer', 'bureau-officer', 'hall-operator']) {
    const socket = io(world.url, { auth: { token: tokens[name] }, transports: ['websocket'], forceNew: true, reconnection: false });
    await new Promise((resolve) => socket.once('session.ready', () => resolve(undefined)));
    all.set(name, socket);
  }
  return all;
}
interface Said {
  ok: boolean;
  problem?: { status: number; code: string };
}
/** Said until it is heard: a person talks no faster than so. */
async function heard(socket: Socket, name: string, body: object): Promise<Said> {
  for (;;) {
    const said = (await socket.timeout(PATIENCE_MS).emitWithAck(name, body)) as Said;
    if (said.problem?.status !== 429) return said;
    await sleep(200);
  }
}

interface Walk {
  faults: string[];
  met: Record<number, number>;
}

/** Every message, or one, by whoever may send it. */
async function said(only?: string): Promise<Walk> {
  const open = await sockets();
  const [faults, met]: [Set<string>, Record<number, number>] = [new Set(), {}];
  // who leaves his seat says nothing more
  const messages = [...world.running.app.get(Realtime).messages].sort(([one], [other]) => Number(one === 'expert.declare-avoidance') - Number(other === 'expert.declare-avoidance'));
  expect(messages.length).toBeGreaterThan(10);
  for (const [name, { act, schema }] of messages) {
    if (only && name !== only) continue;
    const body = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
    for (const [who, socket] of open) {
      if (!actsOf(rolesOf(who)).has(act)) continue;
      await eachOf(bodiesFor({ body }), async (one) => {
        const { ok, problem } = await heard(socket, name, one);
        const status = ok ? 200 : problem!.status;
        met[status] = (met[status] ?? 0) + 1;
        if (status >= 500) faults.add(`${who} ${name} ${JSON.stringify(one).slice(0, 300)}: ${status} ${problem!.code}`);
      });
    }
  }
  for (const socket of open.values()) socket.disconnect();
  return { faults: [...faults].sort(), met };
}

/** The same bytes twice and at once, none, at odd places, by whoever may send them. */
async function uploaded(): Promise<Walk> {
  const [faults, met]: [Set<string>, Record<number, number>] = [new Set(), {}];
  const [id] = ids['/api/uploads/{id}']!;
  const bodies = [Buffer.alloc(0), Buffer.alloc(1_000, 40), Buffer.alloc(1_000, 40), Buffer.from('%PDF-1.7 ')];
  const paths = [
    ...['a.pdf', 'a.pdf', '甲'.repeat(80), `${'x'.repeat(255)}.pdf`, '.pdf'].map((name) => [`/api/files?name=${encodeURIComponent(name)}`, ['agency-officer', 'tenderer-officer']] as const),
    ...ids['/api/tenders/{id}']!.map((tender) => [`/api/tenders/${tender}/bid-content`, ['bidder/own', 'bidder/candidate', 'bidder']] as const),
    ...[0, 1, 1_000, 2_000, 2 ** 31, 2 ** 53 - 1].map((offset) => [`/api/uploads/${id}?offset=${offset}`, ['bidder/own', 'bidder']] as const),
  ];
  const cases = paths.flatMap(([path, all]) => all.flatMap((who) => bodies.flatMap((body) => [0, 1].map(() => ({ path, who, body })))));
  await eachOf(cases, async ({ path, who, body }) => {
    const { status, text } = await send(world.url, 'PUT', path, { token: tokens[who], body, type: path.startsWith('/api/files') ? 'application/pdf' : 'application/octet-stream' });
    met[status] = (met[status] ?? 0) + 1;
    if (status >= 500) faults.add(`${who} PUT ${path}, ${body.length} bytes: ${status} ${text.slice(0, 200)}`);
  });
  return { faults: [...faults].sort(), met };
}

/** With a table that refuses in a way that is nobody's to understand: the walk has to find what it answers. */
async function withRefusing<T>(table: string, work: () => Promise<T>): Promise<T> {
  await pg.query(`create or replace function planted_null() returns trigger language plpgsql as $$ begin raise exception 'planted' using errcode = '23502'; end $$`);
  await pg.query(`create trigger planted_null before insert or update on "${table}" for each row execute function planted_null()`);
  try {
    return await work();
  } finally {
    await pg.query(`drop trigger planted_null on "${table}"`);
  }
}

test('negative control: a 500 in a message and in an upload is found', async () => {
  expect((await withRefusing('evaluation_draft', () => said('score.save'))).faults.length).toBeGreaterThan(0);
  expect((await withRefusing('stored_content', uploaded)).faults.length).toBeGreaterThan(0);
}, 300_000);

test('no message answers 500 to what only the database refuses, whoever may send it, on a committee that sits', async () => {
  const { faults, met } = await said();
  expect(faults).toEqual([]);
  expect([200, 400, 409].filter((status) => !met[status])).toEqual([]);
}, 300_000);

test('no upload answers 500, whoever may send it', async () => {
  const { faults, met } = await uploaded();
  expect(faults).toEqual([]);
  expect([200, 404, 409].filter((status) => !met[status])).toEqual([]);
}, 300_000);

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
