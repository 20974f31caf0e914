import { atWork, beforeRoom, type Committee, type Mark, marks, reviewed, type RoomEvent, seated, Watch } from './committee';
import { groundOf, until } from './tools';
import { closeConnections, publishCandidates, refusal, roomView, startWorld, untilConfirmed, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const PRICES = ['900000000', '800000000', '700000000', '1000000001'];
const room = async (prices = PRICES) => atWork(world, await beforeRoom(world, prices, { ceilingFen: '1000000000' }));
const act = ({ members, evaluationId }: Committee, seat: number, name: string, body: object = {}) => members[seat]!.act<{ status: string }>(name, { evaluationId, ...body });
const tenderOf = ({ tender }: Committee) => world.office.officer.get<{ status: string; endArticle: string }>(`/api/tenders/${tender.tenderId}`);

interface Rejection {
  bidId: string;
  itemId: string;
  votes: { against: number; of: number };
  reasons: string[];
}

describe('preliminary review', () => {
  let at: Committee;
  beforeAll(async () => {
    at = await room();
  });

  test.each<[string, string, (all: Mark[]) => Mark[]]>([
    ['that leaves an item out', 'evaluation.marks-incomplete TBR-49', (all) => all.slice(1)],
    ['with an item that the documents do not have', 'evaluation.mark-unknown TBR-49', (all) => [...all, { ...all[0]!, itemId: 'charm' }]],
    ['with an item twice', 'evaluation.mark-unknown TBR-49', (all) => [...all, all[0]!]],
    ['that fails an item without a reason', 'evaluation.reason-missing TBR-51', ([first, ...rest]) => [{ bidId: first!.bidId, itemId: first!.itemId, pass: false }, ...rest]],
  ])('a sheet %s is refused: %s', async (_what, expected, change) => {
    expect(await groundOf(act(at, 0, 'review.mark', { marks: change(marks(at)) }))).toBe(expected);
  });

  it('rejects by majority with every reason, and above the ceiling by rule; a minority rejects nobody', async () => {
    // 投标人-2 is failed by three of five, 投标人-1 by two
    await reviewed(at, (seat) => ({ ...(seat < 3 ? { '投标人-2': 'qualified' } : {}), ...(seat < 2 ? { '投标人-1': 'signed' } : {}) }));
    expect(await groundOf(act(at, 0, 'review.mark', { marks: marks(at) }))).toBe('evaluation.wrong-step');
    const { rejections, status } = await at.members[0]!.client.get<{ rejections: Rejection[]; status: string }>(`/api/tenders/${at.tender.tenderId}/evaluation`);
    const bidOf = (n: number) => at.bids.find(({ bidder }) => bidder.startsWith(`投标人-${n}`))!.bidId;
    expect(rejections.map(({ bidId, itemId, votes, reasons }) => [bidId, itemId, votes, reasons.length])).toEqual([
      [bidOf(2), 'qualified', { against: 3, of: 5 }, 3],
      [bidOf(4), 'ceiling-price', { against: 0, of: 0 }, 1],
    ]);
    expect(status).toBe('judging'); // two valid bids are left
    const seen = await world.office.hall.get<{ status: string; members: { reviewed: boolean }[] }>(`/api/tenders/${at.tender.tenderId}/evaluation`);
    expect(seen).toMatchObject({ status: 'reviewing', members: at.members.map(() => ({ reviewed: true })) }); // that they judge tells how many are left
    expect(seen).not.toHaveProperty('rejections');
    expect((await world.office.bureau.get<{ status: string }>(`/api/tenders/${at.tender.tenderId}/evaluation`)).status).toBe('judging'); // negative control
  });

  it('goes on with two valid bids when a majority finds competition; rejected bids are no candidates', async () => {
    expect(await groundOf(act(at, 0, 'score.hand-in'))).toBe('evaluation.wrong-step');
    for (const seat of [0, 1, 2, 3, 4]) await act(at, seat, 'evaluation.judge-competition', { continue: seat < 3, reason: '报价差距合理，仍有竞争' });
    const staff = await Watch.on({ client: world.office.hall });
    const { data } = await staff.ask<{ events: RoomEvent[] }>('room.enter', { roomId: at.roomId });
    staff.leave();
    expect(data.events.slice(-2).map(({ type, payload }) => [type, payload])).toEqual([
      ['review.handed-in', {}],
      ['evaluation.step', {}],
    ]); // not that it was argued, nor how many were rejected
    for (const seat of [0, 1, 2, 3, 4]) await act(at, seat, 'score.hand-in');
    const { report } = await roomView(at.members[0]!, at.tender.tenderId);
    expect((JSON.parse(report!) as { competition: object }).competition).toMatchObject({ continue: true, votes: 3 });
    await Promise.all(at.members.map(async (member) => member.act('report.sign', { evaluationId: at.evaluationId, signature: await member.sign(report!) })));
    const { candidates } = await publishCandidates(world.office, at.tender.tenderId);
    expect(candidates.map(({ priceFen, rank }) => [priceFen, rank])).toEqual([
      ['700000000', 1],
      ['900000000', 2],
    ]);
    const rejected = await at.bidders[1]!.client.get<{ rejections: Rejection[] }>(`/api/tenders/${at.tender.tenderId}/evaluation`);
    expect(rejected.rejections.map(({ itemId }) => itemId)).toEqual(['qualified']); // his own reason, not the other's
    expect((await at.bidders[0]!.client.get<{ rejections: Rejection[] }>(`/api/tenders/${at.tender.tenderId}/evaluation`)).rejections).toEqual([]);
  });
});

it('fails the tender when no majority finds competition (O12 27)', async () => {
  const at = await room(['900000000', '1000000001', '1000000002']);
  await reviewed(at);
  for (const seat of [0, 1, 2, 3, 4]) await act(at, seat, 'evaluation.judge-competition', { continue: seat < 2, reason: '明显缺乏竞争' });
  expect(await tenderOf(at)).toMatchObject({ status: 'failed', endArticle: 'O12-27' });
});

it('fails the tender when every bid is rejected (TBL 42), and the room is closed', async () => {
  const at = await room(['1000000001', '1000000002', '1000000003']);
  await reviewed(at);
  expect(await tenderOf(at)).toMatchObject({ status: 'failed', endArticle: 'TBL-42' });
  expect((await refusal(act(at, 0, 'score.hand-in'))).status).toBe(409);
});

describe('the committee assembles', () => {
  it('an interest declared after the draw replaces the expert at check-in by the same walk; five sit before anything starts', async () => {
    const of = await beforeRoom(world, ['900000000', '800000000', '700000000']);
    const at = await seated(world, of);
    const [tied, ...others] = at.members;
    expect((await refusal(others[0]!.act('expert.pledge', { evaluationId: at.evaluationId }))).code).toBe('evaluation.not-checked-in');
    await tied!.client.post('/api/experts/interests', { uscc: of.bidders[0]!.firm.uscc, kind: 'adviser', note: '顾问' });
    for (const member of others) await member.act('expert.check-in', { evaluationId: at.evaluationId });
    for (const member of others.slice(1)) await member.act('expert.pledge', { evaluationId: at.evaluationId });
    expect(await groundOf(tied!.act('expert.check-in', { evaluationId: at.evaluationId }))).toBe('evaluation.interest O12-12');
    expect((await refusal(tied!.act('expert.check-in', { evaluationId: at.evaluationId }))).status).toBe(404); // no seat any more
    await untilConfirmed(world.office, of.tender.tenderId);
    // the replacement has accepted but may not sit yet: the last pledge must not complete a committee of four
    const { status } = await others[0]!.act<{ status: string }>('expert.pledge', { evaluationId: at.evaluationId });
    expect(status).toBe('assembling');
    const replacement = await until(async () => {
      const [seat] = await world.office.seated(of.tender.tenderId, 4);
      return seat !== tied && seat;
    });
    await replacement.act('expert.check-in', { evaluationId: at.evaluationId });
    expect(await replacement.act('expert.pledge', { evaluationId: at.evaluationId })).toEqual({ status: 'electing' });
    const watch = await Watch.on({ client: tied!.client });
    expect((await watch.ask('room.enter', { roomId: at.roomId })).problem.status).toBe(404);
    watch.leave();
  });

  it('an order of suspension stops the room; its lifting lets it go on', async () => {
    const at = await seated(world, await beforeRoom(world, ['900000000', '800000000', '700000000']));
    const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${at.tender.projectId}/holds`, { reason: '投诉调查' });
    expect(await groundOf(act(at, 0, 'expert.check-in'))).toBe('intake.held TBR-62');
    await world.office.bureau.post(`/api/holds/${holdId}/lift`);
    expect(await act(at, 0, 'expert.check-in')).toMatchObject({ seat: 'E1' });
  });
});
