import { allHold, commitment, type DrawRecord, verifyDraw } from '@draw';
import { groundOf, rows, until } from './tools';
import {
  advance,
  ask,
  type Bidder,
  closeConnections,
  confirm,
  draw,
  evaluate,
  open,
  openRoom,
  pastDeadline,
  type Played,
  platformTime,
  publishCandidates,
  type Published,
  publishedTender,
  refusal,
  startWorld,
  submitAll,
  untilConfirmed,
  type World,
} from './world';

let world: World;
let tender: Published;
let bidders: Bidder[];
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  tender = await publishedTender(world);
  bidders = await submitAll(world, tender, ['100', '200', '300']);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const NEEDS = [
  { specialty: 'A0802', count: 2 },
  { specialty: 'A0402', count: 1 },
  { specialty: 'A0601', count: 1 },
];
const request = (of: Published, change: Record<string, unknown> = {}) =>
  ask(world.office.officer, `/api/tenders/${of.tenderId}/draws`, {
    ...{ needs: NEEDS, awayMin: 1, homeLibrary: '衡州', representatives: 1, sessionStartsAt: new Date(of.deadline.getTime() + 3_600_000).toISOString(), sessionHours: 4 },
    ...change,
  });
const numbers = { tenderer: '1'.repeat(64), bureau: '2'.repeat(64) };
const partyOf = (party: keyof typeof numbers) => (party === 'bureau' ? world.office.bureau : world.office.officer);
const commit = (drawId: string, party: keyof typeof numbers) => partyOf(party).post(`/api/draws/${drawId}/commit`, { commitment: commitment(drawId, party, numbers[party]) });
const reveal = (drawId: string, party: keyof typeof numbers, number = numbers[party]) => partyOf(party).post<{ status: string; calls?: number }>(`/api/draws/${drawId}/reveal`, { number });

describe('the request', () => {
  it('waits for the deadline, and a person named by hand is refused', async () => {
    expect(await groundOf(request(tender))).toBe('experts.too-early TBR-46');
    await pastDeadline(world, tender);
    await open(world.office, tender as unknown as Played, bidders);
    expect(await groundOf(request(tender, { experts: ['e02.expert'] }))).toBe('experts.named-by-hand TBR-46');
    // a library that there is not would make every expert a remote one
    expect(await refusal(request(tender, { homeLibrary: '北京' }))).toMatchObject({
      code: 'experts.library-unknown',
      violations: [{ article: 'TBR-46', pointer: '/homeLibrary', next: expect.stringContaining('衡州') }],
    });
  });

  test.each([
    ['four members', 0, NEEDS],
    ['six members', 2, NEEDS],
    ['experts below two thirds', 3, NEEDS],
    ['three members', 0, NEEDS.slice(0, 2)],
  ])('%s are no committee (TBL 37)', async (_what, representatives, needs) => {
    expect(await groundOf(request(tender, { representatives, needs }))).toBe('experts.committee-shape TBL-37');
  });

  // negative control: both were asked for, signed, and refused to who confirmed, by the name of a field
  it('of more from elsewhere than are drawn, or of one specialty twice, is refused to who asks', async () => {
    expect(await groundOf(request(tender, { awayMin: 5 }))).toBe('experts.away-many TBR-46');
    expect(await groundOf(request(tender, { needs: [NEEDS[0], NEEDS[0]] }))).toBe('http.field');
  });
});

/** What a called expert and anybody else reads, with all that a cache would compare: if it moves when he is called, he knows for what. */
const outside = async () => {
  const url = `${world.url}/api/tenders/${tender.tenderId}/draws`;
  const answer = await fetch(url);
  const expert = [...world.office.experts.values()][0]!.client;
  return { etag: answer.headers.get('etag'), draws: (await answer.json()) as Record<string, unknown>[], expert: await expert.get<unknown>(`/api/tenders/${tender.tenderId}/draws`) };
};
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:/;

describe('the draw', () => {
  let drawId: string;

  it('needs two outside parties: nothing is revealed before both committed, and a number that was not committed to is refused', async () => {
    ({ drawId } = await confirm<{ drawId: string }>(world.office.approver, await request(tender)));
    expect((await refusal(reveal(drawId, 'tenderer'))).code).toBe('experts.not-committed');
    await commit(drawId, 'tenderer');
    expect((await refusal(commit(drawId, 'tenderer'))).code).toBe('experts.committed');
    expect((await refusal(reveal(drawId, 'tenderer'))).code).toBe('experts.not-committed');
    await commit(drawId, 'bureau');
    expect(await groundOf(reveal(drawId, 'tenderer', '3'.repeat(64)))).toBe('experts.reveal-wrong TBR-46');
    expect((await refusal(world.office.hall.post(`/api/draws/${drawId}/reveal`, { number: numbers.tenderer }))).code).toBe('auth.not-allowed');
    for (const member of world.office.experts.values()) member.onCall = async () => undefined; // nobody answers by himself in what follows
    const before = await outside();
    expect(await reveal(drawId, 'tenderer')).toEqual({ status: 'committed' });
    expect((await refusal(reveal(drawId, 'tenderer'))).code).toBe('experts.revealed');
    expect(await reveal(drawId, 'bureau')).toEqual({ status: 'drawn', calls: 4 });
    expect(await outside()).toEqual(before);
    expect(Object.keys(before.draws[0]!).sort()).toEqual(['commitments', 'drawId', 'listHash', 'rulesHash']);
    expect(before.expert).toEqual(before.draws);
    const sides = [world.office.officer, world.office.bureau].map((client) => client.get<Record<string, unknown>[]>(`/api/tenders/${tender.tenderId}/draws`));
    for (const draws of await Promise.all(sides)) {
      expect(draws[0]).toMatchObject({ status: 'drawn', revealed: ['bureau', 'platform', 'tenderer'] }); // negative control: it did move
      expect(JSON.stringify(draws)).not.toMatch(INSTANT);
    }
    expect(drawId[14]).toBe('4'); // drawn altogether: an id of version 7 would begin with the moment of the freezing
  });

  it('happens once: no second one until somebody likes it', async () => {
    expect(await groundOf(request(tender))).toBe('experts.draw-lives TBR-46');
  });

  it('goes on with the same walk when one declines and one stays silent; calls say place and time only', async () => {
    const called = () =>
      rows<{ id: string; login: string; status: string }>(
        world,
        `select c.id, a.login, c.status from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.draw_id = $1 order by c.id`,
        [drawId],
      );
    const [first, second, third] = await called();
    const member = (login: string) => world.office.experts.get(login)!;
    expect((await refusal(member(second!.login).answer(first!.id, true))).status).toBe(404); // another's call
    const own = JSON.stringify(await member(first!.login).client.get('/api/calls'));
    expect(own).not.toMatch(new RegExp(`${tender.tenderId}|${tender.projectId}|${drawId}|砚池|投标人`));
    expect(Object.keys((await member(first!.login).client.get<object[]>('/api/calls'))[0]!).sort()).toEqual(['answerBy', 'endsAt', 'id', 'startsAt', 'status']);
    await member(first!.login).answer(first!.id, false);
    expect(await called()).toHaveLength(5);
    for (const { id, login, status } of (await called()).filter((one) => one.status === 'offered' && one.id !== third!.id)) await (status === 'offered' && member(login).answer(id, true));
    await advance(world.office, new Date((await platformTime(world.office.officer)).getTime() + 31 * 60_000));
    expect((await refusal(member(third!.login).answer(third!.id, true))).code).toBe('experts.call-answered');
    const now = await until(async () => {
      const all = await called();
      return all.length === 6 && all;
    });
    expect(now.find(({ id }) => id === third!.id)!.status).toBe('timed-out');
    await member(now[5]!.login).answer(now[5]!.id, true);
    await untilConfirmed(world.office, tender.tenderId);
  });

  it('goes on when somebody who accepted falls ill before the room opens; the sides learn that a seat is open, never whose', async () => {
    const drawn = async () => (await world.office.officer.get<{ status: string; seats: object }[]>(`/api/tenders/${tender.tenderId}/draws`))[0]!;
    const calls = (status: string) =>
      rows<{ id: string; login: string }>(
        world,
        `select c.id, a.login from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.draw_id = $1 and c.status = $2 order by c.id`,
        [drawId, status],
      );
    const aside = (login: string, id: string) => world.office.experts.get(login)!.client.post<{ status: string }>(`/api/calls/${id}/step-aside`, { cause: 'health', reason: '突发疾病，不能到场' });
    const [ill, other] = await calls('accepted');
    expect((await refusal(aside(other!.login, ill!.id))).status).toBe(404); // another's call
    expect(await aside(ill!.login, ill!.id)).toEqual({ status: 'released' });
    expect(await groundOf(aside(ill!.login, ill!.id))).toBe('experts.call-not-accepted');
    expect(await drawn()).toMatchObject({ status: 'drawn', seats: { offered: 1, accepted: 3, left: 1 } });
    expect(await groundOf(openRoom(world.office, tender.tenderId))).not.toBe('none'); // negative control: no room while a seat is open
    expect(JSON.stringify(await drawn())).not.toContain(ill!.login);
    const [next] = await calls('offered');
    await world.office.experts.get(next!.login)!.answer(next!.id, true);
    await untilConfirmed(world.office, tender.tenderId);
    expect(await drawn()).toMatchObject({ status: 'confirmed', seats: { offered: 0, accepted: 4, left: 1 } });
    const trail = await rows<{ detail: object }>(world, `select detail from audit_entry where act = 'call.step-aside' and outcome = 'done'`);
    expect(JSON.stringify(trail)).toContain('突发疾病');
  });

  it('can be done again by anybody from its record after the award, which names nobody', async () => {
    const hidden = await world.office.officer.get<Record<string, unknown>[]>(`/api/tenders/${tender.tenderId}/draws`);
    expect(hidden[0]).not.toHaveProperty('record');
    const { evaluationId, experts } = await openRoom(world.office, tender.tenderId);
    const [seated] = await rows<{ id: string; login: string }>(
      world,
      `select c.id, a.login from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.draw_id = $1 and c.status = 'accepted' limit 1`,
      [drawId],
    );
    const late = world.office.experts.get(seated!.login)!.client.post(`/api/calls/${seated!.id}/step-aside`, { cause: 'health', reason: '不适' });
    expect(await groundOf(late)).toBe('experts.room-is-open TBR-48');
    await evaluate(world.office, { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played, experts, evaluationId);
    const { publicityUntil, candidates } = await publishCandidates(world.office, tender.tenderId);
    await advance(world.office, new Date(publicityUntil));
    const { officer, approver } = world.office;
    await confirm(approver, await ask(officer, `/api/tenders/${tender.tenderId}/winner`, { bidId: candidates[0]!.bidId }));
    await confirm(approver, await ask(officer, `/api/tenders/${tender.tenderId}/award-notice`));
    const [{ record, drawnAt, frozenAt }] = (await bidders[0]!.client.get<{ record: DrawRecord; drawnAt: string; frozenAt: string }[]>(`/api/tenders/${tender.tenderId}/draws`)) as [
      { record: DrawRecord; drawnAt: string; frozenAt: string },
    ];
    for (const at of [drawnAt, frozenAt]) expect(at).toMatch(INSTANT); // negative control: they are there once nobody can be lobbied any more
    expect(allHold(verifyDraw(record))).toBe(true);
    expect(record.declined).toHaveLength(3); // declined, silent, ill
    expect(record.reveals['tenderer']).toBe(numbers.tenderer);
    expect(allHold(verifyDraw({ ...record, picked: [...record.picked].reverse() }))).toBe(false); // negative controls
    expect(allHold(verifyDraw({ ...record, reveals: { ...record.reveals, bureau: '4'.repeat(64) } }))).toBe(false);
    const people = await rows<Record<string, string>>(world, 'select e.id::text, a.name, a.login, e.employer, a.id::text as account from expert e join account a on a.id = e.account_id');
    const text = JSON.stringify(record);
    expect(people.flatMap((row) => Object.values(row)).filter((word) => text.includes(word))).toEqual([]);
  });
});

it('two draws at the same moment for the same hours never take one person twice', async () => {
  for (const member of world.office.experts.values()) member.onCall = (one, callId) => one.answer(callId, true);
  const pair = [await publishedTender(world), await publishedTender(world)];
  for (const one of pair) await submitAll(world, one, ['100', '200', '300']);
  await pastDeadline(world, pair[1]!);
  for (const { tenderId } of pair) await world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
  const needs = [{ specialty: 'A0802', count: 4 }];
  await Promise.all(pair.map((one) => draw(world.office, one as unknown as Played, needs)));
  await Promise.all(pair.map((one) => untilConfirmed(world.office, one.tenderId)));
  const taken = await rows<{ n: number }>(
    world,
    `select count(*)::int as n from expert_call c join draw d on d.id = c.draw_id where d.tender_id = any($1) and c.status = 'accepted' group by c.expert_id`,
    [pair.map(({ tenderId }) => tenderId)],
  );
  expect(taken).toHaveLength(8);
  expect(taken.every(({ n }) => n === 1)).toBe(true);
});

// negative control: while only the request was compared with the clock, the last number of a draw whose session was the day before called four experts to it
test('whose session went by before the last number goes no further; it is given up and asked for anew', async () => {
  const late = await publishedTender(world);
  const theirs = await submitAll(world, late, ['100', '200', '300']);
  await pastDeadline(world, late);
  await open(world.office, late as unknown as Played, theirs);
  const { drawId } = await confirm<{ drawId: string }>(world.office.approver, await request(late));
  for (const party of ['tenderer', 'bureau'] as const) await commit(drawId, party);
  await reveal(drawId, 'tenderer');
  await advance(world.office, new Date(late.deadline.getTime() + 3_600_000)); // to the very start
  expect(await groundOf(reveal(drawId, 'bureau'))).toBe('experts.session-gone TBL-37');
  expect(await rows(world, 'select 1 from expert_call where draw_id = $1', [drawId])).toEqual([]);
  await confirm(world.office.approver, await ask(world.office.officer, `/api/draws/${drawId}/abandon`, { reason: '评标时间已过' }));
  const again = await confirm<{ drawId: string }>(world.office.approver, await request(late, { sessionStartsAt: new Date(late.deadline.getTime() + 2 * 3_600_000).toISOString() }));
  for (const party of ['tenderer', 'bureau'] as const) await commit(again.drawId, party);
  await reveal(again.drawId, 'tenderer');
  expect((await reveal(again.drawId, 'bureau')).calls).toBe(4);
});

// negative control: "too early, ask after the deadline" was said of a terminated lot, for ever
test('is not asked for of a lot that ended: it is told that it ended', async () => {
  const over = await publishedTender(world);
  await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${over.tenderId}/terminate`, { reason: '因故' }));
  expect(await groundOf(request(over))).toBe('procedure.not-now TBL-37');
});
