import { summarise } from '@domain/evaluation';
import { Bidder } from '../../apps/cli/src/play/people';
import { atWork, beforeRoom, type Committee, reviewed, type RoomEvent, type Score, scoresOf, Watch } from './committee';
import { BASE_PRICE, LOWEST_FIRST } from './plans';
import { groundOf, rows, until } from './tools';
import { ask, closeConnections, confirm, publishCandidates, refusal, roomView, startWorld, type World } from './world';

let world: World;
let room: Committee;
let watched: Watch;
/** The hall's staff, who hear the room and may know who has done his part, never what came of it. */
let staff: Watch;

/** One telling number for each seat, found nowhere else. */
const CANARIES = ['17.31', '18.37', '19.41', '21.43', '22.47'];
const PRICES = ['990000000', '950000000', '970000000', '930000000'];

async function withDrawnFactor(tenderId: string): Promise<void> {
  const { officer, hall } = world.office;
  await officer.post(`/api/tenders/${tenderId}/opening/start`);
  for (const bidder of registered) await bidder.decrypt(tenderId);
  await officer.post(`/api/tenders/${tenderId}/opening/coefficients`, { contribution: '7'.repeat(64) });
  await confirm(hall, await ask(officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));
}
let registered: Bidder[] = [];

beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  const register = world.bidder;
  world.bidder = async (name) => {
    const bidder = await register(name);
    registered.push(bidder);
    return bidder;
  };
  room = await atWork(world, await beforeRoom(world, PRICES, { plan: BASE_PRICE, ceilingFen: '1000000000' }, ({ tenderId }) => withDrawnFactor(tenderId)));
  watched = await Watch.on(room.members[1]!);
  await watched.ask('room.enter', { roomId: room.roomId });
  staff = await Watch.on({ client: world.office.hall });
  await staff.ask('room.enter', { roomId: room.roomId });
});
afterAll(async () => {
  staff?.leave();
  watched?.leave();
  await world?.stop();
  await closeConnections();
});

const handIn = (seat: number, scores: Score[], of = room) => of.members[seat]!.act<{ status: string }>('score.hand-in', { evaluationId: of.evaluationId, scores });
const viewOf = (seat: number, of = room) => of.members[seat]!.client.get<Record<string, unknown>>(`/api/tenders/${of.tender.tenderId}/evaluation`);

const heard = async (type: string, by = staff) => {
  await until(async () => by.events.some((event) => event.type === type));
  return by.events.find((event) => event.type === type);
};

describe('detailed evaluation by a base price', () => {
  it('takes no score before the review is done', async () => {
    expect((await refusal(handIn(0, scoresOf(room.bids, '20')))).code).toBe('evaluation.wrong-step');
    await reviewed(room);
  });

  const all = () => scoresOf(room.bids, '20');
  const changed = (change: Partial<Score>) => all().map((score, i) => (i === 0 ? { ...score, ...change } : score));
  test.each<[string, string, () => Score[]]>([
    ['above the range', 'evaluation.score-out-of-range O87-64', () => changed({ score: '30.01' })],
    ['of too many decimals', 'http.field', () => changed({ score: '20.001' })],
    ['below zero', 'http.field', () => changed({ score: '-1' })],
    ['left out', 'evaluation.score-missing TBR-49', () => all().slice(1)],
    ['for no item of the documents', 'evaluation.score-unknown-item TBR-49', () => [...all(), { ...all()[0]!, itemId: 'charm' }]],
    ['given twice', 'evaluation.score-twice TBR-49', () => [...all(), all()[0]!]],
    ['for one bid missing altogether', 'evaluation.marks-incomplete TBR-49', () => all().slice(2)],
    ['for a bid that is not here', 'evaluation.sheet-for-others TBR-49', () => [...all(), { ...all()[0]!, bidId: room.evaluationId }]],
  ])('a score %s is refused: %s', async (_what, expected, sheet) => {
    expect(await groundOf(handIn(0, sheet()))).toBe(expected);
    expect((await viewOf(0))['own']).toMatchObject({ handedIn: false });
  });

  it('shows nobody’s scores to another member before the last hand-in: not over HTTP, not in any frame', async () => {
    for (const seat of [0, 2, 3, 4]) await handIn(seat, scoresOf(room.bids, CANARIES[seat]!));
    await until(async () => watched.events.filter((event) => event.type === 'score.handed-in').length === 4);
    await watched.ask('room.since', { roomId: room.roomId, since: 0 });
    const seen = [JSON.stringify(await viewOf(1)), ...watched.frames].join('\n');
    for (const seat of [0, 2, 3, 4]) expect(seen).not.toContain(CANARIES[seat]);
    expect(JSON.stringify(await viewOf(0))).toContain(CANARIES[0]); // negative control: his own he sees
    const outside = [world.office.officer, world.office.approver, world.office.bureau, world.office.hall, room.bidders[0]!.client];
    for (const client of outside) {
      const text = JSON.stringify(await client.get(`/api/tenders/${room.tender.tenderId}/evaluation`));
      for (const canary of CANARIES) expect(text).not.toContain(canary);
    }
    expect(await groundOf(handIn(0, scoresOf(room.bids, '20')))).toBe('evaluation.already');
  });

  it('comes back to all when members differ on an objective item, and is hidden again', async () => {
    expect(await handIn(1, scoresOf(room.bids, CANARIES[1]!, '7'))).toEqual({ status: 'scoring' });
    const [entry] = await rows<{ detail: { conflicts: unknown[] } }>(world, `select payload as detail from event_log where object_id = $1 and type = 'score.reopened'`, [room.evaluationId]);
    expect(entry!.detail.conflicts).toHaveLength(4);
    const event = await heard('score.reopened');
    expect(event).toMatchObject({ seat: null, payload: {} }); // which bids and items differ is the committee's (V18): the hall's staff hear the room too
    for (const seat of [0, 1, 2, 3, 4]) {
      const view = await viewOf(seat);
      expect(view['own']).toMatchObject({ handedIn: false });
      expect(view).not.toHaveProperty('sheets');
    }
  });

  it('builds the summary at the last hand-in: every number follows from the published plan and the report', async () => {
    for (const seat of [0, 1, 2, 3, 4]) await handIn(seat, scoresOf(room.bids, CANARIES[seat]!));
    const { report } = await roomView(room.members[1]!, room.tender.tenderId);
    const { sheets, summary } = JSON.parse(report!) as { sheets: { seat: string; scores: Score[]; remarks: [] }[]; summary: ReturnType<typeof summarise> };
    const { plan } = await world.office.officer.get<{ plan: never }>(`/api/tenders/${room.tender.tenderId}`);
    const again = summarise({
      ...{ plan, ceilingFen: 1_000_000_000n, drawn: summary.coefficients!, candidateLimit: 3 },
      bids: summary.rows.map(({ bidId, bidder, priceFen }, receiptOrder) => ({ bidId, bidder, priceFen: BigInt(priceFen) as never, receiptOrder })),
      sheets: sheets.map(({ seat, scores, remarks }) => ({ seat, sheet: { scores, remarks } })),
    });
    expect(JSON.parse(JSON.stringify(again))).toEqual(summary);
    // by hand: mean 960 x K is the base price; the scheme's mean is 19.798, rounded with the record's 6 to 25.80
    const target = 9_600_000 * Number(summary.coefficients!['factor']);
    expect(summary.basePrice).toBe(target.toFixed(2));
    expect(new Set(summary.rows.map((row) => row.itemScore))).toEqual(new Set(['25.80']));
    for (const { priceFen, priceScore } of summary.rows) {
      const off = ((Number(priceFen) / 100 - target) / target) * 100;
      expect(Math.abs(Number(priceScore) - (60 - (off > 0 ? off : -off / 2)))).toBeLessThan(0.0051);
    }
    const view = JSON.stringify(await viewOf(1));
    for (const canary of CANARIES) expect(view).toContain(canary); // negative control of the hiding
    expect(await refusal(handIn(0, scoresOf(room.bids, '20')))).toMatchObject({ code: 'evaluation.wrong-step' });
  });

  it('is signed by each member over this very report', async () => {
    const { evaluationId, members, tender } = room;
    const { report } = await roomView(members[0]!, tender.tenderId);
    const sign = (seat: number, signature: string, more: object = {}) => members[seat]!.act<{ status: string }>('report.sign', { evaluationId, signature, ...more });
    const other = report!.replace('"rank":1', '"rank":2');
    expect(other).not.toBe(report);
    expect(await groundOf(sign(0, await members[0]!.sign(other)))).toBe('envelope.signature-invalid O20-40');
    expect(await groundOf(sign(0, await members[1]!.sign(report!)))).toBe('identity.certificate-not-yours O20-40');
    await sign(0, await members[0]!.sign(report!), { dissent: '对第二名的业绩认定有异议' });
    expect((await refusal(sign(0, await members[0]!.sign(report!)))).code).toBe('evaluation.already');
    expect((await refusal(ask(world.office.officer, `/api/tenders/${tender.tenderId}/candidates`))).status).toBe(409); // not signed by all yet
    for (const seat of [1, 2, 3, 4]) await sign(seat, await members[seat]!.sign(report!));
    const seen = await world.office.bureau.get<{ dissent: unknown[]; signatures: unknown[] }>(`/api/tenders/${tender.tenderId}/evaluation`);
    expect(seen.dissent).toEqual([{ seat: 'E1', dissent: '对第二名的业绩认定有异议' }]);
    expect(seen.signatures).toHaveLength(5);
    const { candidates } = await publishCandidates(world.office, tender.tenderId);
    expect(candidates.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('whoever was away asks for what came since N and gets each event once, in order', async () => {
    const last = Math.max(...watched.events.map((event) => event.number));
    const { data } = await watched.ask<{ events: RoomEvent[] }>('room.since', { roomId: room.roomId, since: 0 });
    expect(data.events.map((event) => event.number)).toEqual(Array.from({ length: data.events.length }, (_, i) => i + 1));
    expect(last).toBe(data.events.length);
    const heard = watched.events.map((event) => event.number);
    expect([...heard].sort((a, b) => a - b)).toEqual([...new Set(heard)].sort((a, b) => a - b)); // no hint came twice
    const back = await Watch.on(room.members[1]!);
    const { data: rest } = await back.ask<{ events: RoomEvent[] }>('room.enter', { roomId: room.roomId, since: 7 });
    expect(rest.events.map((event) => event.number)).toEqual(data.events.slice(7).map((event) => event.number));
    const stranger = await Watch.on({ client: room.bidders[0]!.client });
    expect((await stranger.ask('room.enter', { roomId: room.roomId })).problem.status).toBe(404);
    for (const one of [back, stranger]) one.leave();
  });

  it('tells the hall’s staff no bid, no count of rejections and no dissent, in any frame', async () => {
    expect(await heard('report.signed')).toMatchObject({ seat: 'E1' });
    const frames = staff.frames.join('\n');
    for (const { bidId } of room.bids) expect(frames).not.toContain(bidId);
    expect(frames).not.toMatch(/dissent|rejected|"valid"|votes|conflicts/);
    expect(staff.events.filter(({ type }) => type === 'score.handed-in').length).toBeGreaterThan(5); // negative control: he hears who has handed in
  });

  it('withholds from a replay what an earlier version stored', async () => {
    const { data: before } = await watched.ask<{ last: number }>('room.since', { roomId: room.roomId, since: 0 });
    const stored = [
      ['review.closed', { valid: 3, rejected: 1 }],
      ['score.reopened', { ground: 'objective-items-differ', conflicts: [{ bidId: room.bids[0]!.bidId, itemId: 'record' }] }],
    ] as const;
    for (const [i, [type, payload]] of stored.entries())
      await rows(world, 'insert into room_event (room_id, number, at, type, payload) values ($1, $2, now(), $3, $4)', [room.roomId, before.last + 1 + i, type, JSON.stringify(payload)]);
    const { data } = await watched.ask<{ events: RoomEvent[] }>('room.since', { roomId: room.roomId, since: before.last });
    expect(data.events).toMatchObject([
      { number: before.last + 1, type: 'room.withheld', payload: {} },
      { number: before.last + 2, type: 'score.reopened', payload: {} },
    ]);
  });
});

it('lowest price first: the lowest price has all points, the others their share of it', async () => {
  registered = [];
  const of = await atWork(world, await beforeRoom(world, ['900000000', '800000000', '1000000000'], { plan: LOWEST_FIRST }));
  await reviewed(of);
  for (const seat of [0, 1, 2, 3, 4]) await handIn(seat, scoresOf(of.bids, '20'), of);
  const { summary } = (await viewOf(0, of)) as unknown as { summary: { rows: { priceFen: string; priceScore: string; total: string; rank: number }[] } };
  expect(summary.rows.map(({ priceFen, priceScore, total, rank }) => [priceFen, priceScore, total, rank])).toEqual([
    ['800000000', '60.00', '86.00', 1],
    ['900000000', '53.33', '79.33', 2],
    ['1000000000', '48.00', '74.00', 3],
  ]);
});
