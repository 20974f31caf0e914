import { health } from '@domain/administration/health.queries';
import { terms } from '@law';
import { TimeSource } from '@domain/trust';
import { Db } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { signIn } from '../../apps/cli/src/play/people';
import type { Client } from '../../apps/cli/src/play/client';
import { rows, send } from './tools';
import {
  closeConnections,
  draftBody,
  drawn,
  evaluate,
  openRoom,
  LOWEST,
  pastDeadline,
  platformTime,
  publishedTender,
  type Published,
  refusal,
  registeredProject,
  startWorld,
  submitAll,
  type World,
} from './world';

/** What the workspaces read beside the procedures: dates, law, people, rooms, news, what runs. */
let world: World;
let security: Client;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

interface Items<T> {
  items: T[];
  next?: string | null;
}

const write = (method: 'PUT' | 'DELETE' | 'POST', path: string, { token }: Client, body: unknown = {}) => send(world.url, method, path, { token, ...(method === 'DELETE' ? {} : { body }) });
const codeOf = ({ text }: { text: string }) => (JSON.parse(text) as { code: string }).code;

describe('lawful dates', () => {
  interface Row {
    step: string;
    earliest: string | null;
    latest: string | null;
    lawful: boolean | null;
    article: string;
    days: number | null;
  }
  interface Calendar {
    rows: Row[];
    days: { date: string; working: boolean }[];
  }
  const ask = (body: object) => world.office.officer.post<Calendar>('/api/lawful-calendar', body);
  const row = ({ rows: all }: Calendar, step: string) => all.find((one) => one.step === step)!;

  it('are the bounds by which publishing refuses: on the bound yes, a millisecond before it no', async () => {
    const { officer } = world.office;
    const projectId = await registeredProject(world);
    const { minBidDays, minDocumentDays } = terms('cn-construction-2019');
    const free = await ask({ projectId });
    const { earliest } = row(free, 'deadline');
    expect(row(free, 'deadline')).toMatchObject({ lawful: null, article: 'TBL-24', days: minBidDays });
    expect(row(free, 'documents')).toMatchObject({ article: 'TBR-16', days: minDocumentDays });
    const early = new Date(Date.parse(earliest!) - 1).toISOString();
    const [on, before] = [await ask({ projectId, deadline: earliest }), await ask({ projectId, deadline: early })];
    expect([row(on, 'deadline').lawful, row(before, 'deadline').lawful]).toEqual([true, false]);
    expect([row(on, 'opening').earliest, row(on, 'questions').latest]).toEqual([earliest, earliest]);
    expect(Date.parse(row(on, 'publicity').earliest!)).toBeGreaterThan(Date.parse(earliest!));
    const publish = async (deadline: string) => {
      const body = draftBody(world, projectId, await platformTime(officer), { deadline });
      const { tenderId } = await officer.post<Published>('/api/tenders', body);
      return officer.post(`/api/tenders/${tenderId}/publish`);
    };
    expect((await refusal(publish(early))).violations.map(({ code, article }) => `${code} ${article}`)).toEqual(['tender.deadline-too-early TBL-24']);
    await publish(earliest!);
  });

  it('show every day of the months they touch, and holidays as such', async () => {
    const projectId = await registeredProject(world);
    const { days } = await ask({ projectId, publishAt: '2026-04-20T01:00:00Z', deadline: '2026-05-12T01:00:00Z' });
    expect([days[0], days.at(-1)]).toEqual([
      { date: '2026-04-01', working: true },
      { date: '2026-05-31', working: false },
    ]);
    expect(days.find(({ date }) => date === '2026-05-01')).toEqual({ date: '2026-05-01', working: false });
  });

  it('are nobody else’s affair', async () => {
    const projectId = await registeredProject(world);
    const login = await signIn(world.url, 'tc.entry.1', world.running.password!);
    expect((await refusal(login.post('/api/lawful-calendar', { projectId }))).status).toBe(403);
    expect((await refusal(ask({ projectId: world.documentId }))).status).toBe(404);
  });
});

describe('law', () => {
  it('each article says which refusals rest on it', async () => {
    const { items } = await world.office.officer.get<Items<{ id: string; mark: string; gist: { zh: string }; refusals: string[] }>>('/api/articles');
    expect(items.find(({ id }) => id === 'TBL-24')).toMatchObject({ mark: 'S', refusals: expect.arrayContaining(['tender.deadline-too-early']) as string[] });
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.filter(({ gist }) => !gist.zh)).toEqual([]);
  });

  it('each term of a ruleset has its article, its days and its mark', async () => {
    const { items } = await world.office.officer.get<Items<Record<string, unknown>>>('/api/rulesets');
    expect(items.find(({ term }) => term === 'minBidDays')).toMatchObject({ value: '20 d', article: 'TBL-24', mark: 'S', hard: true, effectiveFrom: '2000-01-01' });
  });
});

describe('people', () => {
  interface Account {
    login: string;
    roles: string[];
    certificates: { fingerprint: string; notAfter: string }[];
    lastSignInAt: string | null;
    lastSignInMonth: string | null;
  }

  it('accounts come in pages, found by any piece of their name; organisations too', async () => {
    const bidder = await world.bidder('寻找100%单位');
    const pages: string[] = [];
    for (let after: string | null | undefined = ''; after !== null; ) {
      const page: Items<Account> = await security.get(`/api/accounts?limit=20${after ? `&after=${after}` : ''}`);
      pages.push(...page.items.map(({ login }) => login));
      after = page.next ?? null;
    }
    const all = await rows<{ login: string }>(world, 'select login from account order by login');
    expect(pages.length).toBeGreaterThan(40);
    expect([...pages].sort()).toEqual(all.map(({ login }) => login).sort());
    const found = await security.get<Items<Account>>(`/api/accounts?q=${encodeURIComponent('100%')}`);
    expect(found.items).toMatchObject([{ login: bidder.firm.login, roles: ['bidder-officer', 'bidder-signatory', 'organisation-head'], lastSignInAt: expect.any(String) as string }]);
    expect(found.items[0]!.certificates).toHaveLength(1);
    expect((await security.get<Items<{ uscc: string; accounts: number }>>(`/api/organisations?q=${bidder.firm.uscc}`)).items).toMatchObject([{ uscc: bidder.firm.uscc, accounts: 1 }]);
    expect((await security.get<Items<unknown>>('/api/organisations?q=%25')).items).toHaveLength(1); // a percent sign is a sign, not "anything"
  });

  it('tell of experts a month that is over, to whoever reads them: who signed in just now was called just now', async () => {
    const [expert] = [...world.office.experts.keys()];
    const heads = [security, await signIn(world.url, 'lib.head.1', world.running.password!)];
    const paths = ['/api/accounts', '/api/me/organisation/accounts'];
    const read = async () => Promise.all(heads.map(async (client, i) => (await client.get<Items<Account>>(`${paths[i]}?q=${expert}&limit=1`)).items[0]!));
    const now = await read();
    for (const row of now) expect(row).toMatchObject({ login: expert, lastSignInAt: null, lastSignInMonth: null }); // he has signed in, this month
    await rows(
      world,
      `insert into session (id, account_id, token_hash, ip, created_at, expires_at, ended_at)
       select gen_random_uuid(), id, 'earlier', '127.0.0.1', '2020-02-29T16:30Z', '2020-03-01', '2020-03-01' from account where login = $1`,
      [expert],
    );
    for (const row of await read()) expect(row).toMatchObject({ lastSignInAt: null, lastSignInMonth: '2020-03' }); // by Beijing's calendar
    const { items } = await security.get<Items<Account>>('/api/accounts?q=tc.hall.1');
    expect(items[0]).toMatchObject({ lastSignInAt: expect.any(String) as string, lastSignInMonth: null }); // negative control: of others the moment
  });

  it('are read by the security administrator alone', async () => {
    for (const path of ['/api/accounts', '/api/organisations']) expect((await refusal(world.office.system.get(path))).code).toBe('auth.not-allowed');
  });

  it('the installation’s parts answer for themselves', async () => {
    const { items } = await world.office.system.get<Items<{ name: string; state: string }>>('/api/health/parts');
    expect(items.map(({ name }) => name)).toEqual(['database', 'storage', 'jobs', 'events', 'time', 'revocation', 'calendar']);
    expect(items.filter(({ state }) => state !== 'ok')).toEqual([]);
    const { app } = world.running;
    const lost = await health(app.get(Db), app.get(Jobs), '/nowhere', app.get(TimeSource));
    expect(lost.items.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${name} ${state}`)).toEqual(['storage down']); // negative control
    const { items: jobs } = await world.office.system.get<Items<{ name: string; everyMs: number; failed: number; waiting: number }>>('/api/jobs');
    expect(jobs.find(({ name }) => name === 'statistics.count')).toMatchObject({ everyMs: 1000, failed: 0 });
  });
});

describe('news', () => {
  it('a demonstration says first that it is one; what is published comes first', async () => {
    const { entry, officer } = world.office;
    const list = (query = '') => officer.get<Items<{ id: string; title: string; kind: string }>>(`/api/news${query}`);
    expect((await list()).items.map(({ title }) => title).sort()).toEqual(['演示系统如何引用法规（演示）', '这是一个演示系统（演示）']);
    expect((await refusal(officer.post('/api/news', { title: 'x', body: 'x' }))).code).toBe('auth.not-allowed');
    const { newsId } = await entry.post<{ newsId: string }>('/api/news', { title: '开放日通知', body: '欢迎参观。', kind: 'news' });
    const first = await list('?limit=1');
    expect(first.items).toMatchObject([{ id: newsId, title: '开放日通知' }]);
    const second = await list(`?limit=5&after=${first.next}`);
    expect([second.items.length, second.next]).toEqual([2, null]);
    expect((await list('?kind=policy')).items).toHaveLength(1);
    expect(await officer.get(`/api/news/${newsId}`)).toMatchObject({ body: '欢迎参观。', source: null });
    expect((await refusal(entry.post('/api/news', { title: 'x', body: 'x', kind: 'advertisement' }))).status).toBe(400);
  });
});

describe('rooms of the trading centre', () => {
  let tender: Published;
  beforeAll(async () => {
    tender = await publishedTender(world, { plan: LOWEST });
  });
  const at = (hours: number) => new Date(tender.deadline.getTime() + hours * 3_600_000).toISOString();
  const bookFor = (roomId: string, from: number, to: number) => write('POST', '/api/venue/bookings', world.office.hall, { roomId, tenderId: tender.tenderId, startsAt: at(from), endsAt: at(to) });

  it('a room is booked once at a time, whoever writes', async () => {
    const { hall, entry } = world.office;
    const { roomId } = await hall.post<{ roomId: string }>('/api/venue/rooms', { name: '开标一室', seats: 12, equipment: '投影' });
    expect(codeOf(await write('POST', '/api/venue/rooms', hall, { name: '开标一室', seats: 3 }))).toBe('venue.room-taken');
    expect((await write('POST', '/api/venue/rooms', entry, { name: '另一室', seats: 3 })).status).toBe(403);
    expect((await bookFor(roomId, -1, 2)).status).toBe(201);
    expect(codeOf(await bookFor(roomId, 1, 3))).toBe('venue.room-booked');
    expect(codeOf(await bookFor(roomId, 3, 3))).toBe('venue.booking-backwards');
    expect((await bookFor(roomId, 2, 3)).status).toBe(201); // it begins as the other ends
    const both = await Promise.all([bookFor(roomId, 5, 7), bookFor(roomId, 6, 8)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const past = rows(world, 'insert into venue_booking (id, room_id, tender_id, starts_at, ends_at) values (gen_random_uuid(), $1, $2, $3, $4)', [roomId, tender.tenderId, at(0), at(1)]);
    await expect(past).rejects.toMatchObject({ constraint: 'venue_booking_free' });
  });

  it('is changed by its own centre; out of use it takes no booking', async () => {
    const { hall } = world.office;
    const { roomId } = await hall.post<{ roomId: string }>('/api/venue/rooms', { name: '评标二室', seats: 7 });
    const change = (body: object) => write('PUT', `/api/venue/rooms/${roomId}`, hall, { name: '评标二室', seats: 9, equipment: '摄像', active: false, ...body });
    expect((await change({})).status).toBe(200);
    expect(codeOf(await change({ name: '开标一室' }))).toBe('venue.room-taken');
    expect(codeOf(await bookFor(roomId, 10, 11))).toBe('venue.room-closed');
    expect((await hall.get<Items<{ name: string }>>('/api/venue/rooms')).items.find(({ name }) => name === '评标二室')).toMatchObject({ seats: 9, active: false });
    expect((await write('PUT', `/api/venue/rooms/${tender.tenderId}`, hall, { name: 'x', seats: 1, active: true })).status).toBe(404);
  });

  it('the day shows its sessions with their room and seats, and no names', async () => {
    const { hall, bureau, officer } = world.office;
    const day = new Date(tender.deadline.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const sessions = () => hall.get<Items<Record<string, unknown>>>(`/api/venue/sessions?day=${day}`);
    expect((await sessions()).items).toMatchObject([{ kind: 'opening', code: tender.code, tenderId: tender.tenderId, room: '开标一室', startsAt: tender.deadline.toISOString() }]);
    expect((await hall.get<Items<unknown>>('/api/venue/sessions?day=2026-03-04')).items).toEqual([]);
    const bidders = await submitAll(world, tender, ['300', '100', '200']);
    await pastDeadline(world, tender);
    const running = () => bureau.get<Items<Record<string, unknown>>>('/api/supervision/running');
    await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    expect((await running()).items).toMatchObject([{ kind: 'opening', tenderId: tender.tenderId, status: 'decrypting', seats: { present: 0, of: 3 }, held: false }]);
    await bidders[0]!.decrypt(tender.tenderId);
    expect((await running()).items).toMatchObject([{ seats: { present: 1, of: 3 } }]);
    expect((await refusal(hall.get('/api/supervision/running'))).code).toBe('auth.not-allowed');
    expect(JSON.stringify(await sessions())).not.toMatch(/评标专家|投标人-/);
  });

  it('an evaluation is listed by seats to those who serve its room, while it lasts', async () => {
    const other = await publishedTender(world);
    const bidders = await submitAll(world, other, ['300', '100', '200']);
    await pastDeadline(world, other);
    await drawn(world, other, bidders);
    const { evaluationId, experts } = await openRoom(world.office, other.tenderId);
    const day = new Date(other.deadline.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
    const session = async (client: Client) => {
      const { items } = await client.get<Items<{ kind: string; code: string; seats?: { seat: string; checkedIn: boolean }[] }>>(`/api/venue/sessions?day=${day}`);
      expect(JSON.stringify(items)).not.toContain('评标专家');
      return items.find(({ kind, code }) => kind === 'evaluation' && code === other.code)!;
    };
    const { hall, entry } = world.office;
    expect((await session(hall)).seats).toMatchObject([{ checkedIn: false }, {}, {}, {}, {}]);
    expect(await session(entry)).not.toHaveProperty('seats'); // it only prepares the day
    await evaluate(world.office, { ...other, source: { method: 'lowest-price', bids: [] } } as never, experts, evaluationId);
    expect(await session(hall)).not.toHaveProperty('seats'); // V37: over, and the seats are nobody's but the bureau's
  });
});

describe('tenders that a bidder follows', () => {
  it('are its own affair: kept once, gone when it wishes, seen by nobody else and by no trail', async () => {
    const tender = await publishedTender(world);
    const [one, two] = [await world.bidder('关注甲'), await world.bidder('关注乙')];
    const mine = async ({ client }: { client: Client }) => (await client.get<Items<{ tenderId: string }>>('/api/follows')).items.map(({ tenderId }) => tenderId);
    const path = `/api/tenders/${tender.tenderId}/follow`;
    for (let i = 0; i < 2; i += 1) expect((await write('PUT', path, one.client)).status).toBe(200);
    expect([await mine(one), await mine(two)]).toEqual([[tender.tenderId], []]);
    expect((await write('DELETE', path, two.client)).status).toBe(404);
    expect((await write('PUT', path, world.office.officer)).status).toBe(403);
    const traces = `select 1 from audit_entry where act = 'tender.follow' and outcome = 'done' union all select 1 from event_log where type like '%follow%'`;
    expect(await rows(world, traces)).toEqual([]);
    expect((await write('DELETE', path, one.client)).status).toBe(200);
    expect(await mine(one)).toEqual([]);
    const draft = await world.office.officer.post<Published>('/api/tenders', draftBody(world, tender.projectId, await platformTime(world.office.officer)));
    expect((await write('PUT', `/api/tenders/${draft.tenderId}/follow`, one.client)).status).toBe(404); // a draft is nobody's but its own side's
  });
});

describe('the trail', () => {
  it('is narrowed by act, person, outcome and day', async () => {
    const { officer, bureau } = world.office;
    const { tenderId, projectId } = await publishedTender(world);
    await refusal(officer.post(`/api/tenders/${tenderId}/publish`)); // it is published already
    const trail = async (query: string) => (await bureau.get<{ entries: { act: string; actorLogin: string; outcome: string }[] }>(`/api/projects/${projectId}/audit?${query}`)).entries;
    const all = await trail('');
    const today = new Date((await platformTime(officer)).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
    expect((await trail('act=tender.')).every(({ act }) => act.startsWith('tender.'))).toBe(true);
    expect((await trail('actor=approver')).map(({ actorLogin }) => actorLogin)).toEqual(all.map(({ actorLogin }) => actorLogin).filter((login) => login.includes('approver')));
    expect((await trail('actor=approver')).length).toBeGreaterThan(0);
    expect(await trail(`from=${today}&to=${today}`)).toEqual(all);
    expect(await trail(`from=${tomorrow}`)).toEqual([]);
    expect(await trail(`to=${today}`)).toEqual(all);
  });
});
