import type { Client } from '../../apps/cli/src/play/client';
import { type Bidder, signIn } from '../../apps/cli/src/play/people';
import { download, unzip } from './sheets';
import { freezeClock, rows, send, thawClock } from './tools';
import { closeConnections, pastDeadline, platformTime, type Published, publishedTender, startWorld, type World } from './world';

/** What is nobody's before the deadline (roles.md V1, V2, V6, V7; O20 21, 27): looked for in every GET route with every role's token. */
let world: World;
let tender: Published;
let readers: Map<string, string | undefined>;
let routes: string[];
const bidders: Bidder[] = [];
const ids: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  const { office, running } = world;
  tender = await publishedTender(world);
  const signedIn: Record<string, Client> = {
    ...{ officer: office.officer, approver: office.approver, entry: office.entry, hall: office.hall },
    ...{ bureau: office.bureau, library: office.library, system: office.system, rep: office.representative.client },
  };
  for (const login of ['t1.officer.1', 'sys.security.1', 'sys.audit.1']) signedIn[login] = await signIn(world.url, login, running.password!);
  signedIn['another bidder'] = (await world.bidder('旁观者')).client;
  readers = new Map<string, string | undefined>([['public', undefined], ...Object.entries(signedIn).map(([who, { token }]) => [who, token] as const)]);
  for (const name of ['金丝雀甲', '金丝雀乙', '金丝雀丙']) bidders.push(await world.bidder(name));
  ids.push(tender.tenderId, tender.projectId);
  const { paths } = JSON.parse((await send(world.url, 'GET', '/api/openapi.json')).text) as { paths: Record<string, Record<string, unknown>> };
  const templates = Object.entries(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  expect(templates.length).toBeGreaterThan(15);
  routes = templates.flatMap((path) => (path.includes('{id}') ? ids.map((id) => path.replace('{id}', id).replace('{fileId}', world.documentId)) : [path]));
  routes.push(
    `/api/projects/${tender.projectId}/audit?limit=1`,
    `/api/projects/${tender.projectId}/audit?limit=3`,
    '/api/tenders?q=金丝雀',
    '/api/tenders?limit=1',
    '/api/projects?limit=1',
    '/api/statistics?region=99',
  );
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** Downloads leave a trace of their own and are what is counted; they are not read by these visitors. What they read leaves traces in the platform's trail, which is compared by itself. */
const read = (routes_: readonly string[]) => routes_.filter((route) => !route.includes('/documents/') && route !== '/api/trail');

/** A workbook is unpacked: the zip around it says when it was packed. */
async function answerOf(route: string, token: string | undefined): Promise<{ status: number; text: string; length: string }> {
  if (!route.includes('.xlsx')) {
    const { status, text, headers } = await send(world.url, 'GET', route, { token });
    return { status, text, length: String(headers['content-length']) };
  }
  const { status, type, bytes } = await download(world.url + route, token);
  const text = type.includes('json') ? bytes.toString('utf8') : [...unzip(bytes)].map(([name, content]) => `${name} ${content}`).join('\n');
  return { status, text, length: String(text.length) };
}

async function everything(): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const [who, token] of readers) {
    for (const route of read(routes)) {
      const { status, text, length } = await answerOf(route, token);
      expect([route, status < 500]).toEqual([route, true]);
      seen.set(`${who} ${route}`, `${status} ${route === '/api/jobs' ? '' : length} ${steady(text)}`);
    }
  }
  return seen;
}

const differing = (a: Map<string, string>, b: Map<string, string>) => [...a].filter(([key, text]) => b.get(key) !== text).map(([key]) => key);

/** When a job last ran is told by the server's own clock, which nobody can stop. */
const steady = (text: string) => text.replace(/"requestId":"[^"]*"/, '').replace(/"lastRunAt":[^,]*|"waiting":\d+/g, '');

/** Who is registered is no secret of a tender: administrators read it, and it must not change when somebody bids. */
const REGISTRY = /\/api\/(accounts|organisations|certificates)$/;

/** Every word by which a bidder could be known. */
async function canaries(): Promise<string[]> {
  const found = await rows<Record<string, string>>(
    world,
    `select o.id::text as o, a.id::text as a, o.uscc, a.login, b.id::text as b, b.receipt_code as r, b.cipher_sha256 as c, b.signer_fingerprint as f
     from organisation o join account a on a.organisation_id = o.id left join bid b on b.bidder_id = o.id where o.name like '金丝雀%'`,
  );
  return ['金丝雀', ...found.flatMap((row) => Object.values(row).filter(Boolean))];
}

const leaks = (seen: Map<string, string>, words: readonly string[]) =>
  [...seen].flatMap(([key, text]) => (REGISTRY.test(key) ? [] : words.filter((word) => text.includes(word)).map((word) => `${key}: ${word}`)));

/** The whole trail in pages of one entry: how many pages there are must tell nothing either. */
async function trailPages(client: Client): Promise<string[]> {
  const pages: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: { entries: { act: string }[]; next: string | null } = await client.get(`/api/projects/${tender.projectId}/audit?limit=1${after && `&after=${after}`}`);
    pages.push(page.entries.map(({ act }) => act).join());
    after = page.next;
  }
  return pages;
}

/** What was done, as the audit administrator reads it. */
const platformTrail = async () => {
  const { entries } = JSON.parse((await send(world.url, 'GET', '/api/trail?outcome=done&limit=500', { token: readers.get('sys.audit.1') })).text) as { entries: { act: string; actorLogin: string }[] };
  return entries.map(({ act, actorLogin }) => `${act} ${actorLogin}`);
};

it('bids, uploads, withdrawals and downloads change no answer to anybody: not its text, its length, its pages or its counts', async () => {
  await world.office.system.post('/api/statistics/recount'); // so that the job finds nothing left to count meanwhile
  await freezeClock(world, await platformTime(world.office.officer));
  const before = await everything();
  const trailBefore = await trailPages(world.office.bureau);
  const platformBefore = await platformTrail();
  expect(differing(before, await everything())).toEqual([]); // the reading itself changes nothing
  const [one, two, three] = bidders as [Bidder, Bidder, Bidder];
  for (const bidder of bidders) await bidder.submit(tender, '987654321');
  await one.submit(tender, '987654320', { version: 2 });
  await two.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`);
  await three.client.text(`/api/tenders/${tender.tenderId}/documents/${world.documentId}`);
  expect((await send(world.url, 'PUT', `/api/tenders/${tender.tenderId}/follow`, { token: three.client.token, body: {} })).status).toBe(200);
  const after = await everything();
  expect(differing(before, after)).toEqual([]);
  expect(leaks(after, [...(await canaries()), '987654321', '987654320'])).toEqual([]);
  expect(after.size).toBeGreaterThan(200);
  expect(await trailPages(world.office.bureau)).toEqual(trailBefore);
  expect(await platformTrail()).toEqual(platformBefore);
  expect(platformBefore.length).toBeGreaterThan(10);
  await thawClock(world);
});

it('a bidder sees its own bid and nothing of the others', async () => {
  const [one, two] = bidders as [Bidder, Bidder];
  const words = await rows<{ word: string }>(
    world,
    `select unnest(array[b.receipt_code, b.id::text, b.cipher_sha256, o.uscc]) as word from bid b join organisation o on o.id = b.bidder_id where o.uscc <> $1`,
    [one.firm.uscc],
  );
  const seen: string[] = [];
  for (const route of [...read(routes), `/api/tenders/${tender.tenderId}/bids/mine`]) seen.push((await send(world.url, 'GET', route, { token: one.client.token })).text);
  expect(words.filter(({ word }) => seen.join('\n').includes(word))).toEqual([]);
  expect(seen.join('\n')).toContain((JSON.parse(one.kept.get(tender.tenderId)!.receipt) as { receiptCode: string }).receiptCode); // negative control
  const [{ id }] = (await rows<{ id: string }>(world, `select b.id from bid b join organisation o on o.id = b.bidder_id where o.uscc = $1`, [two.firm.uscc])) as [{ id: string }];
  expect((await send(world.url, 'GET', `/api/bids/${id}/documents/body`, { token: one.client.token })).status).toBe(403);
});

it('a question shows its text to those who answer it, and its author to nobody', async () => {
  const asked = await bidders[1]!.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '问题在此：桩基是否另计？' });
  const open = await everything();
  expect(leaks(open, await canaries())).toEqual([]);
  const told = [...open].filter(([, text]) => text.includes('问题在此')).map(([key]) => key.split(' ')[0]);
  expect([...new Set(told)].sort()).toEqual(['approver', 'bureau', 'officer', 't1.officer.1']); // T A S (V3)
  await world.office.officer.post(`/api/questions/${asked.questionId}/answer`, { answer: '不另计。' });
  const answered = await everything();
  expect(leaks(answered, await canaries())).toEqual([]);
  expect([...answered].filter(([key, text]) => key.startsWith('public') && text.includes('问题在此'))).toHaveLength(2); // the tender's page and its list of questions
});

it('the trail says nothing of sealed acts before the deadline and everything after it', async () => {
  const trail = async () => (await world.office.bureau.get<{ entries: { act: string; actorLogin: string }[] }>(`/api/projects/${tender.projectId}/audit?limit=500`)).entries.map(({ act }) => act);
  const sealed = /^(bid\.|tender\.(ask|download))/;
  expect((await trail()).filter((act) => sealed.test(act))).toEqual([]);
  expect(await trail()).toContain('tender.publish');
  for (const name of ['第三名', '第四名']) await (await world.bidder(name)).submit(tender, '900000000');
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  expect((await trail()).filter((act) => sealed.test(act)).length).toBeGreaterThan(8);
});

it('negative control: the same search finds names where they may be read, once the deadline has passed', async () => {
  const seen = await everything();
  const found = leaks(seen, ['金丝雀']).map((hit) => hit.split(' ')[0]);
  expect([...new Set(found)].sort()).toEqual(['approver', 'bureau', 'hall', 'officer', 't1.officer.1']); // V6: T A H S
  expect(differing(seen, new Map([...seen].map(([key, text]) => [key, text.replaceAll('金丝雀', '')]))).length).toBeGreaterThan(0);
});
