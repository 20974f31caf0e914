import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { io } from 'socket.io-client';
import { startWorld, type World } from '../journeys/world';
import { closeAgent, eachOf, faultOf, openPg, type Route, routesOf, sample, send } from './surface';
import { PATIENCE_MS } from '../setup/patience';

/** Texts that are no UTF-8, or were not when they were read: nobody can bring back what they said. */
let world: World;
let routes: Route[];
let pg: Awaited<ReturnType<typeof openPg>>;
beforeAll(async () => {
  world = await startWorld({ experts: 1, env: { LOG_LEVEL: 'silent' } });
  [routes, pg] = [await routesOf(world), await openPg(world)];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

/** 道路改造 in GBK. */
const GBK = Buffer.from('b5c0c2b7b8c4d4ec', 'hex');
const token = () => world.office.officer.token!;
const filled = ({ path }: Route) => path.replace(/\{\w+\}/g, () => randomUUID());
const withBytes = (body: object, bytes: Buffer) => {
  const [before, after] = JSON.stringify({ ...body, 备注: '@@' }).split('@@') as [string, string];
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
};

const WRONG: [string, Buffer][] = [
  ['GBK', GBK],
  ['half a character', Buffer.from('e981', 'hex')],
  ['an overlong slash', Buffer.from('c0af', 'hex')],
  ['a surrogate', Buffer.from('eda0bd', 'hex')],
  ['beyond Unicode', Buffer.from('f4908080', 'hex')],
  ['UTF-16', Buffer.from('道路', 'utf16le')],
];

// negative control: with Fastify's own parser each of these is answered as an unknown field, and was stored with U+FFFD where the field is known
test.each(WRONG)('%s in a body is refused by every route that takes one', async (_what, bytes) => {
  const before = await pg.counts();
  const faults: string[] = [];
  const taking = routes.filter((route) => route.body);
  expect(taking.length).toBeGreaterThan(50);
  await eachOf(taking, async (route) => {
    const answer = await send(world.url, route.method, filled(route), { token: token(), body: withBytes(sample(route.body!) as object, bytes) });
    const fault = faultOf(answer) ?? (answer.problem.code === 'http.not-utf8' && answer.status === 400 ? undefined : answer.problem.code);
    if (fault) faults.push(`${route.method} ${route.path}: ${fault}`);
  });
  expect(faults).toEqual([]);
  expect(await pg.counts()).toEqual(before);
});

test('the refusal says in both languages what is wrong and what to do', async () => {
  const tell = async (language: string) =>
    (await send(world.url, 'POST', '/api/projects', { token: token(), body: withBytes({}, GBK), headers: { 'accept-language': language } })).problem.violations[0];
  expect(await tell('zh-CN')).toMatchObject({ detail: expect.stringContaining('不是 UTF-8'), next: expect.stringContaining('改为 UTF-8') });
  expect(await tell('en')).toMatchObject({ detail: expect.stringContaining('no text in UTF-8'), next: expect.stringContaining('Set the encoding') });
});

test('a type that names another encoding is refused before its body is read', async () => {
  const answer = await send(world.url, 'POST', '/api/projects', { token: token(), body: '{}', type: 'application/json; charset=gbk' });
  expect([answer.status, answer.problem.code, answer.problem.violations[0]!.detail]).toEqual([415, 'http.media-type', expect.stringContaining('charset=utf-8')]);
});

test('a text that holds U+FFFD is told as damaged, by its field', async () => {
  const answer = await send(world.url, 'POST', `/api/tenders/${randomUUID()}/questions`, { token: (await world.bidder('乱码')).client.token, body: JSON.stringify({ text: '道\ufffd\ufffd' }) });
  expect([answer.status, answer.problem.code, answer.problem.violations[0]]).toMatchObject([400, 'http.damaged', { pointer: '/text', detail: expect.stringContaining('“提问”') }]);
});

test('negative control: the same in UTF-8 is looked at', async () => {
  const body = withBytes({ name: '道路' }, Buffer.from('道路改造'));
  expect((await send(world.url, 'POST', '/api/projects', { token: token(), body })).problem.code).toBe('http.field');
  const marked = Buffer.concat([Buffer.from('efbbbf', 'hex'), body]); // the mark that editors of Windows put before it
  expect((await send(world.url, 'POST', '/api/projects', { token: token(), body: marked })).problem.code).toBe('http.field');
});

test('a query in GBK is refused by every route that reads one, and one in UTF-8 is not', async () => {
  const asking = routes.filter((route) => route.method === 'GET' && route.query.includes('q'));
  expect(asking.length).toBeGreaterThan(2);
  for (const route of asking) {
    const wrong = await send(world.url, 'GET', `${filled(route)}?q=%B5%C0%C2%B7`, { token: token() });
    expect([route.path, wrong.status, wrong.problem?.code]).toEqual([route.path, 400, 'http.query-not-utf8']);
    const right = await send(world.url, 'GET', `${filled(route)}?q=%E9%81%93%E8%B7%AF`, { token: token() });
    expect([route.path, right.problem?.code]).not.toEqual([route.path, 'http.query-not-utf8']);
  }
});

/** A request as bytes: what no client library would send. */
async function sendRaw(head: Buffer): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const line = connect(Number(port), hostname);
  line.end(head);
  return text(line);
}

test('bytes that nobody escaped are no request of HTTP: they are cut off with a bare 400', async () => {
  const answer = await sendRaw(Buffer.concat([Buffer.from('GET /api/tenders?q='), GBK, Buffer.from(' HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')]));
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
});

test.each(['polling', 'websocket'] as const)('a message by %s with U+FFFD is refused, and the connection goes on', async (transport) => {
  const socket = io(world.url, { transports: [transport], auth: { token: token() }, extraHeaders: { authorization: `Bearer ${token()}` }, forceNew: true });
  await new Promise((resolve) => socket.once('session.ready', resolve));
  const ask = (name: string, body: unknown) => socket.timeout(PATIENCE_MS).emitWithAck(name, body) as Promise<{ problem?: { status: number; code: string } }>;
  expect(await ask('room.enter', { roomId: '道\ufffd' })).toMatchObject({ problem: { status: 400, code: 'http.damaged' } });
  expect(await ask('room.enter', { roomId: '道' })).toMatchObject({ problem: { status: 400, code: 'http.field' } }); // negative control
  socket.disconnect();
});

/** socket.io's own polling with bytes of ours: engine.io decodes them leniently, and what it could not read is refused as damaged. */
test('a polled message in GBK is refused', async () => {
  const headers = { authorization: `Bearer ${token()}` };
  const poll = `${world.url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(poll, { headers })).text()).slice(1)) as { sid: string };
  const say = (body: Buffer | string) => fetch(`${poll}&sid=${sid}`, { method: 'POST', headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' }, body: body as BodyInit });
  expect((await say(`40{"token":"${token()}"}`)).status).toBe(200);
  expect((await say(Buffer.concat([Buffer.from('420["room.enter",{"roomId":"'), GBK, Buffer.from('"}]')]))).status).toBe(200);
  let heard = '';
  while (!heard.includes('430[')) heard += await (await fetch(`${poll}&sid=${sid}`, { headers })).text();
  expect(heard).toContain('http.damaged');
});
