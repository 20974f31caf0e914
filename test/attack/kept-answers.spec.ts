import { randomBytes, randomUUID } from 'node:crypto';
import { pastDeadline, publishedTender, startWorld, submitAll, type World, evaluated } from '../journeys/world';
import { closeAgent, openPg, type Route, routesOf, sample, send, tokensOf } from './surface';

/**
 * Answers are kept for a day, in plain, so that a repeated request gets the same one. What the database otherwise holds only as a digest, encrypted, or not
 * at all must not stand there. Nobody has to remember that: every value in a kept answer that looks drawn at random has to stand somewhere else in plain.
 */
let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
let routes: Route[];
let tokens: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({ experts: 24, env: { LOG_LEVEL: 'silent' } });
  [routes, tokens, pg] = [await routesOf(world), await tokensOf(world), await openPg(world)];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []);

/** Long, of one piece, and with the many different letters that only chance or a machine gives. */
const looksDrawn = (text: string) => text.length >= 16 && text.length <= 20_000 && /^[\w+/=-]+$/.test(text) && new Set(text).size >= 10;

/** Everything in plain beside the kept answers: texts as they are, bytes in hexadecimal and in base64, without the breaks that PostgreSQL puts in. */
async function everything(): Promise<string> {
  const columns = await pg.query<{ table: string; column: string; type: string }>(
    `select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not in ('idempotency_key', 'migrations')`,
  );
  const texts: string[] = [];
  for (const { table, column, type } of columns) {
    if (!/^(text|uuid|jsonb?|bytea|ARRAY)$/.test(type)) continue;
    const shown = type === 'bytea' ? `encode("${column}", 'hex') || ' ' || replace(encode("${column}", 'base64'), E'\\n', '')` : `"${column}"::text`;
    texts.push(...(await pg.query<{ text: string | null }>(`select ${shown} as text from "${table}"`)).map(({ text }) => text ?? ''));
  }
  return texts.join('\n');
}

interface Kept {
  scope: string;
  value: string;
}

async function keptOnly(): Promise<Kept[]> {
  const all = await everything();
  const rows = await pg.query<{ scope: string; answer: unknown }>('select scope, answer from idempotency_key');
  return rows.flatMap(({ scope, answer }) =>
    leaves(answer)
      .filter(looksDrawn)
      .filter((value) => !all.includes(value))
      .map((value) => ({ scope: scope.replace(/^[^:]*:/, ''), value })),
  );
}

const keyed = (route: Pick<Route, 'method' | 'path'>, body: unknown, token?: string) =>
  send(world.url, route.method, route.path, { token, headers: { 'idempotency-key': randomUUID() }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

test('a whole tender, each request with a key: nothing is kept that is a secret elsewhere', async () => {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
  await pastDeadline(world, tender);
  await evaluated(world, tender, bidders);
  expect((await pg.query('select 1 from idempotency_key')).length).toBeGreaterThan(20);
  expect(await keptOnly()).toEqual([]);
});

test('every other act too, as far as its example is taken', async () => {
  const taken = new Set<string>();
  for (const route of routes.filter(({ method, open }) => method !== 'GET' && !open))
    for (const token of Object.values(tokens)) {
      if (/sessions|clock|suspend|totp/.test(route.path)) continue; // they would end what the others need
      const { status } = await keyed({ ...route, path: route.path.replace(/\{\w+\}/g, () => randomUUID()) }, route.body && sample(route.body), token);
      if (status < 300) taken.add(route.path);
    }
  expect(taken.size).toBeGreaterThan(2);
  expect(await keptOnly()).toEqual([]);
});

test('what is asked or answered with a secret keeps nothing at all, under any key', async () => {
  const bidder = await world.bidder('密钥');
  const token = bidder.client.token!;
  const certificate = world.office.authority.issue({ commonName: '加密', organisation: bidder.firm.name, uscc: bidder.firm.uscc }, { kind: 'rsa-2048', usage: 'encipherment' }).certificatePem;
  const before = await pg.query('select 1 from idempotency_key');
  const post = (path: string, body: unknown, by?: string) => keyed({ method: 'POST', path }, body, by);
  const answers = {
    'POST /api/sessions': await post('/api/sessions', { login: 'tc.hall.1', password: world.running.password }),
    'POST /api/sessions/challenge': await post('/api/sessions/challenge', { login: bidder.firm.login }),
    'POST /api/sessions/current/proof': await post('/api/sessions/current/proof', { password: world.running.password }, tokens['entry-officer']),
    'POST /api/sessions/current/device': await post('/api/sessions/current/device', undefined, token),
    'POST /api/me/totp': await post('/api/me/totp', undefined, token),
    'POST /api/me/certificates/challenge': await post('/api/me/certificates/challenge', { certificate }, token),
  };
  for (const [route, { status, text }] of Object.entries(answers)) expect([route, status < 300, text]).toEqual([route, true, text]);
  expect(await pg.query('select 1 from idempotency_key')).toHaveLength(before.length);
  const all = `${await everything()} ${JSON.stringify(await pg.query('select * from idempotency_key'))}`;
  const said = (route: keyof typeof answers) => leaves(JSON.parse(answers[route].text)).filter(looksDrawn);
  const { secret } = JSON.parse(answers['POST /api/me/totp'].text) as { secret: string };
  const { token: session } = JSON.parse(answers['POST /api/sessions'].text) as { token: string };
  const { envelope } = JSON.parse(answers['POST /api/me/certificates/challenge'].text) as { envelope: string };
  for (const one of [secret, session, envelope, world.running.password!]) expect(all).not.toContain(one);
  expect(said('POST /api/sessions')).toContain(session); // negative control: it would have looked drawn
});

test('the rest of what is marked is marked for a reason: the list, read by a person', () => {
  const named = routes.filter(({ secret }) => secret).map(({ method, path }) => `${method} ${path}`);
  expect(named.sort()).toEqual([
    'POST /api/accounts',
    'POST /api/experts/import',
    'POST /api/first-passwords/{accountId}/half',
    'POST /api/me/certificates/challenge',
    'POST /api/me/password',
    'POST /api/me/totp',
    'POST /api/me/totp/confirm',
    'POST /api/me/totp/end',
    'POST /api/sessions',
    'POST /api/sessions/certificate',
    'POST /api/sessions/challenge',
    'POST /api/sessions/current/device',
    'POST /api/sessions/current/proof',
    'POST /api/tenders/{id}/opening/escrow',
    'PUT /api/drafts/{key}',
  ]);
});

test('negative control: a secret in a kept answer is found, and what stands elsewhere is none', async () => {
  const secret = randomBytes(20).toString('hex');
  const [{ hash }] = (await pg.query<{ hash: string }>('select person_hash as hash from account limit 1')) as [{ hash: string }];
  const plant = (key: string, value: string) =>
    pg.query('insert into idempotency_key (scope, key, fingerprint, at, answer) values ($1, $2, $3, clock_timestamp(), $4)', ['x:planted', key, '', JSON.stringify({ body: { value } })]);
  await plant('planted-1', secret);
  await plant('planted-2', hash);
  expect(await keptOnly()).toEqual([{ scope: 'planted', value: secret }]);
});
