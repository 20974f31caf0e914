import { groundOf, rows } from './tools';
import { advance, ask, closeConnections, confirm, draw, open, openRoom, pastDeadline, type Played, type Published, publishedTender, startWorld, submitAll, untilConfirmed, type World } from './world';

let world: World;
let tender: Published;
let drawId: string;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await open(world.office, tender as unknown as Played, bidders);
  for (const member of world.office.experts.values()) member.onCall = (self, callId) => self.answer(callId, true).catch(() => undefined);
  drawId = await draw(world.office, tender as unknown as Played);
  await untilConfirmed(world.office, tender.tenderId);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const kinds = async () => (await world.office.officer.get<{ items: { kind: string }[] }>('/api/todo')).items.map(({ kind }) => kind);
const abandon = () => ask(world.office.officer, `/api/draws/${drawId}/abandon`, { reason: '评标时段已过，未能开启评标室' });

it('a committee that stands is not given up before its session is over', async () => {
  expect(await groundOf(abandon())).toBe('experts.committee-stands TBR-46');
  expect(await kinds()).toEqual(['evaluation.open-room']);
});

// negative control: without isMissed in assertLeavable nothing leads out of here; without sessionEndsAt in `open` the room opens days late
it('once it is over the room opens no more, the side owes another draw, and finds the way to it', async () => {
  const [session] = await rows<{ ends: Date }>(world, 'select session_starts_at + make_interval(hours => session_hours) as ends from draw where id = $1', [drawId]);
  await advance(world.office, session!.ends);
  expect(await groundOf(openRoom(world.office, tender.tenderId))).toBe('evaluation.session-over TBL-37');
  expect(await kinds()).toEqual(['draw.missed']);
  expect(await world.office.officer.get(`/api/tenders/${tender.tenderId}/draws`)).toMatchObject([{ missed: true }]);
  await confirm(world.office.approver, await abandon());
  const calls = await rows<{ status: string }>(world, 'select distinct status from expert_call where draw_id = $1', [drawId]);
  expect([calls.map(({ status }) => status), await kinds()]).toEqual([['released'], ['draw.request']]);
});

it('who steps aside after it calls nobody to hours that are past', async () => {
  const { sessionStartsAt } = (await rows<{ sessionStartsAt: Date }>(world, 'select tianping_now() + interval \'2 hours\' as "sessionStartsAt"'))[0]!;
  const needs = [
    { specialty: 'A0802', count: 2 },
    { specialty: 'A0402', count: 1 },
    { specialty: 'A0601', count: 1 },
  ];
  const again = await draw(world.office, tender as unknown as Played, needs, sessionStartsAt);
  await untilConfirmed(world.office, tender.tenderId);
  await advance(world.office, new Date(sessionStartsAt.getTime() + 5 * 3_600_000));
  const [call] = await rows<{ id: string; login: string }>(
    world,
    `select c.id, a.login from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.draw_id = $1 and c.status = 'accepted' limit 1`,
    [again],
  );
  await world.office.experts.get(call!.login)!.client.post(`/api/calls/${call!.id}/step-aside`, { cause: 'other', reason: '另有安排' });
  const left = await rows<{ status: string }>(world, 'select distinct status from expert_call where draw_id = $1', [again]);
  expect([left.map(({ status }) => status), await kinds()]).toEqual([['released'], ['draw.request']]);
});
