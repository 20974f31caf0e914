import { type Member, signIn } from '../../apps/cli/src/play/people';
import { atWork, beforeRoom, type Committee, reviewed } from './committee';
import { groundOf, rows } from './tools';
import { advance, ask, closeConnections, confirm, LOWEST, publishCandidates, roomView, startWorld, type World } from './world';

/** Equals at the limit of candidates: never a lot in hiding, never more candidates than the limit, and always a winner. */
let world: World;
let room: Committee;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const FOUR_EQUAL = ['950000000', '950000000', '950000000', '950000000'];
const act = (member: Member, message: string, body: object) => member.act<{ status: string }>(message, { evaluationId: room.evaluationId, ...body });
const viewOf = (member: Member) => member.client.get<{ ties?: string[][]; status: string }>(`/api/tenders/${room.tender.tenderId}/evaluation`);
const remarks = () => room.bids.map(({ bidId }) => ({ bidId, strengths: '方案可行。', risks: '无突出风险。', recommend: true }));

async function tied(method: object, sheet: () => object): Promise<string[]> {
  room = await atWork(world, await beforeRoom(world, FOUR_EQUAL, { plan: { ...LOWEST, method } }));
  await reviewed(room);
  for (const member of room.members) await act(member, 'score.hand-in', sheet());
  const { ties, status } = await viewOf(room.members[0]!);
  expect([status, ties!.map((group) => group.length)]).toEqual(['untying', [4]]);
  const seen = async (client: typeof world.office.hall) => (await client.get<{ status: string }>(`/api/tenders/${room.tender.tenderId}/evaluation`)).status;
  expect([await seen(world.office.hall), await seen(world.office.bureau)]).toEqual(['scoring', 'untying']); // the hall is told nothing of how totals fell (V20); the bureau knows
  const audit = await signIn(world.url, 'sys.audit.1', world.running.password!);
  const listed = async (client: typeof audit) =>
    (await client.get<{ items: { tenderId: string; status?: string }[] }>('/api/supervision/running')).items.find(({ tenderId }) => tenderId === room.tender.tenderId)!.status;
  expect([await listed(world.office.bureau), await listed(audit)]).toEqual(['untying', undefined]); // negative control: while only `judging` was kept back here, the auditor read it, and every other step
  return ties![0]!;
}

async function published() {
  const { report } = await roomView(room.members[0]!, room.tender.tenderId);
  for (const member of room.members) await act(member, 'report.sign', { signature: await member.sign(report!) });
  return { ...(await publishCandidates(world.office, room.tender.tenderId)), report: JSON.parse(report!) as { summary: { votes: { order: string[]; ballots: { seat: string }[] }[] } } };
}

const fix = async (tenderId: string, bidId: string) => confirm<{ winner: string }>(world.office.approver, await ask(world.office.officer, `/api/tenders/${tenderId}/winner`, { bidId }));

describe('four equal prices, three candidates, and documents that leave equals open', () => {
  let equals: string[];
  it('are put to the vote of the members, who order all of them', async () => {
    equals = await tied({ method: 'lowest-price', tieRule: 'undecided' }, () => ({ scores: [] }));
    const [a, b, c, d] = equals as [string, string, string, string];
    for (const order of [
      [a, b, c],
      [a, a, b, c],
      [a, b, c, room.evaluationId],
    ])
      expect(await groundOf(act(room.members[0]!, 'tie.vote', { order }))).toBe('evaluation.ballot-incomplete');
    const orders = [
      [d, c, b, a],
      [d, c, b, a],
      [a, d, b, c],
      [d, b, a, c],
    ];
    for (const [i, order] of orders.entries()) await act(room.members[i]!, 'tie.vote', { order });
    expect(await groundOf(act(room.members[0]!, 'tie.vote', { order: equals }))).toBe('evaluation.already');
    expect(await act(room.members[4]!, 'tie.vote', { order: [d, b, c, a] })).toEqual({ status: 'signing' });
    const heard = await rows<{ type: string }>(world, 'select type from room_event where room_id = $1 order by number', [room.roomId]);
    expect(heard.slice(heard.findLastIndex(({ type }) => type === 'score.handed-in')).map(({ type }) => type)).toEqual(['score.handed-in', 'summary.built']); // as where nobody was equal
  });

  it('become three candidates in that order, and the report says who voted how', async () => {
    const [a, b, c, d] = equals;
    const { candidates, report, publicityUntil } = await published();
    // places summed: d 0+0+1+0+0, b 2+2+2+1+1, c 1+1+3+3+2, a 3+3+0+2+3
    expect(candidates.map(({ bidId, rank }) => [bidId, rank])).toEqual([
      [d, 1],
      [b, 2],
      [c, 3],
    ]);
    expect(report.summary.votes).toMatchObject([{ order: [d, b, c, a] }]);
    expect(report.summary.votes[0]!.ballots.map(({ seat }) => seat)).toEqual(['E1', 'E2', 'E3', 'E4', 'R1']);
    await advance(world.office, new Date(new Date(publicityUntil).getTime() + 1));
    expect(await fix(room.tender.tenderId, d!)).toMatchObject({ winner: expect.stringContaining('投标人') as string });
  });
});

describe('where evaluation and award are apart', () => {
  it('whom all recommend at one price are put to the vote too, and no fourth is handed over', async () => {
    const equals = await tied({ method: 'decision', candidatesMax: 3 }, () => ({ scores: [], remarks: remarks() }));
    const order = [...equals].reverse();
    for (const member of room.members) await act(member, 'tie.vote', { order });
    const { candidates } = await published();
    expect(candidates.map(({ bidId }) => bidId).sort()).toEqual([...order.slice(0, 3)].sort());
  });
});

describe('negative control', () => {
  it('documents that say how equals are decided put nothing to the vote', async () => {
    room = await atWork(world, await beforeRoom(world, FOUR_EQUAL, { plan: LOWEST }));
    await reviewed(room);
    for (const member of room.members) await act(member, 'score.hand-in', { scores: [] });
    expect(await viewOf(room.members[0]!)).toMatchObject({ status: 'signing' });
    expect(await viewOf(room.members[0]!)).not.toHaveProperty('ties');
  });
});
