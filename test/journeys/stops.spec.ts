import { Client as Pg } from 'pg';
import type { Bidder } from '../../apps/cli/src/play/people';
import { groundOf, rows, until } from './tools';
import { advance, ask, closeConnections, confirm, pastDeadline, platformTime, type Published, publishedTender, startWorld, submitAll, type World } from './world';

/** A stop stops what its article says, and the clocks with it: nobody loses by a stop that was not his (libs/law stops). */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
interface Times {
  deadline: string;
  questionsUntil: string;
  documentsUntil: string;
  status: string;
  amendments: ({ kind: string; number: number; text: string } & Record<`${'old' | 'new'}${'Deadline' | 'QuestionsUntil' | 'DocumentsUntil'}`, string>)[];
  questions: { text: string; answer: string | null }[];
}
const view = (tenderId: string) => world.office.officer.get<Times>(`/api/tenders/${tenderId}`);
/** What an amendment says of the times, and what it has to say. */
const told = (one: Times['amendments'][number]) =>
  [one.oldDeadline, one.newDeadline, one.oldQuestionsUntil, one.newQuestionsUntil, one.oldDocumentsUntil, one.newDocumentsUntil].map((at) => Date.parse(at));
const allThree = (before: Times, after: Times) =>
  [before.deadline, after.deadline, before.questionsUntil, after.questionsUntil, before.documentsUntil, after.documentsUntil].map((at) => Date.parse(at));
const now = async () => (await platformTime(world.office.officer)).getTime();
const later = async (ms: number) => advance(world.office, new Date((await now()) + ms));
const hold = async (projectId: string, reason = '投诉调查') => (await world.office.bureau.post<{ holdId: string }>(`/api/projects/${projectId}/holds`, { reason })).holdId;
const lift = (holdId: string) => world.office.bureau.post(`/api/holds/${holdId}/lift`);
const opening = (tenderId: string) => world.office.officer.get<{ status: string; windowEndsAt: string }>(`/api/tenders/${tenderId}/opening`);
const outcomes = (tenderId: string) => rows<{ outcome: string }>(world, 'select outcome from opened_bid where tender_id = $1', [tenderId]);

describe('while bids are prepared', () => {
  let tender: Published;
  let bidder: Bidder;
  beforeAll(async () => {
    tender = await publishedTender(world);
    bidder = await world.bidder('受暂停影响的投标人');
  });

  it('the time that was stopped is given back, by an amendment that everybody reads; who was refused in time bids afterwards', async () => {
    const before = await view(tender.tenderId);
    await later(2 * DAY);
    const placed = await now();
    const holdId = await hold(tender.projectId);
    await pastDeadline(world, tender);
    expect(await groundOf(bidder.submit(tender, '100'))).toBe('intake.held TBR-62');
    await later(3 * DAY);
    await lift(holdId);
    const stopped = (await now()) - placed;
    const after = await view(tender.tenderId);
    expect(after.status).toBe('bidding'); // neither closed nor failed meanwhile
    const moved = Date.parse(after.deadline) - tender.deadline.getTime();
    expect(moved).toBeGreaterThanOrEqual(stopped - 60_000); // calls to the platform take their time
    expect(moved).toBeLessThan(stopped + 12 * DAY); // to an hour at which people work, over a holiday of a week
    expect(after.amendments).toEqual([expect.objectContaining({ kind: 'postponement', number: 1, text: expect.stringContaining('第六十二条') })]);
    expect(after.amendments.map(told)).toEqual([allThree(before, after)]);
    expect(after.amendments[0]!.text).toContain('投标截止时间、提问截止时间、招标文件获取截止时间');
    expect(Date.parse(after.questionsUntil) - Date.parse(before.questionsUntil)).toBeGreaterThanOrEqual(stopped - 60_000);
    expect(Date.parse(after.documentsUntil) - Date.parse(before.documentsUntil)).toBeGreaterThanOrEqual(stopped - 60_000); // under an order documents are given out to nobody
    await bidder.submit(tender, '100');
  });

  it('two holds that overlap stop the clock once, from the first to the last', async () => {
    const other = await publishedTender(world);
    const placed = await now();
    const first = await hold(other.projectId);
    await later(DAY);
    const second = await hold(other.projectId, '第二项投诉');
    await later(DAY);
    await lift(first);
    expect((await view(other.tenderId)).deadline).toBe(other.deadline.toISOString()); // one still lies on it
    await later(DAY);
    await lift(second);
    const [stopped, moved] = [(await now()) - placed, Date.parse((await view(other.tenderId)).deadline) - other.deadline.getTime()];
    expect(moved).toBeGreaterThanOrEqual(stopped - 60_000);
    expect(moved).toBeLessThan(stopped + 12 * DAY);
    expect((await view(other.tenderId)).amendments).toHaveLength(1);
  });

  // negative control: while the lots were not locked first, each of two lifts saw the other's hold, and in one round of three the time was lost
  it('two holds that are lifted at the same moment give the time back, once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const other = await publishedTender(world);
      const both = [await hold(other.projectId), await hold(other.projectId, '第二项投诉')];
      await later(DAY);
      await together(both, () => Promise.all(both.map(lift)));
      const after = await view(other.tenderId);
      expect(after.amendments).toHaveLength(1);
      expect(Date.parse(after.deadline) - other.deadline.getTime()).toBeGreaterThanOrEqual(DAY);
    }
  });
});

/** Both requests wait for these holds, and go on at once. */
async function together(holds: readonly string[], lifts: () => Promise<unknown>): Promise<void> {
  const pg = new Pg({ connectionString: world.running.config.DATABASE_OWNER_URL });
  await pg.connect();
  await pg.query('begin');
  await pg.query('select 1 from hold where id = any($1) for update', [holds]);
  const lifted = lifts();
  await until(async () => Number((await rows<{ n: string }>(world, 'select count(*) as n from pg_locks where not granted'))[0]!.n) >= holds.length);
  await pg.query('commit');
  await pg.end();
  await lifted;
}

// negative control: without the owner of `decryption` all three bids were revoked through the bidders' fault
describe('at the opening', () => {
  let tender: Published;
  let bidders: Bidder[];
  let ends: number;

  it('a hold of 31 minutes in a window of 30 takes nothing from anybody', async () => {
    tender = await publishedTender(world);
    bidders = await submitAll(world, tender, ['100', '200', '300']);
    await pastDeadline(world, tender);
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    ends = Date.parse((await opening(tender.tenderId)).windowEndsAt);
    await later(60_000);
    const owed = async () => (await bidders[0]!.client.get<{ items: { kind: string }[] }>('/api/todo')).items.map(({ kind }) => kind);
    expect(await owed()).toEqual(['opening.decrypt']);
    const holdId = await hold(tender.projectId);
    expect(await groundOf(bidders[0]!.decrypt(tender.tenderId))).toBe('intake.held TBR-62');
    expect(await owed()).toEqual([]); // negative control: it counted down, and was overdue, while the window stood still
    const offered = async () => (await world.office.officer.get<{ allowedActs: string[] }>(`/api/tenders/${tender.tenderId}/opening`)).allowedActs;
    expect(await offered()).not.toContain('opening.conclude');
    await later(31 * 60_000);
    expect(await groundOf(ask(world.office.officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses: [] }))).toBe('intake.held TBR-62');
    await lift(holdId);
    expect(await owed()).toEqual(['opening.decrypt']);
    expect(await offered()).toContain('opening.conclude');
    const moved = Date.parse((await opening(tender.tenderId)).windowEndsAt) - ends;
    expect(moved).toBeGreaterThanOrEqual(31 * 60_000);
    expect(moved).toBeLessThan(36 * 60_000);
    const [told] = await rows<{ payload: object }>(world, `select payload from room_event where type = 'opening.window-continued'`);
    expect(told!.payload).toEqual({ windowEndsAt: new Date(ends + moved).toISOString() });
    for (const bidder of bidders) await bidder.decrypt(tender.tenderId);
    await confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses: [] }));
    expect(await outcomes(tender.tenderId)).toEqual(Array(3).fill({ outcome: 'opened' }));
  });
});

describe('dates in their lawful order', () => {
  const draft = async (fields: Record<string, unknown>) => publishedTender(world, fields);
  const at = async (days: number) => new Date((await now()) + days * DAY).toISOString();

  it('questions that end before the notice goes out are refused when it is published', async () => {
    expect(await groundOf(draft({ questionsUntil: await at(-1) }))).toBe('tender.questions-past TBR-21');
  });

  it.each(['2926-03-30T01:30:00Z', '2999-12-31T01:30:00Z'])('%s is a slip of the finger, in a draft, an amendment and the calendar', async (far) => {
    expect(await groundOf(draft({ deadline: far }))).toBe('calendar.too-far');
    const { tenderId, projectId } = await publishedTender(world);
    expect(await groundOf(ask(world.office.officer, `/api/tenders/${tenderId}/amendments`, { kind: 'amendment', text: '顺延', affectsBids: false, newDeadline: far }))).toBe('calendar.too-far');
    const draw = { needs: [{ specialty: 'A0802', count: 4 }], awayMin: 0, homeLibrary: '衡州', representatives: 1, sessionStartsAt: far, sessionHours: 4 };
    expect(await groundOf(ask(world.office.officer, `/api/tenders/${tenderId}/draws`, draw))).toBe('calendar.too-far'); // whoever is called is taken for that time
    expect(await groundOf(world.office.hall.post('/api/venue/bookings', { roomId: tenderId, tenderId, startsAt: await at(1), endsAt: far }))).toBe('calendar.too-far');
    for (const name of ['publishAt', 'deadline', 'questionsUntil', 'documentsUntil'])
      expect(await groundOf(world.office.officer.post('/api/lawful-calendar', { projectId, [name]: far }))).toBe('calendar.too-far');
  });

  it('an amendment that affects bids reopens questions and documents', async () => {
    const tender = await publishedTender(world);
    await later(12 * DAY); // the time for questions, and for taking the documents, is over
    const bidder = await world.bidder('迟来的提问者');
    const question = () => bidder.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '新的路面厚度是多少？' });
    expect(await groundOf(question())).toBe('tender.questions-closed TBR-21');
    const before = await view(tender.tenderId);
    await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${tender.tenderId}/amendments`, { kind: 'amendment', text: '路面加厚', affectsBids: true }));
    const after = await view(tender.tenderId);
    expect(Date.parse(after.deadline) - (await now())).toBeGreaterThanOrEqual(14.9 * DAY);
    expect(Date.parse(after.questionsUntil)).toBeGreaterThan((await now()) + 4 * DAY);
    expect(Date.parse(after.documentsUntil)).toBeGreaterThanOrEqual((await now()) + 4.9 * DAY);
    expect(after.amendments.map(told)).toEqual([allThree(before, after)]); // negative control: while only the deadline was kept, nobody read that he could ask again
    await question();
  });

  it('an answer that changes what is tendered for is an amendment, which answers the question', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('提问的投标人');
    const { questionId } = await bidder.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '可否改用沥青？' });
    const answer = (body: object) => world.office.officer.post(`/api/questions/${questionId}/answer`, body);
    expect(await groundOf(answer({ answer: '改为沥青路面', affectsBids: true }))).toBe('tender.answer-is-amendment TBR-21');
    const amendment = { kind: 'amendment', text: '改为沥青路面', affectsBids: true, questionId };
    const asked = await ask(world.office.officer, `/api/tenders/${tender.tenderId}/amendments`, amendment);
    expect(JSON.parse(asked.statement)).toMatchObject({ content: { question: '可否改用沥青？', newDeadline: expect.any(String), questionsUntil: expect.any(String) } });
    await confirm(world.office.approver, asked);
    expect((await view(tender.tenderId)).questions).toEqual([expect.objectContaining({ text: '可否改用沥青？', answer: '改为沥青路面' })]);
    expect(await groundOf(answer({ answer: '又改' }))).toBe('tender.answered');
  });

  it('nothing is answered after the deadline', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('没有等到答复的人');
    const { questionId } = await bidder.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '何时踏勘？' });
    await pastDeadline(world, tender);
    expect(await groundOf(world.office.officer.post(`/api/questions/${questionId}/answer`, { answer: '不组织踏勘' }))).toBe('tender.deadline-passed');
  });
});
