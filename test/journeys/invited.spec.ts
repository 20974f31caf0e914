import { READINGS } from '@domain/supervision/readings';
import { Client as Pg } from 'pg';
import { rows, send, until } from './tools';
import {
  ask,
  type Bidder,
  draftBody,
  drawn,
  evaluate,
  openRoom,
  type Played,
  publishCandidates,
  pastDeadline,
  platformTime,
  publishedTender,
  type Published,
  projectBody,
  refusal,
  registeredProject,
  startWorld,
  submitAll,
  type World,
} from './world';

/** A tender by invitation (TBL 10, 17; TBR 8): three at least, known to them alone until its candidates are published. */
const GROUND = { ground: 'few', approval: '衡发改函〔2026〕3号' };
const BY_INVITATION = { procedure: 'works-invited', invitation: GROUND };

let world: World;
let invited: Bidder[];
let stranger: Bidder;
let lot: Published;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  invited = [];
  for (const name of ['受邀-甲', '受邀-乙', '受邀-丙']) invited.push(await world.bidder(name));
  stranger = await world.bidder('未受邀');
  lot = await publishedTender(world, { invitees: invited.map(({ firm }) => firm.uscc) }, BY_INVITATION);
});
afterAll(async () => world?.stop());

const entered = (fields: Record<string, unknown>) => world.office.officer.post<{ projectId: string }>('/api/projects', projectBody(world, fields));

test('state-controlled works that must be tendered are tendered openly, but on a ground that somebody found to be there', async () => {
  expect(await refusal(entered({ procedure: 'works-invited' }))).toMatchObject({ status: 422, code: 'intake.ground-missing', violations: [{ article: 'TBR-8' }] });
  expect(await refusal(entered({ invitation: GROUND }))).toMatchObject({ status: 422, code: 'intake.open-needs-no-ground' });
  await entered({ procedure: 'works-invited', mandatory: false }); // negative control: nothing asks for an open tender here
  await entered(BY_INVITATION);
});

test('at least three are invited, who can bid here, and no party; an open tender invites nobody', async () => {
  const { officer, tendererUscc } = world.office;
  const projectId = await registeredProject(world, BY_INVITATION);
  const now = await platformTime(officer);
  const draft = (invitees: string[], to = projectId) => officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, to, now, { invitees }));
  const codes = invited.map(({ firm }) => firm.uscc);
  expect(await refusal(draft([codes[0]!, '91990000MATP09999X']))).toMatchObject({ status: 422, code: 'tender.invitee-unknown', violations: [{ article: 'TBL-17' }] });
  expect(await refusal(draft([tendererUscc]))).toMatchObject({ code: 'tender.invitee-unknown' }); // it does not bid
  const [{ id }] = (await rows<{ id: string }>(world, `select id from account where login = 't1.officer.1'`)) as [{ id: string }];
  await rows(world, `insert into role_grant (id, version, account_id, role, reason, starts_at) values (gen_random_uuid(), 1, $1, 'bidder-signatory', 'test', now() - interval '30 years')`, [id]);
  expect(await refusal(draft([...codes, tendererUscc]))).toMatchObject({ code: 'tender.invitee-is-party', violations: [{ article: 'TBR-34' }] });
  expect(await refusal(draft(codes, await registeredProject(world)))).toMatchObject({ code: 'tender.open-invites-nobody' });
  const { tenderId } = await draft(codes.slice(0, 2));
  expect(await refusal(officer.post(`/api/tenders/${tenderId}/invitations`))).toMatchObject({ status: 422, code: 'tender.too-few-invitees', violations: [{ article: 'TBL-17' }] });
  await officer.post(`/api/tenders/${tenderId}/draft`, draftBody(world, projectId, now, { invitees: codes }));
  const asked = await ask(officer, `/api/tenders/${tenderId}/invitations`);
  const { act, content } = JSON.parse(asked.statement!) as { act: string; content: { invitees: { uscc: string }[] } };
  expect(await refusal(officer.post(`/api/tenders/${tenderId}/publish`))).toMatchObject({ code: 'procedure.not-now' }); // no notice to everybody
  expect([act, content.invitees.map(({ uscc }) => uscc)]).toEqual(['tender.invite', codes]);
});

/** Every address of the lot that is read, as this reader finds it. */
const addresses = () => Object.keys(READINGS).filter((path) => path.startsWith('/api/tenders/:id') && !path.includes(':fileId'));
const statuses = async (token: string | undefined) =>
  Object.fromEntries(await Promise.all(addresses().map(async (path) => [path, (await send(world.url, 'GET', path.replace(':id', lot.tenderId), { token })).status] as const)));

test('whoever is not invited finds nothing of it, at any address, by its code, in any list, and may not act on it', async () => {
  for (const token of [undefined, stranger.client.token]) {
    expect(Object.entries(await statuses(token)).filter(([, status]) => status !== 404 && status !== 401 && status !== 403)).toEqual([
      ...(token ? [['/api/tenders/:id/bids/mine', 200]] : []),
      ...(token ? [['/api/tenders/:id/uploads', 200]] : []),
    ]);
    expect((await send(world.url, 'GET', `/api/tenders/${lot.code}`, { token })).status).toBe(404);
    const listed = await send(world.url, 'GET', '/api/tenders?limit=100', { token });
    expect(listed.text).not.toContain(lot.tenderId);
    expect((await send(world.url, 'GET', '/api/tenders?invited=true', { token })).status).toBe(200);
  }
  const { client } = stranger;
  expect((await send(world.url, 'PUT', `/api/tenders/${lot.tenderId}/follow`, { token: client.token, body: {} })).status).toBe(404);
  const attempts = [
    client.post(`/api/tenders/${lot.tenderId}/questions`, { text: '是否包括路灯？' }),
    client.post(`/api/tenders/${lot.tenderId}/uploads`, { size: 1000 }),
    client.get(`/api/tenders/${lot.tenderId}/documents/${world.documentId}`),
    stranger.submit(lot, '900000000'),
    client.post(`/api/tenders/${lot.tenderId}/bids/withdraw`),
    client.post(`/api/tenders/${lot.tenderId}/objections`, { text: '有异议' }),
    client.post(`/api/tenders/${lot.tenderId}/give-up`, { reason: '放弃' }),
  ];
  for (const refused of await Promise.all(attempts.map((attempt) => refusal(attempt)))) expect(refused).toMatchObject({ status: 404 });
});

test('who is invited reads its letter and documents and is offered to bid, and learns of nobody else', async () => {
  const { client } = invited[0]!;
  const view = await client.get<{ allowedActs: string[]; procedure: string; isPublic: boolean }>(`/api/tenders/${lot.tenderId}`);
  expect(view).toMatchObject({ procedure: 'works-invited', isPublic: false });
  expect(view.allowedActs).toEqual(expect.arrayContaining(['bid.submit', 'tender.ask', 'tender.download']));
  const notice = await client.get<Record<string, unknown>>(`/api/tenders/${lot.tenderId}/notice`);
  expect(notice).toMatchObject({ invitation: GROUND });
  for (const other of invited.slice(1)) expect(JSON.stringify([view, notice])).not.toContain(other.firm.uscc);
  const { items } = await client.get<{ items: { id: string }[] }>('/api/tenders?invited=true');
  expect(items.map(({ id }) => id)).toEqual([lot.tenderId]);
});

// negative control: nothing on his home page told him of it
test('who is invited finds it among what waits for him, until he has handed something in; nobody else does', async () => {
  const one = await publishedTender(world, { invitees: invited.map(({ firm }) => firm.uscc) }, BY_INVITATION);
  const waits = async ({ client }: Bidder) => (await client.get<{ items: { kind: string; tenderId: string }[] }>('/api/todo')).items.filter(({ tenderId }) => tenderId === one.tenderId);
  expect(await waits(invited[0]!)).toMatchObject([{ kind: 'bid.invited', code: one.code, article: 'TBL-17', dueAt: one.deadline.toISOString(), overdue: false }]);
  expect(await waits(stranger)).toEqual([]);
  await invited[0]!.submit(one, '900000000');
  expect([await waits(invited[0]!), (await waits(invited[1]!)).length]).toEqual([[], 1]);
});

test('its own side and the bureau read whom it invites', async () => {
  const { officer, bureau } = world.office;
  for (const client of [officer, bureau]) {
    const { invitees } = await client.get<{ invitees: { uscc: string }[] }>(`/api/tenders/${lot.tenderId}`);
    expect(invitees.map(({ uscc }) => uscc).sort()).toEqual(invited.map(({ firm }) => firm.uscc).sort());
    expect((await client.get<{ items: { id: string }[] }>('/api/tenders?limit=100')).items.map(({ id }) => id)).toContain(lot.tenderId);
  }
});

test('its bids are opened and evaluated like others, and with its candidates everybody finds it', async () => {
  for (const [i, bidder] of invited.entries()) await bidder.submit(lot, String(900_000_000 + i));
  await pastDeadline(world, lot);
  await drawn(world, lot, invited);
  const { evaluationId, experts } = await openRoom(world.office, lot.tenderId);
  const [seated] = experts as [(typeof experts)[number]];
  const others = [...world.office.experts.values()].filter((one) => !experts.includes(one));
  const seen = async ({ client }: { client: { token?: string | undefined } }) =>
    Promise.all([`/api/tenders/${lot.tenderId}`, `/api/tenders/${lot.tenderId}/evaluation`].map(async (path) => (await send(world.url, 'GET', path, { token: client.token })).status));
  // negative control: the lot was not there for its own committee, whose page of the room begins with it
  expect(await Promise.all([seated, world.office.representative, others[0]!].map(seen))).toEqual([
    [200, 200],
    [200, 200],
    [404, 404],
  ]);
  await evaluate(world.office, { ...lot, source: { method: 'lowest-price', bids: [] } } as unknown as Played, experts, evaluationId);
  await publishCandidates(world.office, lot.tenderId);
  for (const token of [undefined, stranger.client.token]) {
    expect((await send(world.url, 'GET', `/api/tenders/${lot.code}`, { token })).status).toBe(200);
    expect((await send(world.url, 'GET', '/api/tenders?limit=100', { token })).text).toContain(lot.tenderId);
  }
});

test('negative control: an open tender of the same hour is everybody’s', async () => {
  const open = await publishedTender(world);
  expect((await send(world.url, 'GET', `/api/tenders/${open.tenderId}`, {})).status).toBe(200);
  await submitAll(world, open, ['900000000']);
});

// negative control: without `lotItself` in both lists the officer of another project reads both of the lot
test('who supervises one project finds no lot by invitation of another in what is due and what runs, and open ones as everybody does', async () => {
  const { entry, bureau, officer } = world.office;
  const [secluded, open] = [await publishedTender(world, { invitees: invited.map(({ firm }) => firm.uscc) }, BY_INVITATION), await publishedTender(world)];
  const elsewhere = await registeredProject(world);
  const { accountId } = await entry.get<{ accountId: string }>('/api/me');
  await rows(
    world,
    `insert into role_grant (id, version, account_id, role, project_id, reason, starts_at) values (gen_random_uuid(), 1, $1, 'bureau-officer', $2, 'test', now() - interval '30 years')`,
    [accountId, elsewhere],
  );
  const found = async (list: string, client: typeof entry) => {
    const { items } = await client.get<{ items: { tenderId: string }[] }>(`/api/supervision/${list}`);
    return [secluded, open].map(({ tenderId }) => items.some((one) => one.tenderId === tenderId));
  };
  for (const tender of [secluded, open]) for (const [i, bidder] of invited.entries()) await bidder.submit(tender, String(900_000_000 + i));
  await pastDeadline(world, secluded.deadline > open.deadline ? secluded : open);
  await until(async () => (await found('due', bureau)).every(Boolean)); // both are closed by the platform
  expect(await found('due', entry)).toEqual([false, true]);
  for (const { tenderId } of [secluded, open]) await officer.post(`/api/tenders/${tenderId}/opening/start`);
  expect([await found('running', bureau), await found('running', entry)]).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('one who is no longer invited when his bid passes the gate is refused there', async () => {
  const one = await publishedTender(world, { invitees: invited.map(({ firm }) => firm.uscc) }, BY_INVITATION);
  const bidder = invited[0]!;
  const [{ id }] = (await rows<{ id: string }>(world, 'select id from organisation where uscc = $1', [bidder.firm.uscc])) as [{ id: string }];
  const pg = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await pg.connect();
  await pg.query('begin');
  const place = `${one.tenderId}:${id}`;
  await pg.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [place]); // the gate waits here, after all that is asked before it
  const handedIn = refusal(bidder.submit(one, '900000000'));
  const waits = `select 1 from pg_locks where locktype = 'advisory' and not granted and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 3)`; // others wait for locks of theirs
  await until(async () => (await rows(world, waits, [place]))[0]);
  await pg.query('delete from tender_invitee where tender_id = $1 and organisation_id = $2', [one.tenderId, id]);
  await pg.query('commit');
  await pg.end();
  expect(await handedIn).toMatchObject({ status: 403, code: 'tender.not-invited', violations: [{ article: 'TBL-17' }] });
});
