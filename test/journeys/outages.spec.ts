import { readCertificate, verifyStatement } from '@envelope';
import { Pulse } from '@domain/outages';
import { OutagesService } from '../../libs/domain/src/outages/outages.service';
import type { Bidder } from '../../apps/cli/src/play/people';
import { groundOf, handIn, rows } from './tools';
import { advance, closeConnections, confirm, ask, pastDeadline, platformTime, type Published, publishedTender, startWorld, submitAll, type World } from './world';

/**
 * The platform is away across a deadline. What it sees of that is that its beats are missing: here they are stopped, and the last one put back by as
 * long as it was away; its jobs run on, as those of another process would, and must leave everything alone until the beats are back.
 */
let world: World;
let pulse: Pulse;
beforeAll(async () => {
  world = await startWorld();
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
    for (const before = Date.now(); (await closings()) === 0 && Date.now() - before < 60_000; ) await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await statusOf(inIt)).toBe('bidding');
    expect(await groundOf(world.office.officer.post(`/api/tenders/${inIt.tenderId}/opening/start`))).toBe('opening.outage-unsettled');
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
