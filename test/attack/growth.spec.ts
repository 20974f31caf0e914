import { Client as Pg } from 'pg';
import { signIn } from '../../apps/cli/src/play/people';
import { freezeClock, rows, thawClock } from '../journeys/tools';
import { closeConnections, platformTime, publishedTender, refusal, registeredProject, startWorld, type World } from '../journeys/world';

/**
 * Every table, and what keeps one account or a stranger from filling it. A new table needs its line here, or this fails.
 *   account: rows of one account or organisation end at a number, or at room that is counted
 *   once: its key allows one row for each of what is bounded already
 *   hours: rows go by themselves
 *   rate: each row is an act, and acts of an address, a person or a socket are metered
 *   trusted: only officers of the centre and administrators write it
 *   system: the platform writes it by itself
 */
const BOUNDS: Record<string, 'account' | 'once' | 'hours' | 'rate' | 'trusted' | 'system'> = {
  account: 'trusted',
  account_draft: 'account',
  attempt_meter: 'hours',
  audit_entry: 'rate',
  award: 'once',
  bid: 'rate',
  bid_transfer: 'account',
  bid_upload: 'account',
  certificate: 'rate',
  certificate_challenge: 'account',
  content_candidate: 'system',
  content_removal: 'rate',
  deal_code_counter: 'once',
  draw: 'trusted',
  draw_pool: 'once',
  duty: 'once',
  duty_version: 'system',
  evaluation: 'once',
  evaluation_draft: 'once',
  evaluation_member: 'once',
  event_cursor: 'system',
  event_log: 'rate',
  expert: 'trusted',
  expert_call: 'system',
  expert_interest: 'account',
  file: 'account',
  first_password_half: 'once',
  hold: 'trusted',
  idempotency_key: 'hours',
  installation: 'system',
  job_run: 'system',
  known_device: 'account',
  news: 'trusted',
  lost_award: 'once',
  objection: 'account',
  opened_bid: 'once',
  outage: 'system',
  outage_doubt: 'system',
  outage_lot: 'system',
  platform_beat: 'once',
  opened_part: 'once',
  bid_keys: 'once',
  calendar_year: 'trusted',
  opening: 'once',
  organisation: 'rate',
  organisation_name: 'trusted',
  project: 'account',
  proposal: 'rate',
  released_share: 'once',
  spoilt_share: 'once',
  revocation_list: 'system',
  role_grant: 'trusted',
  room: 'once',
  room_event: 'rate',
  session: 'rate',
  sign_in_challenge: 'hours',
  statistics_cell: 'system',
  storage_claim: 'account',
  stored_content: 'account',
  tender: 'account',
  tender_amendment: 'trusted',
  tender_document: 'account',
  tender_invitee: 'account',
  tender_download: 'account',
  tender_follow: 'once',
  tender_question: 'account',
  time_source: 'system',
  trusted_authority: 'trusted',
  venue_booking: 'trusted',
  venue_room: 'trusted',
};

let world: World;
beforeAll(async () => void (world = await startWorld({ env: { LOG_LEVEL: 'silent' } })));
afterAll(async () => {
  await world?.stop({ tampered: true });
  await closeConnections();
});

test('every table has its bound', async () => {
  const tables = await rows<{ name: string }>(
    world,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'migrations' order by 1`,
  );
  const unknown = (names: string[]) => names.filter((name) => !(name in BOUNDS));
  expect(unknown(tables.map(({ name }) => name))).toEqual([]);
  expect(Object.keys(BOUNDS).filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
  // negative control: a table that nobody thought of is found
  expect(unknown(['planted_notes'])).toEqual(['planted_notes']);
});

/** As many rows as there may be, without asking for each. */
const fill = (table: string, columns: string, values: string, n: number, params: unknown[]) => rows(world, `insert into ${table} (${columns}) select ${values} from generate_series(1, ${n})`, params);

test('questions of one organisation about one tender end; another’s do not', async () => {
  const { tenderId } = await publishedTender(world);
  const [bidder, other] = [await world.bidder('多问'), await world.bidder('少问')];
  const ask = (by = bidder) => by.client.post(`/api/tenders/${tenderId}/questions`, { text: '问' });
  const [{ id }] = (await rows<{ id: string }>(world, 'select id from organisation where uscc = $1', [bidder.firm.uscc])) as [{ id: string }];
  await fill('tender_question', 'id, tender_id, organisation_id, text, asked_at', `gen_random_uuid(), $1, $2, '问', now()`, 199, [tenderId, id]);
  await ask();
  expect(await refusal(ask())).toMatchObject({ status: 422, code: 'platform.too-many', detail: expect.stringContaining('“提问”已达上限 200 项') });
  await ask(other);
});

test('many questions come page by page: each once to whoever may see it, and none to whoever may not', async () => {
  const { tenderId } = await publishedTender(world);
  const [{ id }] = (await rows<{ id: string }>(world, 'select id from organisation limit 1')) as [{ id: string }];
  const columns = 'id, tender_id, organisation_id, text, asked_at, answer, answered_at';
  await fill('tender_question', columns, `gen_random_uuid(), $1, $2, '问' || generate_series, now() - make_interval(secs => generate_series / 2), '答', now()`, 120, [tenderId, id]);
  await fill('tender_question', columns, `gen_random_uuid(), $1, $2, '未答' || generate_series, now(), null, null`, 60, [tenderId, id]);
  interface Page {
    items: { text: string }[];
    next: string | null;
  }
  const all = async (client: { get<T>(path: string): Promise<T> }) => {
    const texts: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = await client.get<Page>(`/api/tenders/${tenderId}/questions?${after}`);
      texts.push(...items.map(({ text }) => text));
      if (!next) return texts;
      after = `after=${next}`;
    }
  };
  const stranger = { get: async <T>(path: string) => (await (await fetch(world.url + path)).json()) as T };
  const [seen, own] = [await all(stranger), await all(world.office.officer)];
  expect([seen.length, new Set(seen).size, seen.some((text) => text.startsWith('未答'))]).toEqual([120, 120, false]);
  expect([own.length, new Set(own).size]).toEqual([180, 180]);
  const { questions, moreQuestions } = await stranger.get<{ questions: unknown[]; moreQuestions: boolean }>(`/api/tenders/${tenderId}`);
  expect([questions.length, moreQuestions]).toEqual([50, true]);
  const page = await (await fetch(`${world.url}/tenders/${tenderId}`)).text();
  expect([page.match(/问\d/g)!.length, page.includes('?questions=')]).toEqual([50, true]);
  expect((await fetch(`${world.url}/tenders/${tenderId}?questions=x`)).status).toBe(200);
});

test('drafts of projects of one organisation end, and are taken again when there are fewer', async () => {
  const projectId = await registeredProject(world);
  const [{ agency, tenderer }] = (await rows<{ agency: string; tenderer: string }>(world, 'select agency_id as agency, tenderer_id as tenderer from project where id = $1', [projectId])) as [
    { agency: string; tenderer: string },
  ];
  await fill(
    'project',
    'id, name, category, procedure, kind, region, tenderer_id, agency_id, approval_number, funds_source, state_controlled, mandatory, status, created_at',
    `gen_random_uuid(), 'P', 'construction', 'works-open', 'A02', '990100', $1, $2, '1', '1', true, true, 'draft', now()`,
    500,
    [tenderer, agency],
  );
  expect((await refusal(registeredProject(world))).code).toBe('platform.too-many');
  await rows(world, `delete from project where status = 'draft'`);
  await registeredProject(world);
});

/** What nobody may change is changed with its guards put aside. */
async function asOwner(sql: string): Promise<void> {
  const owner = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await owner.connect();
  await owner.query('set session_replication_role = replica');
  await owner.query(sql);
  await owner.end();
}

test('taking a document again and again leaves a row an hour', async () => {
  const { tenderId } = await publishedTender(world);
  const bidder = await world.bidder('反复下载');
  for (let i = 0; i < 5; i += 1) await bidder.client.text(`/api/tenders/${tenderId}/documents/${world.documentId}`);
  const taken = () => rows(world, 'select 1 from tender_download where tender_id = $1', [tenderId]);
  expect(await taken()).toHaveLength(1);
  await asOwner(`update tender_download set at = at - interval '61 minutes' where tender_id = '${tenderId}'`);
  await bidder.client.text(`/api/tenders/${tenderId}/documents/${world.documentId}`);
  expect(await taken()).toHaveLength(2);
});

// negative control: their bytes alone were counted, and one of a byte each leaves room for thirty thousand million
test('what was uploaded for a tender and became no bid ends at a number, by both doors; given up, there is room again', async () => {
  const { tenderId } = await publishedTender(world);
  const [bidder, other] = [await world.bidder('多传'), await world.bidder('少传')];
  const [{ id, account }] = (await rows<{ id: string; account: string }>(world, 'select o.id, a.id as account from organisation o join account a on a.organisation_id = o.id where o.uscc = $1', [
    bidder.firm.uscc,
  ])) as [{ id: string; account: string }];
  await rows(world, `insert into stored_content (sha256, size) values (repeat('0', 64), 1)`);
  await fill('bid_upload', 'id, tender_id, organisation_id, account_id, sha256, size, at', `gen_random_uuid(), $1, $2, $3, repeat('0', 64), 1, now()`, 99, [tenderId, id, account]);
  const put = (by = bidder, byte = 1) => by.client.put(`/api/tenders/${tenderId}/bid-content`, Buffer.of(40, byte));
  const begin = () => bidder.client.post(`/api/tenders/${tenderId}/uploads`, { size: 1 });
  await put();
  for (const more of [() => put(bidder, 2), begin]) expect(await refusal(more())).toMatchObject({ status: 422, code: 'platform.too-many' });
  await put(other);
  const { items } = await bidder.client.get<{ items: { uploadId: string }[] }>(`/api/tenders/${tenderId}/uploads`);
  await bidder.client.delete(`/api/uploads/${items[0]!.uploadId}`);
  await begin();
});

// negative control: without `assertPaced` the sixty-first is taken at once, and so are nine thousand more
test('of versions of a bid sixty are taken in an hour, then one a minute: nobody is kept from replacing his bid', async () => {
  const tender = await publishedTender(world);
  const bidder = await world.bidder('多版');
  const other = await world.bidder('一版');
  const begun = await platformTime(world.office.officer);
  const at = async (seconds: number, version: number, by = bidder) => {
    await freezeClock(world, new Date(begun.getTime() + seconds * 1000));
    await by.submit(tender, '100', { version });
  };
  try {
    for (let version = 1; version <= 60; version += 1) await at(version, version);
    expect(await refusal(at(119, 61))).toMatchObject({ status: 429, code: 'bidding.too-many-versions', violations: [{ params: { seconds: 1 } }] });
    await at(119, 1, other);
    await at(120, 61);
    expect((await refusal(at(121, 62))).violations[0]!.params).toMatchObject({ seconds: 59 });
    await bidder.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`); // at any time
    await at(3603, 62); // the first of the last sixty lies an hour back
    await at(3603, 63);
  } finally {
    await thawClock(world);
  }
});

test('one’s own bids come as many as one answer holds, the newest first, however large their manifests are', async () => {
  const tender = await publishedTender(world);
  const bidder = await world.bidder('大清单');
  await bidder.submit(tender, '100');
  await asOwner(`insert into bid select (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'number', n, 'status', 'replaced', 'manifest', repeat('x', 65536),
    'receipt_code', 'R' || n, 'cipher_sha256', lpad(n::text, 64, '0'), 'received_at', b.received_at - make_interval(secs => n)))).* from bid b, generate_series(2, 150) n where b.tender_id = '${tender.tenderId}'`);
  const own = await bidder.client.get<{ number: number; manifest: string }[]>(`/api/tenders/${tender.tenderId}/bids/mine`);
  expect(own.slice(0, 3).map(({ number }) => number)).toEqual([1, 2, 3]);
  // negative control: without the bound of bytes all 150 come, ten megabytes of them
  expect(own.reduce((sum, { manifest }) => sum + manifest.length, 0)).toBeLessThan(5 * 2 ** 20);
  expect(own.length).toBeGreaterThan(60);
});

// negative control: without `varies` each of them has a name, which every connection keeps
test('however filters vary, no connection keeps a statement for them', async () => {
  const kept: string[] = [];
  const prototype = Pg.prototype as unknown as { query(...args: unknown[]): unknown };
  const { query } = prototype;
  let seen = 0;
  const watched = jest.spyOn(prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const { name, text = '' } = (args[0] ?? {}) as { name?: string; text?: string };
    if (/ from tender t join project p .* where .*\b(order by t\.|limit 1000)|from audit_entry e where|from project p join organisation o .*limit/s.test(text)) {
      seen += 1;
      if (name) kept.push(text);
    }
    return query.apply(this, args);
  });
  try {
    const stranger = (path: string) => fetch(world.url + path).then(({ status }) => status);
    for (const path of ['/api/tenders?q=a&limit=7', '/api/tenders?region=990100&sort=closing&limit=8', '/api/tenders.xlsx?q=a', '/api/tenders?from=2026-01-01&to=2026-02-01'])
      expect(await stranger(path)).toBe(200);
    await world.office.officer.get('/api/projects?limit=3');
    const { token } = await signIn(world.url, 'sys.audit.1', world.running.password!);
    expect((await fetch(`${world.url}/api/trail?outcome=done`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  } finally {
    watched.mockRestore();
  }
  expect(seen).toBeGreaterThan(7);
  expect(kept).toEqual([]);
});
