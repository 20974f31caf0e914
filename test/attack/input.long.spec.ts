import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { actsOf, ROLES } from '@domain/identity/roles';
import { until } from '../journeys/tools';
import { startWorld, type World } from '../journeys/world';
import { type Answer, closeAgent, eachOf, faultOf, openPg, type Route, routesOf, sample, type Schema, send, tokensOf } from './surface';
import { PATIENCE_MS } from '../setup/patience';

let world: World;
let routes: Route[];
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;

beforeAll(async () => {
  world = await startWorld({ experts: 1, env: { LOG_LEVEL: 'silent' } });
  [routes, tokens, pg] = [await routesOf(world), await tokensOf(world), await openPg(world)];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

/** A session that may do the act, so that what is refused is refused for its content. */
function tokenFor({ act, open }: Route): string | undefined {
  if (open) return undefined;
  const role = Object.keys(tokens).find((name) => actsOf(name === 'bidder' ? ['bidder-officer', 'bidder-signatory'] : [name]).has(act));
  if (!role) throw new Error(`nobody for ${act}`);
  return tokens[role];
}

const filled = ({ path }: Route) => path.replace(/\{\w+\}/g, () => randomUUID());
const writing = () => routes.filter((route) => route.method !== 'GET');
const withBody = () => routes.filter((route) => route.body);

interface Case {
  route: Route;
  what: string;
  body: string | Buffer;
  type?: string;
  pointer?: string;
}

async function faultsOf(cases: readonly Case[], also: (case_: Case, answer: Awaited<ReturnType<typeof send>>) => string | undefined = () => undefined): Promise<string[]> {
  const faults: string[] = [];
  await eachOf(cases, async (one) => {
    const { route, what, body, type } = one;
    const answer = await send(world.url, route.method, filled(route), { token: tokenFor(route), body, ...(type === undefined ? {} : { type }) });
    const fault = faultOf(answer) ?? also(one, answer);
    if (fault) faults.push(`${route.method} ${route.path}, ${what}: ${fault}`);
  });
  return faults.sort();
}

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** Bodies that no route takes. */
const NO_BODY: [string, string, string?][] = [
  ['broken JSON', '{"a":'],
  ['an empty body', ''],
  ['an array', '[]'],
  ['a number', '7'],
  ['a text', '"text"'],
  ['true', 'true'],
  ['a prototype', '{"__proto__":{"admin":true}}'],
  ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
  ['100 levels', deep(100)],
  ['100,000 levels', `{"a":${deep(100_000)}}`],
  ['form data', 'a=b', 'application/x-www-form-urlencoded'],
  ['XML', '<a/>', 'application/xml'],
  ['plain text', '{}', 'text/plain'],
  ['bytes', '{}', 'application/octet-stream'],
  ['no type', '{}', ''],
  ['too much', `{"a":"${'x'.repeat(1_100_000)}"}`],
];

test('no body that is not the declared one is taken by any route', async () => {
  const [before, refusedBefore] = [await pg.counts(), await pg.refused()];
  const cases = withBody().flatMap((route) => NO_BODY.map(([what, body, type]) => ({ route, what, body, ...(type === undefined ? {} : { type }) })));
  expect(await faultsOf(cases)).toEqual([]);
  expect(await pg.counts()).toEqual(before);
  expect((await pg.refused()) - refusedBefore).toBe(cases.length);
});

const TYPES = [
  ...['application/json', 'application/octet-stream', 'application/pdf', 'application/zip', 'text/plain', 'text/markdown'],
  ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'text/html', 'text/json', 'application/jsonp', 'application/ld+json', 'json', '*/*', 'image/svg+xml'],
];
const takes = ({ upload }: Route, type: string) => (upload ? /octet-stream|pdf|zip|plain|markdown/.test(type) : type === 'application/json');

/** Announces a body, sends its beginning and keeps the rest: who waits for it never answers. */
async function answerBefore(route: Route, type: string, patienceMs = PATIENCE_MS): Promise<string> {
  const token = tokenFor(route);
  const headers = { 'content-type': type, 'content-length': 2000, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const asked = request(world.url + filled(route), { method: route.method, headers, agent: false, timeout: patienceMs });
  asked.once('timeout', () => asked.destroy(new Error('waits for the body')));
  try {
    asked.write('x'.repeat(1000));
    const [{ statusCode: status = 0, headers: told }, body] = await once(asked, 'response').then(async ([answer]: IncomingMessage[]) => [answer!, await text(answer!)] as const);
    const problem = JSON.parse(body) as Answer['problem'];
    return faultOf({ status, type: String(told['content-type']), text: body, problem }) ?? `${status} ${problem.code}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    asked.on('error', () => undefined).destroy();
  }
}

// negative control: with Nest's own parsers a form was read and taken for JSON: any page of the web could sign a visitor in
test('a type that a route does not take is refused before its body is read, whatever route', async () => {
  const before = await pg.refused();
  const cases = writing().flatMap((route) => TYPES.filter((type) => !takes(route, type)).map((type) => ({ route, type })));
  expect(TYPES).toHaveLength(16); // docs/threats.md says so
  expect(cases.length).toBeGreaterThan(800);
  const faults: string[] = [];
  await eachOf(cases, async ({ route, type }) => {
    const answer = await answerBefore(route, type);
    if (answer !== '415 http.media-type') faults.push(`${route.method} ${route.path}, ${type}: ${answer}`);
  });
  expect(faults.sort()).toEqual([]);
  expect((await pg.refused()) - before).toBe(cases.length);
});

test('negative control: the body of a type that a route takes is waited for', async () => {
  const route = writing().find((one) => one.path === '/api/projects' && one.method === 'POST')!;
  const before = await pg.refused();
  expect(await answerBefore(route, 'application/json', 300)).toBe('waits for the body');
  await until(async () => (await pg.refused()) > before); // its sender went: that leaves a row too, which the next test would count
});

/** Values that a field of this type never has. */
function wrongFor(schema: Schema): unknown[] {
  const nullable = schema.nullable ?? schema.anyOf?.some((one) => one.type === 'null') ?? false;
  const kind = schema.type ?? (schema.enum ? 'string' : (schema.anyOf?.[0]?.type ?? 'object'));
  const byKind: Record<string, unknown[]> = {
    string: [5, -1, 1.5, true, {}, [], ['a'], 'a\u0000b', '\ud83d', 'x'.repeat(Math.min(1_000_000, Math.max(60_000, Math.ceil(1.2 * (schema.maxLength ?? 0))))), { __proto__: null, toString: 'x' }],
    integer: ['5', 1.5, -1, 1e308, 2 ** 60, true, {}, [], [1], '\u0000'],
    number: ['5', -1e308, true, {}, []],
    boolean: ['true', 0, 1, {}, []],
    array: [{}, 'x', 5, true, { length: 1 }, ['\u0000'], [[[]]]],
    object: [[], 'x', 5, true, { '\ud800': 1 }, { unknown: 1 }],
  };
  return [...(byKind[kind] ?? []), ...(nullable ? [] : [null])];
}

test('every field of every route is checked, and the refusal names the field', async () => {
  const [before, refusedBefore] = [await pg.counts(), await pg.refused()];
  const cases = withBody().flatMap((route): Case[] =>
    Object.entries(route.body!.properties ?? {}).flatMap(([name, schema]) =>
      wrongFor(schema).map((value) => {
        const body = JSON.stringify({ ...(sample(route.body!) as object), [name]: value });
        return { route, what: `${name} = ${JSON.stringify(value)?.slice(0, 30)}`, body, pointer: `/${name}` };
      }),
    ),
  );
  const named = ({ pointer }: Case, { status, problem }: Awaited<ReturnType<typeof send>>) => {
    const told = problem.violations.map((violation) => violation.pointer);
    return status === 400 && told.some((one) => one === pointer || one?.startsWith(`${pointer}/`)) ? undefined : `${status}, pointers ${told.join(' ')}`;
  };
  expect(await faultsOf(cases, named)).toEqual([]);
  expect(await pg.counts()).toEqual(before);
  expect((await pg.refused()) - refusedBefore).toBe(cases.length);
});

test('a field too many and a field too few are named', async () => {
  const tooMany = withBody().map((route): Case => ({ route, what: 'unknown field', body: JSON.stringify({ ...(sample(route.body!) as object), 多余: 1 }), pointer: '/多余' }));
  const tooFew = withBody().flatMap((route) =>
    (route.body!.required ?? []).map((name): Case => {
      const { [name]: _, ...rest } = sample(route.body!) as Record<string, unknown>;
      return { route, what: `without ${name}`, body: JSON.stringify(rest), pointer: `/${name}` };
    }),
  );
  const named = ({ pointer }: Case, { problem }: Awaited<ReturnType<typeof send>>) =>
    problem.violations.some((violation) => violation.pointer === pointer) ? undefined : `pointers ${problem.violations.map((one) => one.pointer).join(' ')}`;
  expect(await faultsOf([...tooMany, ...tooFew], named)).toEqual([]);
});

test('what is odd and still text or a date breaks nothing', async () => {
  const ODD = [
    '😀',
    '\u202e反',
    '<script>alert(1)</script>',
    `'; drop table tender; --`,
    '%_\\',
    '$1',
    '__proto__',
    'constructor',
    '0000-01-01',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '9'.repeat(16),
  ];
  const cases = withBody().flatMap((route) =>
    Object.entries(route.body!.properties ?? {})
      .filter(([, schema]) => (schema.type ?? schema.anyOf?.[0]?.type) === 'string')
      .flatMap(([name]) => ODD.map((value) => ({ route, body: JSON.stringify({ ...(sample(route.body!) as object), [name]: value }), what: `${name} = ${value}` }))),
  );
  const faults: string[] = [];
  await eachOf(
    cases.filter(({ route }) => route.path !== '/api/clock'),
    async ({ route, body, what }) => {
      const answer = await send(world.url, route.method, filled(route), { token: tokenFor(route), body });
      const fault = answer.status < 400 ? undefined : faultOf(answer);
      if (fault) faults.push(`${route.method} ${route.path}, ${what}: ${fault}`);
    },
  );
  expect(faults).toEqual([]);
});

test('addresses: no broken id, escape or length gets past a 4xx', async () => {
  const IDS = ['not-a-uuid', '%00', '%zz', '%', '..%2f..%2fetc%2fpasswd', `${randomUUID()}%00`, `${randomUUID()}'--`, 'x'.repeat(190), 'x'.repeat(4000), '%F0%9F%98%80', '%ED%A0%BD'];
  const faults: string[] = [];
  const cases = routes.filter((route) => route.path.includes('{')).flatMap((route) => IDS.map((id) => ({ route, id })));
  await eachOf(cases, async ({ route, id }) => {
    const body = route.body ? JSON.stringify(sample(route.body)) : undefined;
    const answer = await send(world.url, route.method, route.path.replace(/\{\w+\}/g, id), { token: tokenFor(route), body });
    const fault = faultOf(answer);
    if (fault) faults.push(`${route.method} ${route.path} ${id.slice(0, 20)}: ${fault}`);
  });
  expect(faults.sort()).toEqual([]);
});

const QUERIES = [
  '',
  '%00',
  '%zz',
  '%ED%A0%BD',
  '%F0%9F%98%80',
  '-1',
  '0',
  '1.5',
  '1e9',
  '99999999999999999999',
  'x'.repeat(5000),
  '%27%3B--',
  '%25',
  '%5C',
  'null',
  '[]',
  '0000-01-01',
  '9999-12-31',
  '2026-02-30',
];

test('queries: odd, repeated and nested parameters never break a read', async () => {
  const cursors = ['1~2', `${'9'.repeat(18)}~${randomUUID()}`, `${'9'.repeat(40)}~${randomUUID()}`, `1~${'-'.repeat(36)}`, `1~${'a'.repeat(36)}`, '~', '~~'];
  const faults: string[] = [];
  const cases = routes.flatMap((route) =>
    route.query
      .flatMap((name) => [
        ...[...QUERIES, ...(name === 'after' ? cursors : [])].map((value) => `${name}=${value}`),
        ...[`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`, `__proto__=1`, `${name}=1&constructor=2`],
      ])
      .map((query) => ({ route, query })),
  );
  const ask = async ({ route, query }: (typeof cases)[number]) => {
    const answer = await send(world.url, 'GET', `${filled(route)}?${query}`, { token: tokenFor(route) });
    const fault = answer.status < 400 ? undefined : faultOf(answer);
    if (fault) faults.push(`${route.path}?${query.slice(0, 80)}: ${fault}`);
  };
  const reads = cases.filter(({ route }) => route.method === 'GET');
  const isExport = ({ route }: (typeof cases)[number]) => route.path.endsWith('.xlsx');
  await eachOf(
    reads.filter((one) => !isExport(one)),
    ask,
  );
  // one is made at a time, and few of one person may wait
  await eachOf(reads.filter(isExport), ask, 4);
  expect(faults.sort()).toEqual([]);
});

test('headers: a broken Authorization is no session, a broken Idempotency-Key is refused, languages follow the header', async () => {
  const token = tokens['agency-officer']!;
  for (const value of ['', 'Bearer', `bearer ${token}`, `Bearer  ${token}`, `Bearer ${token} x`, `Basic ${token}`, `Bearer ${token}${token}${token}${token}${token}`, `Bearer ${token.slice(1)}`])
    expect([value, (await send(world.url, 'GET', '/api/me', { headers: { authorization: value } })).status]).toEqual([value, 401]);
  const body = JSON.stringify(sample(routes.find((route) => route.path === '/api/projects' && route.method === 'POST')!.body!));
  for (const key of ['', 'short', 'x'.repeat(129), 'with space here', 'é'.repeat(10)]) {
    const answer = await send(world.url, 'POST', '/api/projects', { token, body, headers: { 'idempotency-key': key } });
    expect([key, answer.status, answer.problem?.violations[0]?.pointer]).toEqual([key, 400, '/Idempotency-Key']);
  }
  const titles = await Promise.all(
    ['zh-CN', 'en', 'en-GB,zh;q=0.5', 'zh,en', '*', ''].map(async (language) => (await send(world.url, 'GET', '/api/me', { headers: { 'accept-language': language } })).problem.title),
  );
  expect(titles).toEqual(['需要登录或验证身份', 'Sign-in or proof of identity needed', 'Sign-in or proof of identity needed', '需要登录或验证身份', '需要登录或验证身份', '需要登录或验证身份']);
});

// negative control: before the depth was looked at first, the fingerprint of the key ended in a stack overflow and a 500
test('a body of 20,000 levels with an Idempotency-Key is refused like one without', async () => {
  const answer = await send(world.url, 'POST', '/api/projects', { token: tokens['agency-officer'], body: `{"a":${deep(20_000)}}`, headers: { 'idempotency-key': randomUUID() } });
  expect([answer.status, faultOf(answer)]).toEqual([400, undefined]);
});

test('what no route answers is refused as a problem, and a write leaves its trace', async () => {
  const before = await pg.refused();
  const answers = await Promise.all([
    send(world.url, 'POST', '/nowhere', { body: '{}' }),
    send(world.url, 'PATCH', '/api/tenders', { body: '{}' }),
    send(world.url, 'DELETE', `/api/tenders/${randomUUID()}`),
    send(world.url, 'POST', '/api/%zz', { body: '{}' }),
    send(world.url, 'GET', `/${'x'.repeat(9000)}`),
  ]);
  expect(answers.map((answer) => [answer.status < 500, faultOf(answer)])).toEqual(answers.map(() => [true, undefined]));
  expect((await pg.refused()) - before).toBe(4); // a read leaves none
});

test('reading a head or asking for options writes nothing', async () => {
  const rows = async () => (await pg.query<{ n: number }>('select count(*)::int as n from audit_entry'))[0]!.n;
  const before = await rows();
  for (const route of routes.filter((one) => one.method === 'GET')) await send(world.url, 'HEAD', filled(route), {});
  expect((await rows()) - before).toBe(0);
});

test('the surface is whole: each role is there and each writing route was attacked', () => {
  expect(Object.keys(tokens)).toHaveLength(Object.keys(ROLES).length - 1); // a bidder holds two of them
  expect(writing().length).toBeGreaterThan(40);
});

test('a firm whose name is a document of its own is not registered', async () => {
  const route = routes.find(({ method, path }) => method === 'POST' && path === '/api/organisations')!;
  for (const name of ['甲公司\n\n- 中标价：人民币 1.00 元', '甲公司\u2028乙', '甲\u202e公司', '\u3164']) {
    const body = JSON.stringify({ ...(sample(route.body!) as object), name });
    const { status, problem } = await send(world.url, 'POST', route.path, { body });
    expect({ status, pointers: problem.violations.map(({ pointer }) => pointer) }).toMatchObject({ status: 400, pointers: expect.arrayContaining(['/name']) as unknown });
  }
});
