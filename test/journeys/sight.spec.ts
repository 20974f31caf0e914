import { Controller, Get, Module, Post } from '@nestjs/common';
import { appModule } from '../../apps/api/src/boot';
import { addressesOf, connect } from '../../apps/api/src/connect';
import { undisclosed } from '@domain/supervision/disclosures';
import { Public } from '@platform/auth';
import { createHttpApp } from '@platform/http';
import type { Client } from '../../apps/cli/src/play/client';
import { type Member, signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { download, sheetsOf } from './sheets';
import { LISTS, OTHER_THERE, OWN_TO_ROW } from './sight-lists';
import { groundOf, rows, send, until } from './tools';
import {
  advance,
  ask,
  closeConnections,
  draftBody,
  drawn,
  evaluate,
  openRoom,
  pastDeadline,
  platformTime,
  publishCandidates,
  publishedTender,
  type Published,
  registeredProject,
  startWorld,
  submitAll,
  type World,
} from './world';

/** One table says who sees what at each stage (roles.md 4): the trail, lists, counts and numbers ask it as the pages do. */
let world: World;
const people = new Map<string, Client>();
const PASSWORD_LOGINS = [
  ...['t1.officer.1', 't1.approver.1', 't1.rep.1', 't1.key.1', 't1.head.1', 'a1.officer.1', 'a1.head.1', 'tc.entry.1', 'tc.hall.1', 'tc.key.1', 'sb.officer.1', 'sb.key.1'],
  ...['lib.admin.1', 'sys.system.1', 'sys.security.1', 'sys.audit.1'],
];
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  for (const login of PASSWORD_LOGINS) people.set(login, await signIn(world.url, login, world.running.password!));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

interface PlatformEntry extends Entry {
  objectId: string | null;
  objectType: string;
  objectLogin: string | null;
  outcome: string;
  ip: string;
  at: string;
  projectId: string | null;
}

interface Entry {
  id: string;
  act: string;
  actorLogin: string;
  detail?: unknown;
}

const trailOf = async (login: string, { projectId }: Published, query = ''): Promise<Entry[]> =>
  (await people.get(login)!.get<{ entries: Entry[] }>(`/api/projects/${projectId}/audit?limit=500${query}`)).entries;

/** What a workbook says to somebody, whole. */
async function workbook(login: string, path: string): Promise<string> {
  const { status, bytes } = await download(world.url + path, people.get(login)?.token);
  expect([login, path, status]).toEqual([login, path, 200]);
  return JSON.stringify(sheetsOf(bytes));
}

describe('the trail', () => {
  const exported = (login: string) => workbook(login, `/api/projects/${tender.projectId}/audit.xlsx`);
  let tender: Published;
  let logins: string[];
  it('names no expert between the draw and the check-in, to nobody', async () => {
    tender = await publishedTender(world);
    const bidders = await submitAll(world, tender, ['300', '100', '200']);
    await pastDeadline(world, tender);
    await drawn(world, tender, bidders);
    logins = (await rows<{ login: string }>(world, `select a.login from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.status = 'accepted'`)).map(
      ({ login }) => login,
    );
    expect(logins.length).toBeGreaterThanOrEqual(4);
    for (const login of ['sb.officer.1', 'sys.audit.1']) {
      const entries = await trailOf(login, tender);
      expect(entries.filter(({ act }) => act.startsWith('call.') || act.startsWith('expert.'))).toEqual([]);
      expect(logins.filter((one) => JSON.stringify(entries).includes(one))).toEqual([]);
      expect(entries.map(({ act }) => act)).toContain('draw.contribute'); // the draw itself is no secret
      const told = await exported(login);
      expect([...logins, 'call.answer'].filter((one) => told.includes(one))).toEqual([]);
      expect(told).toContain('draw.contribute');
    }
    // negative control: the entries are there, and are found when nothing is asked
    const all = await rows<{ login: string }>(world, `select actor_login as login from audit_entry where project_id = '${tender.projectId}' and act = 'call.answer'`);
    expect(logins.filter((one) => !all.some(({ login }) => login === one))).toEqual([]);
  });

  // negative control: without roomNotYet the hall and the bureau read all names ten days before the session, and each expert what he evaluates
  it('nor does anybody open the room, and with it the names, before the hour of the check-in', async () => {
    const session = (shift: string) => rows(world, `update draw set session_starts_at = session_starts_at ${shift} where tender_id = $1`, [tender.tenderId]);
    await session(`+ interval '10 days'`);
    expect(await groundOf(openRoom(world.office, tender.tenderId))).toBe('evaluation.room-not-yet TBL-37');
    await session(`- interval '10 days'`);
  });

  it('names them to the bureau once the committee sits, and to the auditor of administrators never', async () => {
    const { evaluationId, experts } = await openRoom(world.office, tender.tenderId);
    const seen = JSON.stringify(await trailOf('sb.officer.1', tender));
    expect(logins.filter((one) => !seen.includes(one))).toEqual([]);
    await evaluate(world.office, { ...tender, source: { method: 'lowest-price', bids: [] } } as never, experts, evaluationId);
    await publishCandidates(world.office, tender.tenderId);
    const audit = await trailOf('sys.audit.1', tender);
    expect(logins.filter((one) => JSON.stringify(audit).includes(one))).toEqual([]);
    const [bureaus, auditors] = [await exported('sb.officer.1'), await exported('sys.audit.1')];
    expect([logins.filter((one) => !bureaus.includes(one)), logins.filter((one) => auditors.includes(one))]).toEqual([[], []]);
    expect(audit.filter((entry) => 'detail' in entry)).toEqual([]); // V31: that something was done, not what
    expect((await trailOf('sb.officer.1', tender)).every((entry) => 'detail' in entry)).toBe(true);
  });

  it('knows a row for every act that a whole life leaves', async () => {
    const acts = (await rows<{ act: string }>(world, 'select distinct act from audit_entry')).map(({ act }) => act);
    expect(acts.length).toBeGreaterThan(20);
    expect(undisclosed(acts)).toEqual([]);
    expect(undisclosed([...acts, 'award.whisper'])).toEqual(['award.whisper']); // negative control
  });

  it('shows no number that others’ acts move, and pages miss nothing', async () => {
    const [quiet, busy] = [await publishedTender(world), await publishedTender(world)];
    await submitAll(world, busy, ['300', '100', '200', '400', '500']);
    for (const { tenderId } of [quiet, busy]) await send(world.url, 'PUT', `/api/tenders/${tenderId}/follow`, { token: world.office.officer.token, body: {} });
    const shape = async (of: Published) =>
      JSON.stringify(await trailOf('sb.officer.1', of))
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
        .replace(/[0-9a-f]{64}/g, 'hash')
        .replace(/A02-[0-9A-Z]+-\d{8}-\d{6}-\w(-\d{3})?/g, 'code');
    expect(await shape(busy)).toBe(await shape(quiet));
    const whole = await trailOf('sb.officer.1', quiet);
    expect(Object.keys(whole[0]!).sort()).toEqual(['act', 'actorLogin', 'at', 'detail', 'id', 'ip', 'objectId', 'objectType', 'organisationId', 'outcome', 'requestId']);
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const page = await people.get('sb.officer.1')!.get<{ entries: Entry[]; next: string | null }>(`/api/projects/${quiet.projectId}/audit?limit=2${after && `&after=${after}`}`);
      paged.push(...page.entries.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(whole.map(({ id }) => id));
  });
});

describe('the trail of the platform', () => {
  const auditor = () => people.get('sys.audit.1')!;
  const page = (query = '') => auditor().get<{ entries: PlatformEntry[]; next: string | null }>(`/api/trail?limit=500${query}`);
  const whole = async (query = '') => (await page(query)).entries;

  it('shows sign-ins and refusals, the newest first, by whom, act, outcome, address and day', async () => {
    const refused = await send(world.url, 'POST', '/api/accounts', { token: people.get('t1.officer.1')!.token, body: {} });
    expect(refused.status).toBe(403);
    await send(world.url, 'POST', '/api/sessions', { body: { login: 'sys.audit.1', password: 'wrong' } });
    const [first] = await whole('&actor=t1.officer.1&outcome=refused');
    expect(first).toMatchObject({ actorLogin: 't1.officer.1', act: 'identity.create-account', outcome: 'refused', projectId: null, ip: '127.0.0.1' });
    expect(Object.keys(first!).sort()).toEqual(['act', 'actorLogin', 'at', 'id', 'ip', 'objectId', 'objectLogin', 'objectType', 'organisationId', 'outcome', 'projectId', 'requestId', 'times']); // no path, no reasons (V31)
    expect([first!.objectType, first!.objectId]).toEqual(['request', null]);
    const [signIn] = await whole('&actor=sys.audit.1&act=session.start&outcome=done');
    expect(signIn).toMatchObject({ objectLogin: 'sys.audit.1' });
    const starts = await whole('&act=session.start');
    expect([...new Set(starts.map(({ act }) => act))]).toEqual(['session.start']);
    expect(new Set(starts.map(({ outcome }) => outcome))).toEqual(new Set(['done', 'refused']));
    expect(starts.map(({ at }) => at)).toEqual(
      starts
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    expect([await whole('&address=192.0.2.1'), await whole('&to=2020-01-01'), await whole('&from=2090-01-01')]).toEqual([[], [], []]);
    expect((await whole('&address=127.0.0.1&from=2026-01-01&to=2089-12-31')).length).toBeGreaterThan(10);
  });

  it('tells of no bid, no question’s author, no committee: not by act, not by number', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('静默投标人');
    const before = (await page()).entries.map(({ id }) => id);
    await bidder.submit(tender, '100');
    await bidder.client.post(`/api/tenders/${tender.tenderId}/questions`, { text: '工期？' });
    for (const path of [`/api/openings/${tender.code}`, `/api/tenders/${tender.tenderId}/evaluation`]) await send(world.url, 'GET', path, { token: bidder.client.token });
    expect((await page()).entries.map(({ id }) => id)).toEqual(before);
    const shown = new Set((await whole()).map(({ act }) => act));
    const sealed = ['bid.submit', 'bid.upload', 'tender.ask', 'tender.download', 'call.answer', 'expert.check-in', 'score.hand-in', 'room.enter', 'evaluation.read', 'opening.decrypt'];
    expect(sealed.filter((act) => shown.has(act))).toEqual([]);
    expect(await Promise.all(sealed.map((act) => whole(`&act=${act}`)))).toEqual(sealed.map(() => []));
    // negative control: the entries are there, and are found when nothing is asked
    const there = (await rows<{ act: string }>(world, 'select distinct act from audit_entry')).map(({ act }) => act);
    expect(['bid.submit', 'tender.ask', 'call.answer', 'score.hand-in'].filter((act) => !there.includes(act))).toEqual([]);
  });

  /** Negative control: by the sign-ins of the half hour after a draw the auditor read all who were called. */
  it('nor of what an expert does by himself: when he signs in, is refused, leaves', async () => {
    const [{ login, client }] = [...world.office.experts.values()] as [Member];
    const before = (await page()).entries.map(({ id }) => id);
    const again = await signInWithKey(world.url, login, client.identity!);
    expect((await send(world.url, 'POST', '/api/accounts', { token: again.token, body: {} })).status).toBe(403);
    await again.delete('/api/sessions/current');
    expect((await page()).entries.map(({ id }) => id)).toEqual(before);
    expect([...new Set((await whole(`&actor=${login}`)).map(({ act }) => act))]).toEqual(['pool.import']); // what others did stands there
    const there = await rows<{ act: string }>(world, `select distinct e.act from audit_entry e join account a on a.login = $1 and (e.actor_id = a.id or e.object_id = a.id::text) order by 1`, [login]);
    expect(there.map(({ act }) => act)).toEqual(expect.arrayContaining(['identity.create-account', 'session.end', 'session.start']));
  });

  it('pages miss nothing', async () => {
    for (const path of ['/api/accounts', '/api/news']) await send(world.url, 'POST', path, { token: people.get('t1.officer.1')!.token, body: {} });
    const all = (await whole('&actor=t1.officer.1')).map(({ id }) => id);
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { entries, next } = await auditor().get<{ entries: Entry[]; next: string | null }>(`/api/trail?actor=t1.officer.1&limit=1${after && `&after=${after}`}`);
      paged.push(...entries.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
    expect([paged, paged.length > 1]).toEqual([all, true]);
  });

  it('is the audit administrator’s alone', async () => {
    for (const login of PASSWORD_LOGINS.filter((one) => one !== 'sys.audit.1')) expect((await send(world.url, 'GET', '/api/trail', { token: people.get(login)!.token })).status).toBe(403);
  });
});

const itemsOf = (answer: unknown): Record<string, unknown>[] | undefined => {
  const list: unknown = Array.isArray(answer) ? answer : (answer as { items?: unknown } | null)?.items;
  return Array.isArray(list) ? (list as Record<string, unknown>[]) : undefined;
};

const CODE = /A02-[0-9A-Z]+-\d{8}-\d{6}-\w-\d{3}/g;

/** What a row shows and its own page does not: the page is refused, or a field differs, or is absent there. */
async function leaks(client: Client, row: Record<string, unknown>, path: string, list: string): Promise<string[]> {
  const { status, text } = await send(world.url, 'GET', path, { token: client.token });
  if (status !== 200) return [`${path} answers ${status}`];
  const page = JSON.parse(text) as Record<string, unknown>;
  const beside = (field: string) => (OTHER_THERE[list] ?? []).includes(field) || (!(field in page) && (OWN_TO_ROW[list] ?? []).includes(field));
  return Object.keys(row).flatMap((field) => (beside(field) || JSON.stringify(row[field]) === JSON.stringify(page[field]) ? [] : [`${path} ${field}`]));
}

describe('a list shows what the page of each row shows', () => {
  let draft: { tenderId: string };
  beforeAll(async () => {
    const { officer } = world.office;
    const projectId = await registeredProject(world);
    await registeredProject(world, { name: '草稿以外的项目（演示）' });
    // one lot is being opened today while another, whose deadline is tomorrow, has a question to answer
    const opening = await publishedTender(world);
    const bidder = await world.bidder('列表投标人');
    for (const price of ['100', '200']) await (price === '100' ? bidder : await world.bidder('列表投标人二')).submit(opening, price);
    await (await world.bidder('列表投标人三')).submit(opening, '300');
    await advance(world.office, new Date((await platformTime(officer)).getTime() + 86_400_000));
    const open = await publishedTender(world);
    await bidder.client.post(`/api/tenders/${open.tenderId}/questions`, { text: '桩基是否另计？' });
    expect((await send(world.url, 'PUT', `/api/tenders/${open.tenderId}/follow`, { token: bidder.client.token, body: {} })).status).toBe(200);
    await pastDeadline(world, opening);
    await officer.post(`/api/tenders/${opening.tenderId}/opening/start`);
    people.set('bidder', bidder.client);
    draft = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, projectId, await platformTime(officer)));
    for (const tenderRequest of [`${open.tenderId}/terminate`, `${draft.tenderId}/publish`]) await ask(officer, `/api/tenders/${tenderRequest}`, { reason: '需求取消' });
    for (const [i, member] of [...world.office.experts.values()].entries()) people.set(`expert ${i}`, member.client);
    // a right on one project alone opens no other of the same organisation
    await rows(world, `update role_grant set project_id = '${open.projectId}' where account_id in (select id from account where login in ('t1.officer.1', 't1.approver.1'))`);
    // what the job closes would differ between a list and a page that are read one after the other
    await until(async () => (await rows(world, `select 1 from tender where status = 'bidding' and deadline <= tianping_now()`)).length === 0);
  });

  it('knows every list', async () => {
    const { paths } = await world.office.officer.get<{ paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }> }>> }>(
      '/api/openapi.json',
    );
    const components = (await world.office.officer.get<{ components: { schemas: Record<string, Record<string, unknown>> } }>('/api/openapi.json')).components.schemas;
    const resolve = (schema: Record<string, unknown> | undefined): Record<string, unknown> => (schema?.['$ref'] ? resolve(components[(schema['$ref'] as string).split('/').at(-1)!]) : (schema ?? {}));
    const lists = Object.entries(paths).flatMap(([path, { get }]) => {
      const schema = resolve(Object.values(get?.responses ?? {}).find(({ content }) => content?.['application/json'])?.content?.['application/json']?.schema);
      return schema['type'] === 'array' || (schema['properties'] as Record<string, unknown> | undefined)?.['items'] ? [path] : [];
    });
    expect(lists.length).toBeGreaterThan(15);
    expect(lists.filter((path) => !(path in LISTS))).toEqual([]);
    expect(Object.keys(LISTS).filter((path) => !(path in paths))).toEqual([]);
  });

  it.each(Object.entries(LISTS).flatMap(([path, detail]) => (typeof detail === 'string' ? [] : [[path, detail] as const])))('%s', async (path, detail) => {
    const found: string[] = [];
    let compared = 0;
    for (const [login, client] of [...people, ['public', { token: undefined } as unknown as Client] as const]) {
      for (const query of path === '/api/tenders' ? ['?mine=true&limit=100', '?limit=100'] : ['']) {
        const { status, text } = await send(world.url, 'GET', path + query, { token: client.token });
        if (status === 401 || status === 403) continue;
        expect([login, path, status]).toEqual([login, path, 200]);
        for (const row of itemsOf(JSON.parse(text))!) {
          const page = detail(row);
          if (!page) continue;
          compared += 1;
          found.push(...(await leaks(client, row, page, path)).map((leak) => `${login}: ${leak}`));
        }
      }
    }
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });

  it('a workbook of tenders has the rows of their list, for everybody', async () => {
    const codes = new Map<string, string[]>();
    for (const login of [...people.keys(), 'public'])
      for (const query of ['?mine=true', '?mine=false']) {
        const { status, text } = await send(world.url, 'GET', `/api/tenders${query}&limit=100`, { token: people.get(login)?.token });
        if (status === 401 || status === 403) continue;
        const listed = itemsOf(JSON.parse(text))!.map(({ code }) => code as string);
        const told = await workbook(login, `/api/tenders.xlsx${query}`);
        codes.set(login + query, [...new Set(told.match(CODE) ?? [])].sort());
        expect([login, query, codes.get(login + query)]).toEqual([login, query, [...new Set(listed)].sort()]);
      }
    expect(codes.size).toBeGreaterThan(15);
    expect(new Set([...codes.values()].map((all) => all.join())).size).toBeGreaterThan(2); // negative control: they are not the same for all
  });

  it('negative control: a list by organisation alone is found out', async () => {
    const [row] = (await people.get('a1.officer.1')!.get<{ items: Record<string, unknown>[] }>('/api/tenders?mine=true&stage=draft')).items as [Record<string, unknown>];
    expect(row['id']).toBe(draft.tenderId);
    for (const login of ['t1.rep.1', 't1.key.1', 't1.officer.1'])
      expect(await leaks(people.get(login)!, row, `/api/tenders/${draft.tenderId}`, '/api/tenders')).toEqual([`/api/tenders/${draft.tenderId} answers 404`]);
    // a field that differs, and one that nobody thought of
    const planted = await leaks(people.get('a1.officer.1')!, { ...row, title: '另一标题', whisper: '1' }, `/api/tenders/${draft.tenderId}`, '/api/tenders');
    expect(planted).toEqual(['title', 'whisper'].map((field) => `/api/tenders/${draft.tenderId} ${field}`));
  });
});

describe('nothing new is told by forgetting', () => {
  @Controller('api/whisper')
  class Acts {
    @Post()
    @Public('award.whisper', { door: 'registration' })
    whisper() {
      return {};
    }
  }
  @Controller('api/whisper')
  class Lists {
    @Get()
    @Public('tender.read')
    whisper() {
      return { items: [] };
    }
  }
  it.each([
    ['an act whose traces nobody has thought about', Acts, 'award.whisper'],
    ['a list of which nobody has said who may know it', Lists, 'GET /api/whisper'],
  ])('%s stops the boot', async (_, controller, named) => {
    const { config } = world.running;
    const source = await connect(config, addressesOf(config)!);
    @Module({ imports: [appModule(config, source, config.DATABASE_URL!, false)], controllers: [controller] })
    class Leaky {}
    try {
      await expect(createHttpApp(Leaky, config, { responses: {}, schemas: {} })).rejects.toThrow(named);
    } finally {
      if (source.isInitialized) await source.destroy();
    }
  });
});
