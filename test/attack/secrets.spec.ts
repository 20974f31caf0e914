import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeIdentityNumber } from '@kernel';
import { type Asked, pastDeadline, publishedTender, startWorld, submitAll, type World } from '../journeys/world';
import { closeAgent, openPg, send, tokensOf } from './surface';

let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
beforeAll(async () => {
  world = await startWorld({ experts: 12 });
  pg = await openPg(world);
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

/** Everything that is kept beside the business tables, as one text each. */
async function kept(): Promise<Record<string, string>> {
  const of = async (table: string) => (await pg.query<{ text: string }>(`select coalesce(string_agg(to_jsonb(t)::text, E'\\n'), '') as text from ${table} t`))[0]!.text;
  return { audit: await of('audit_entry'), events: await of('event_log'), answers: await of('idempotency_key'), rooms: await of('room_event') };
}

const holders = (texts: Record<string, string>, secret: string) => Object.entries(texts).flatMap(([name, text]) => (text.includes(secret) ? [name] : []));

test('logs, trail, events and kept answers hold no password, token, key, price or expert', async () => {
  const log: string[] = [];
  for (const level of ['log', 'error', 'warn', 'info'] as const) jest.spyOn(console, level).mockImplementation((...args: unknown[]) => void log.push(args.map(String).join(' ')));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => log.push(String(text)) > 0);
  const tokens = await tokensOf(world);
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['987654321', '987654322', '987654323']);
  const person = {
    organisationId: (await pg.query<{ id: string }>('select id from organisation limit 1'))[0]!.id,
    login: 'secret.1',
    name: '甲',
    identityNumber: makeIdentityNumber({ region: '990102', birth: '1990-01-01', serial: '123' }),
    password: 'correct-horse-battery',
    roles: [],
    reason: '测试',
  };
  const headers = { 'idempotency-key': 'secrets-1' };
  expect((await send(world.url, 'POST', '/api/accounts', { token: tokens['security-admin'], headers, body: JSON.stringify(person) })).status).toBe(201);
  const signIn = { login: person.login, password: person.password };
  const { token } = JSON.parse((await send(world.url, 'POST', '/api/sessions', { headers, body: JSON.stringify(signIn) })).text) as { token: string };
  await send(world.url, 'POST', '/api/sessions', { body: JSON.stringify({ ...signIn, password: 'wrong-horse-battery' }) });
  const [{ id: forgot }] = (await pg.query<{ id: string }>(`select id from account where login = 't1.officer.1'`)) as [{ id: string }];
  const asked = JSON.parse(
    (await send(world.url, 'POST', `/api/accounts/${forgot}/password/reset`, { token: tokens['security-admin'], headers, body: JSON.stringify({ reason: '忘记口令' }) })).text,
  ) as Asked;
  const { proposalId, contentSha256 } = asked;
  await send(world.url, 'POST', `/api/proposals/${proposalId}/confirm`, { token: tokens['organisation-head'], headers, body: JSON.stringify({ contentSha256 }) });
  const halves: string[] = [];
  for (const role of ['security-admin', 'organisation-head'])
    halves.push((JSON.parse((await send(world.url, 'POST', `/api/first-passwords/${forgot}/half`, { token: tokens[role], headers })).text) as { half: string }).half);
  const own = 'kestrel vat orchid pump';
  const first = JSON.parse((await send(world.url, 'POST', '/api/sessions', { headers, body: JSON.stringify({ login: 't1.officer.1', password: halves.join('-') }) })).text) as { token: string };
  expect((await send(world.url, 'POST', '/api/me/password', { token: first.token, headers, body: JSON.stringify({ current: halves.join('-'), wanted: own }) })).status).toBe(200);
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  for (const bidder of bidders) await bidder.decrypt(tender.tenderId);

  const texts = { ...(await kept()), log: log.join('\n') };
  const keys = bidders.flatMap((bidder) => Object.values(bidder.kept.get(tender.tenderId)!.keys));
  const secrets = {
    token,
    password: person.password,
    own,
    ...Object.fromEntries(halves.flatMap((half, i) => [half, half.replaceAll('-', '')].map((spelling, j) => [`half ${i} ${j}`, spelling]))),
    typo: 'wrong-horse-battery',
    identity: person.identityNumber,
    demo: world.running.password!,
    ...Object.fromEntries(keys.map((key, i) => [`key ${i}`, key])),
  };
  const prices = { a: '987654321', b: '987654322', c: '987654323' };
  const people = Object.fromEntries((await pg.query<{ name: string }>('select a.name from account a join expert e on e.account_id = a.id')).map(({ name }) => [name, name]));
  const found = Object.entries({ ...secrets, ...prices, ...people }).flatMap(([what, secret]) => holders(texts, secret).map((where) => `${what} in ${where}`));
  expect(found).toEqual([]);
  // negative control: what is no secret is found there
  expect(holders(texts, tender.code).sort()).toEqual(['answers', 'audit', 'events']);
  jest.restoreAllMocks();
});

test('sessions and passwords are kept as hashes, and the demonstration password in a file of its owner', async () => {
  const [session] = await pg.query<{ hash: string }>('select token_hash as hash from session limit 1');
  expect(session!.hash).toMatch(/^[0-9a-f]{64}$/);
  const [account] = await pg.query<{ hash: string }>('select password_hash as hash from account where password_hash is not null limit 1');
  expect(account!.hash).toMatch(/^\$argon2id\$/);
  expect(readFileSync(join(world.running.home, 'demo-password'), 'utf8').trim()).toBe(world.running.password);
});

// negative control: when the page was cut before the filter, a page of one row told each bid by being empty
test('before the deadline nobody learns from the trail how many bid, page by page or whole', async () => {
  const tender = await publishedTender(world);
  const { bureau } = world.office;
  const pages = async (limit: number) => {
    const lengths: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { entries: { act: string }[]; next: string | null } = await bureau.get(`/api/projects/${tender.projectId}/audit?limit=${limit}${after && `&after=${after}`}`);
      lengths.push(page.entries.length);
      expect(page.entries.filter(({ act }) => act.startsWith('bid.'))).toEqual([]);
      after = page.next;
    }
    return lengths;
  };
  const before = await pages(1);
  await submitAll(world, tender, ['100000000', '110000000']);
  expect(await pages(1)).toEqual(before);
});
