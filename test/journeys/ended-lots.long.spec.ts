import type { Member } from '../../apps/cli/src/play/people';
import { commitment } from '@draw';
import { inPublicity } from './publicity';
import { groundOf, rows, until } from './tools';
import {
  advance,
  ask,
  closeConnections,
  confirm,
  draw,
  drawn,
  open,
  openRoom,
  pastDeadline,
  platformTime,
  type Played,
  type Published,
  publishedTender,
  refusal,
  startWorld,
  submitAll,
  type World,
} from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop({ tampered: true });
  await closeConnections();
});

interface Owing {
  items: { kind: string; tenderId: string | null; objectId: string }[];
}
const owed = async (who: 'officer' | 'bureau', { tenderId }: Published) => (await world.office[who].get<Owing>('/api/todo')).items.filter((item) => item.tenderId === tenderId).map(({ kind }) => kind);
const done = async ({ tenderId }: Published, what: string, body: object = { reason: '因故' }) =>
  confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${tenderId}/${what}`, body));

/** As it is until whoever lets the called go has heard of the end. */
const endsUnheard = ({ tenderId }: Published) =>
  rows(world, `update tender set status = 'terminated', ended_in = 'opened', ended_at = tianping_now(), end_reason = '因故', end_article = 'TBR-31' where id = $1`, [tenderId]);

async function inRoom() {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await drawn(world, tender, bidders);
  const { evaluationId, experts } = await openRoom(world.office, tender.tenderId);
  return { tender, evaluationId, members: [...experts, world.office.representative] };
}

/** How a lot ends while an objection to its result is open, which hinders neither. */
const ENDS: Record<string, (tender: Published, winner: { post(path: string, body: object): Promise<unknown> }) => Promise<unknown>> = {
  'is terminated (TBR 31)': (tender) => done(tender, 'terminate'),
  'is invited anew (TBR 55)': async (tender, winner) => {
    await winner.post(`/api/tenders/${tender.tenderId}/give-up`, { reason: '放弃' });
    await done(tender, 'retender');
  },
};

// negative control: with `objection.answer` in the publicity alone it is owed for ever, and no page offers it
it.each(Object.keys(ENDS))('an objection to a lot that then %s is still owed an answer, and gets one', async (how) => {
  const { tender, bidders } = await inPublicity(world);
  const { objectionId } = await bidders[2]!.client.post<{ objectionId: string }>(`/api/tenders/${tender.tenderId}/objections`, { text: '评标有误' });
  await ENDS[how]!(tender, bidders[1]!.client);
  expect(await owed('officer', tender)).toEqual(['objection.answer']);
  const { allowedActs } = await world.office.officer.get<{ allowedActs: string[] }>(`/api/tenders/${tender.tenderId}`);
  expect(allowedActs).toContain('objection.answer');
  await confirm(world.office.approver, await ask(world.office.officer, `/api/objections/${objectionId}/answer`, { answer: '经复核无误' }));
  expect(await owed('officer', tender)).toEqual([]);
});

// negative control: while only the tenderer's side was asked for the stage, the bureau's number ran the draw of a terminated lot and four experts were called
it('a draw whose lot ended goes no further, whoever of the two comes last, and is given up', async () => {
  const { officer, approver, bureau } = world.office;
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await open(world.office, tender as unknown as Played, bidders);
  const needs = [
    { specialty: 'A0802', count: 2 },
    { specialty: 'A0402', count: 2 },
  ];
  const request = { needs, awayMin: 1, homeLibrary: '衡州', representatives: 1, sessionStartsAt: new Date(tender.deadline.getTime() + 3_600_000).toISOString(), sessionHours: 4 };
  const { drawId } = await confirm<{ drawId: string }>(approver, await ask(officer, `/api/tenders/${tender.tenderId}/draws`, request));
  const numbers = { tenderer: '11'.repeat(32), bureau: '22'.repeat(32) };
  await officer.post(`/api/draws/${drawId}/commit`, { commitment: commitment(drawId, 'tenderer', numbers.tenderer) });
  await bureau.post(`/api/draws/${drawId}/commit`, { commitment: commitment(drawId, 'bureau', numbers.bureau) });
  await officer.post(`/api/draws/${drawId}/reveal`, { number: numbers.tenderer });
  expect(await owed('bureau', tender)).toEqual(['draw.reveal']);
  await done(tender, 'terminate');
  expect(await owed('bureau', tender)).toEqual([]);
  expect(await groundOf(bureau.post(`/api/draws/${drawId}/reveal`, { number: numbers.bureau }))).toBe('procedure.not-now TBR-46');
  expect(await rows(world, 'select 1 from expert_call where draw_id = $1', [drawId])).toEqual([]);
  await confirm(approver, await ask(officer, `/api/draws/${drawId}/abandon`, { reason: '已终止招标' }));
  expect(await rows(world, 'select status from draw where id = $1', [drawId])).toEqual([{ status: 'abandoned' }]);
});

// negative control: while a room asked for holds alone, the committee of a terminated lot checked in, pledged and chose its leader, and owed its scores for ever
it('a committee whose lot ended does nothing more, and owes nothing', async () => {
  const { tender, evaluationId, members } = await inRoom();
  await members[0]!.act('expert.check-in', { evaluationId });
  await done(tender, 'terminate');
  for (const [act, body] of [
    ['expert.check-in', {}],
    ['expert.pledge', {}],
    ['leader.elect', { seat: 'E1' }],
  ] as const)
    expect(await groundOf(members[1]!.act(act, { evaluationId, ...body }))).toMatch(/^procedure\.not-now/);
  const { items } = await members[1]!.client.get<Owing>('/api/todo');
  expect(items.filter(({ tenderId }) => tenderId === tender.tenderId)).toEqual([]);
  const stranger = [...world.office.experts.values()].find((one) => !members.includes(one))!;
  expect((await refusal(stranger.act('expert.check-in', { evaluationId }))).code).toBe('platform.not-found'); // a room that is not his does not exist for him, ended or not
});

// negative control: the bidder was told that he has no bid, and nobody who sat in the hall or room that it was over
it('an opening or evaluation whose lot ended says so to whoever goes on with it, and its room is closed', async () => {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  expect(await groundOf(bidders[0]!.decrypt(tender.tenderId))).toBe('procedure.not-now O20-31'); // nobody opens it yet
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  const other = await inRoom();
  const opensToday = async () => (await world.office.officer.get<{ items: { id: string }[] }>('/api/tenders?opens=today')).items.map(({ id }) => id);
  expect(await opensToday()).toContain(other.tender.tenderId);
  for (const lot of [tender, other.tender]) await done(lot, 'terminate');
  expect(await opensToday()).not.toContain(other.tender.tenderId); // negative control: by the deadline alone a lot that ended still opened today
  expect(await groundOf(bidders[0]!.decrypt(tender.tenderId))).toBe('procedure.not-now O20-31');
  expect(await rows(world, `select 1 from bid where tender_id = $1 and status = 'opened'`, [tender.tenderId])).toEqual([]);
  const open = () => rows(world, `select kind from room where owner_id = any($1) and closed_at is null`, [[tender.tenderId, other.tender.tenderId]]);
  await until(async () => (await open()).length === 0);
  const last = 'select distinct on (e.room_id) r.kind, e.type from room_event e join room r on r.id = e.room_id where r.owner_id = any($1) order by e.room_id, e.number desc';
  expect(new Set((await rows<{ type: string }>(world, last, [[tender.tenderId, other.tender.tenderId]])).map(({ type }) => type))).toEqual(new Set(['room.closed']));
});

// negative control: while the window of a lot that ended went on in its closed hall, the order could not be lifted any more, and the other lots of its project stood still for ever
it('an order of suspension is lifted although a lot of its project ended in the hall meanwhile', async () => {
  const tender = await publishedTender(world);
  await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '核查投诉' });
  await done(tender, 'terminate');
  await until(async () => (await rows(world, 'select 1 from room where owner_id = $1 and closed_at is null', [tender.tenderId])).length === 0);
  expect(await world.office.bureau.post(`/api/holds/${holdId}/lift`)).toEqual({ lifted: true });
  expect(await rows(world, `select 1 from event_log where type = 'period.continued' and object_id = $1`, [tender.tenderId])).toEqual([]);
});

const FREE = `update evaluation_member set replaced_at = tianping_now() where evaluation_id = $1 and seat = 'E1'`;
/** Somebody whom nobody has called yet accepts for that draw, and nobody has heard of it. */
const ACCEPTS = `with made as (insert into expert_call select c.* from expert_call o, lateral jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),
      'expert_id', (select id from expert x where not exists (select 1 from expert_call y where y.expert_id = x.id) limit 1))) c where o.draw_id = $1 limit 1 returning id)
  insert into event_log (at, type, object_id, project_id, payload) select tianping_now(), 'call.accepted', id, $2, jsonb_build_object('drawId', $1::text) from made`;
const UNHEARD = `select 1 from event_log e, event_cursor c where c.consumer = 'evaluation.seat' and e.type = 'call.accepted' and (e.xid, e.position) > (c.xid, c.position)`;

// negative control: he was given the seat, which its closed room could not tell: the job failed again and again, and no committee of the platform had a seat filled any more
it('whoever accepted a free seat just before its lot ended gets none, and seats of others go on being filled', async () => {
  const { tender, evaluationId } = await inRoom();
  await done(tender, 'terminate');
  await until(async () => (await rows(world, 'select 1 from room where owner_id = $1 and closed_at is null', [tender.tenderId])).length === 0);
  await rows(world, FREE, [evaluationId]);
  const [held] = await rows<{ id: string }>(world, 'select id from draw where tender_id = $1', [tender.tenderId]);
  await rows(world, ACCEPTS, [held!.id, tender.projectId]);
  await until(async () => (await rows(world, UNHEARD)).length === 0);
  expect(await rows(world, `select 1 from evaluation_member where evaluation_id = $1 and seat = 'E1' and replaced_at is null`, [evaluationId])).toEqual([]);
});

// negative control: without the job that hears of the end, they are expected for ever at a session that does not take place, and no other draw can call them
it('experts who accepted a call to a lot that then ends are let go by themselves, and nobody else is called', async () => {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await drawn(world, tender, bidders);
  const [held] = await rows<{ id: string }>(world, 'select id from draw where tender_id = $1', [tender.tenderId]);
  const giveUp = () => ask(world.office.officer, `/api/draws/${held!.id}/abandon`, { reason: '已终止招标' });
  expect((await refusal(giveUp())).code).toBe('experts.committee-stands'); // a committee that stands is not drawn again until it pleases
  await done(tender, 'terminate');
  const calls = () => rows(world, 'select status, count(*)::int as n from expert_call where draw_id = $1 group by 1', [held!.id]);
  await until(async () => JSON.stringify(await calls()) === JSON.stringify([{ status: 'released', n: 4 }]));
  expect(await rows(world, 'select status from draw where id = $1', [held!.id])).toEqual([{ status: 'abandoned' }]);
});

// negative control: whoever is in the room already is told there; while their draw was given up too, the record of a committee that sat called it abandoned
it('the draw of a committee that sits stays as it is when its lot ends', async () => {
  const { tender } = await inRoom();
  await done(tender, 'terminate');
  const heard = () =>
    rows(world, `select 1 from event_cursor c join event_log e on e.type = 'tender.terminated' and e.object_id = $1 where c.consumer = 'call.let-go' and (e.xid, e.position) <= (c.xid, c.position)`, [
      tender.tenderId,
    ]);
  await until(async () => (await heard()).length > 0);
  expect(await rows(world, 'select status from draw where tender_id = $1', [tender.tenderId])).toEqual([{ status: 'confirmed' }]);
});

// negative control: while accepting asked for nothing but the time, the last to accept confirmed the committee of a terminated lot
it('whoever accepts a call to a lot that ended is let go with the others', async () => {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await open(world.office, tender as unknown as Played, bidders);
  const called: { member: Member; callId: string }[] = [];
  for (const member of world.office.experts.values()) member.onCall = async (_, callId) => void called.push({ member, callId });
  const drawId = await draw(world.office, tender as unknown as Played);
  await until(async () => called.length === 4);
  await endsUnheard(tender);
  expect(await called[0]!.member.answer(called[0]!.callId, true)).toEqual({ status: 'released' });
  expect(await rows(world, 'select status from draw where id = $1', [drawId])).toEqual([{ status: 'abandoned' }]);
  expect(await rows(world, 'select distinct status from expert_call where draw_id = $1', [drawId])).toEqual([{ status: 'released' }]);
});

// negative control: without asking whether the lot ended, each silence calls the next expert of the library, until nobody is left
it('silence on a call to a lot that ended calls nobody else: the draw is over and all are let go', async () => {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await open(world.office, tender as unknown as Played, bidders);
  for (const member of world.office.experts.values()) member.onCall = async () => undefined; // nobody answers; the last test here
  const drawId = await draw(world.office, tender as unknown as Played);
  const calls = () => rows<{ status: string }>(world, 'select status from expert_call where draw_id = $1', [drawId]);
  const called = (await calls()).length;
  await endsUnheard(tender);
  await advance(world.office, new Date((await platformTime(world.office.officer)).getTime() + 31 * 60_000));
  await until(async () => (await rows(world, `select 1 from draw where id = $1 and status = 'abandoned'`, [drawId])).length > 0);
  expect((await calls()).map(({ status }) => status).filter((status) => status !== 'released')).toEqual(['timed-out']);
  expect(await calls()).toHaveLength(called);
});
