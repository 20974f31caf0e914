import { readCertificate, verifyStatement } from '@envelope';
import { Pulse } from '@domain/outages';
import { OutagesService } from '../../libs/domain/src/outages/outages.service';
import type { Bidder } from '../../apps/cli/src/play/people';
import { groundOf, handIn, rows, until } from './tools';
import { advance, closeConnections, confirm, ask, draw, pastDeadline, platformTime, type Played, type Published, publishedTender, startWorld, submitAll, type World } from './world';

/**
 * The platform is away across a deadline. What it sees of that is that its beats are missing: here they are stopped, and the last one put back by as
 * long as it was away; its jobs run on, as those of another process would, and must leave everything alone until the beats are back.
 */
let world: World;
let pulse: Pulse;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  pulse = world.running.app.get(Pulse);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const deadlineOf = async ({ tenderId }: Published) => Date.parse((await world.office.officer.get<{ deadline: string }>(`/api/tenders/${tenderId}`)).deadline);
const statusOf = async ({ tenderId }: Published) => (await world.office.officer.get<{ status: string }>(`/api/tenders/${tenderId}`)).status;
const closings = async () => Number((await rows<{ n: string }>(world, `select count(*) as n from job_run where name = 'bidding.close' and ended_at > clock_timestamp() - interval '2 seconds'`))[0]!.n);
interface LotOutages {
  items: { outageId: string; moved: Record<string, { from: string; to: string }>; own: boolean; inDoubt?: { bidder: string }[] }[];
}
const outagesOf = (client: { get<T>(path: string): Promise<T> }, { tenderId }: Published) => client.get<LotOutages>(`/api/tenders/${tenderId}/opening/outages`);

/** Away for so long by the platform's clock, which stands at `at` when it is back. */
async function away(at: Date, minutes: number, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
  await pulse.onApplicationShutdown();
  await rows(world, `update platform_beat set seen_at = clock_timestamp() - make_interval(mins => $1)`, [minutes]);
  await advance(world.office, at);
  await meanwhile();
  await pulse.start();
}

let lots: { inIt: Published; near: Published; far: Published };
let bidders: Bidder[];
let halfway: Bidder;

// negative control: without `clear` in closeIfDue the lot in the outage was closed, with three bids, before it could be moved
it('deadlines in the outage, and within two hours of its end, move together and once; others stay', async () => {
  const inIt = await publishedTender(world, { title: '截止时平台中断的标段' });
  const near = await publishedTender(world, { title: '中断后两小时内截止的标段', deadline: new Date(inIt.deadline.getTime() + 115 * MINUTE).toISOString() });
  const far = await publishedTender(world, { title: '不受影响的标段', deadline: new Date(inIt.deadline.getTime() + 4 * HOUR).toISOString() });
  lots = { inIt, near, far };
  bidders = await submitAll(world, inIt, ['100', '200', '300']);
  halfway = await world.bidder('上传后未及递交的投标人');
  await advance(world.office, new Date(inIt.deadline.getTime() - 31 * MINUTE));
  const sealed = halfway.seal(inIt, '250', {});
  await halfway.client.put(`/api/tenders/${inIt.tenderId}/bid-content`, sealed.blob);
  const back = new Date(inIt.deadline.getTime() + 5 * MINUTE);
  await away(back, 35, async () => {
    await until(async () => (await closings()) > 0);
    expect(await statusOf(inIt)).toBe('bidding');
    expect(await groundOf(world.office.officer.post(`/api/tenders/${inIt.tenderId}/opening/start`))).toBe('outage.unsettled');
  });
  const ended = (await rows<{ to: Date }>(world, 'select to_at as to from outage'))[0]!.to.getTime();
  expect(await deadlineOf(inIt)).toBe(Math.ceil((ended + 2 * HOUR) / MINUTE) * MINUTE);
  expect(await deadlineOf(near)).toBe(near.deadline.getTime() + 2 * HOUR);
  expect(await deadlineOf(far)).toBe(far.deadline.getTime());
  await Promise.all(Array.from({ length: 4 }, () => world.running.app.get(OutagesService).settle()));
  expect(await rows(world, `select 1 from tender_amendment where kind = 'postponement'`)).toHaveLength(2);
  await handIn(halfway, inIt, sealed);
});

it('the outage is published, signed, with its rule; a bid that was on its way is named to its bidder, to others only once bids lie open', async () => {
  const { items } = await world.office.officer.get<{ items: { id: string; statement: string; signature: string }[] }>('/api/outages');
  const trust = { roots: [readCertificate(world.office.authority.certificatePem)], at: await platformTime(world.office.officer) };
  verifyStatement(items[0]!.statement, Buffer.from(items[0]!.signature, 'base64'), trust);
  expect(JSON.parse(items[0]!.statement)).toMatchObject({ format: 'tianping/outage/1', id: items[0]!.id, seconds: expect.any(Number), rule: { nearHours: 2 } });
  expect((await outagesOf(halfway.client, lots.inIt)).items).toEqual([expect.objectContaining({ own: true, moved: expect.objectContaining({ 'bid-deadline': expect.anything() }) })]);
  for (const client of [bidders[0]!.client, world.office.officer, world.office.bureau]) {
    const [one] = (await outagesOf(client, lots.inIt)).items;
    expect([one!.own, one!.inDoubt]).toEqual([false, undefined]);
  }
});

// negative control: without HT in `decryption` the window was over when the platform came back
it('a window for decryption that the outage took goes on', async () => {
  await pastDeadline(world, { ...lots.inIt, deadline: new Date(await deadlineOf(lots.inIt)) });
  const { windowEndsAt } = await world.office.officer.post<{ windowEndsAt: string }>(`/api/tenders/${lots.inIt.tenderId}/opening/start`);
  await away(new Date(Date.parse(windowEndsAt) + 10 * MINUTE), 36);
  const view = await world.office.officer.get<{ windowEndsAt: string }>(`/api/tenders/${lots.inIt.tenderId}/opening`);
  expect(Date.parse(view.windowEndsAt) - Date.parse(windowEndsAt)).toBeGreaterThanOrEqual(36 * MINUTE);
  for (const bidder of bidders) await bidder.decrypt(lots.inIt.tenderId);
  await pastDeadline(world, { ...lots.inIt, deadline: new Date(view.windowEndsAt) });
  await confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${lots.inIt.tenderId}/opening/conclude`, { otherCauses: [] }));
  const seen = (await outagesOf(world.office.bureau, lots.inIt)).items;
  expect(seen.flatMap(({ inDoubt }) => inDoubt ?? [])).toEqual([expect.objectContaining({ bidder: expect.stringContaining('上传后未及递交的投标人') })]);
});

/** Of a lot's periods that are over by the clock, who says so while the platform is away; each is given back afterwards. */
describe('no period is over before it is known how it goes on', () => {
  interface Call {
    status: string;
    answerBy: Date;
  }
  const callsOf = ({ tenderId }: Published) => rows<Call>(world, 'select c.status, c.answer_by as "answerBy" from expert_call c join draw d on d.id = c.draw_id where d.tender_id = $1', [tenderId]);
  const jobRan = (name: string) =>
    rows<{ n: string }>(world, `select count(*) as n from job_run where name = $1 and ended_at > clock_timestamp() - interval '1 second'`, [name]).then(([row]) => Number(row!.n) > 0);

  // negative control: without `clear` in timeOutDue the calls were timed out, and the walk went on to others
  it('a call to an expert who could not answer', async () => {
    const lot = { ...lots.inIt, deadline: await platformTime(world.office.officer) };
    for (const member of world.office.experts.values()) member.leave(); // nobody hears
    await draw(world.office, lot as unknown as Played);
    const [{ answerBy }] = (await callsOf(lot)) as [Call];
    await away(new Date(answerBy.getTime() + 5 * MINUTE), 20, async () => {
      await until(() => jobRan('call.time-out'));
      expect((await callsOf(lot)).map(({ status }) => status)).toEqual(Array(4).fill('offered'));
    });
    const kept = await rows<{ moved: object }>(world, `select moved from outage_lot where tender_id = $1 and moved ? 'call-answer'`, [lot.tenderId]);
    expect(kept).toHaveLength(1); // negative control: it is there to be told
    expect(JSON.stringify(await outagesOf(world.office.officer, lot))).not.toContain('call-answer'); // or whoever is called would know for what
    for (const after of await callsOf(lot)) expect([after.status, after.answerBy.getTime() - answerBy.getTime() >= 20 * MINUTE]).toEqual(['offered', true]);
  });

  // negative control: without it in `#choose` a winner was fixed, though nobody could object in the last hour
  it('the publicity of candidates', async () => {
    const lot = await publishedTender(world, { title: '公示期内中断的标段' });
    await submitAll(world, lot, ['100']);
    const until = new Date((await platformTime(world.office.officer)).getTime() + HOUR);
    const [bid] = await rows<{ bidId: string }>(world, 'select id as "bidId" from bid where tender_id = $1', [lot.tenderId]);
    await rows(world, `update tender set status = 'publicity', next_due_at = null where id = $1`, [lot.tenderId]);
    const planted = 'insert into award (id, version, tender_id, project_id, candidates, publicity_from, publicity_until, report_sha256, given_up)';
    const candidates = JSON.stringify([{ ...bid, bidder: '投标人', priceFen: '100', rank: 1 }]);
    await rows(world, `${planted} values (gen_random_uuid(), 1, $1, $2, $3, $4, $4, '', '[]')`, [lot.tenderId, lot.projectId, candidates, until]);
    const fix = () => groundOf(ask(world.office.officer, `/api/tenders/${lot.tenderId}/winner`, { ...bid }));
    await away(new Date(until.getTime() + MINUTE), 20, async () => expect(await fix()).toBe('outage.unsettled'));
    expect(await fix()).toBe('award.publicity-runs TBR-54');
  });

  // negative control: before `published_at` was compared the lot had its questions moved, and stood among those that the outage met
  it('and a lot that was published after the outage has nothing from it', async () => {
    const at = await platformTime(world.office.officer);
    await rows(world, `insert into outage (id, from_at, to_at, statement, signature) values (gen_random_uuid(), $1, $2, '{}', '')`, [new Date(at.getTime() - HOUR), new Date(at.getTime() - MINUTE)]);
    const lot = await publishedTender(world, { title: '中断之后发布的标段' });
    await world.running.app.get(OutagesService).settle();
    expect((await outagesOf(world.office.officer, lot)).items).toEqual([]);
    await pastDeadline(world, lot);
    expect(await groundOf(world.office.officer.post(`/api/tenders/${lot.tenderId}/opening/start`))).not.toBe('outage.unsettled');
  });
});

// negative control: before outages were counted among the stops that overlap, the deadline stayed in the outage, and the lot was closed when the hold was lifted
it('a hold that is placed in the outage, after the deadline, takes nothing of what the outage gives back', async () => {
  const lot = await publishedTender(world, { title: '中断期间被暂停的标段' });
  let holdId = '';
  await away(new Date(lot.deadline.getTime() + 30 * MINUTE), 60, async () => {
    ({ holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${lot.projectId}/holds`, { reason: '平台中断' }));
  });
  expect((await outagesOf(world.office.bureau, lot)).items).toEqual([expect.objectContaining({ moved: {} })]); // the hold still lies on it
  await advance(world.office, new Date(lot.deadline.getTime() + 5 * HOUR));
  await world.office.bureau.post(`/api/holds/${holdId}/lift`);
  expect([await statusOf(lot), (await deadlineOf(lot)) - lot.deadline.getTime()]).toEqual(['bidding', expect.any(Number)]);
  expect((await deadlineOf(lot)) - lot.deadline.getTime()).toBeGreaterThanOrEqual(5 * HOUR);
});

it('a stop of seconds is no outage', async () => {
  const before = await rows(world, 'select id from outage');
  await pulse.onApplicationShutdown();
  await rows(world, `update platform_beat set seen_at = clock_timestamp() - interval '5 seconds'`);
  await pulse.start();
  expect(await rows(world, 'select id from outage')).toEqual(before);
});

// negative control: with beats that waited for it, a settling of more than thirty seconds was the next outage
it('beats go on while thousands of lots are settled', async () => {
  await pulse.onApplicationShutdown();
  const outages = world.running.app.get(OutagesService);
  let release = () => undefined as void;
  const long = jest.spyOn(outages, 'settle').mockImplementation(() => new Promise((resolve) => (release = resolve)));
  const seen = async () => (await rows<{ at: Date }>(world, 'select seen_at as at from platform_beat'))[0]!.at.getTime();
  const started = pulse.start();
  const first = await seen();
  await until(async () => (await seen()) > first);
  await until(async () => long.mock.calls.length > 0);
  const second = await seen();
  await until(async () => (await seen()) > second); // one more, while nothing is settled
  release();
  await started;
  long.mockRestore();
});
