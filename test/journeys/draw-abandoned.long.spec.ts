import { groundOf, rows, until } from './tools';
import { ask, closeConnections, confirm, draw, open, openRoom, pastDeadline, type Played, type Published, publishedTender, startWorld, submitAll, untilConfirmed, type World } from './world';

let world: World;
let tender: Published;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['100', '200', '300']);
  await pastDeadline(world, tender);
  await open(world.office, tender as unknown as Played, bidders);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const states = () => world.office.bureau.get<{ drawId: string; status: string }[]>(`/api/tenders/${tender.tenderId}/draws`);
const answerAll = (accept: boolean) => {
  for (const member of world.office.experts.values()) member.onCall = (self, callId) => self.answer(callId, accept).catch(() => undefined); // a call that has lapsed meanwhile
};

it('refuses a request that the library cannot meet, saying how many there are', async () => {
  const many = [
    { specialty: 'A0802', count: 5 },
    { specialty: 'A0402', count: 9 },
  ];
  expect(await groundOf(draw(world.office, tender as unknown as Played, many))).toBe('experts.pool-too-small TBR-46');
});

it('ends a draw whose people all decline, lets them go, and keeps it visible', async () => {
  answerAll(false);
  await draw(world.office, tender as unknown as Played);
  const [ended] = await until(async () => {
    const draws = await states();
    return draws[0]?.status === 'abandoned' && draws;
  });
  const calls = await rows<{ status: string }>(world, 'select distinct status from expert_call where draw_id = $1', [ended!.drawId]);
  expect(calls.map((row) => row.status).sort()).toEqual(['declined', 'released']);
});

it('may be given up by two persons, and a new one then fills the seats', async () => {
  for (const member of world.office.experts.values()) member.onCall = async () => undefined; // nobody answers yet
  const drawId = await draw(world.office, tender as unknown as Played);
  const asked = await ask(world.office.officer, `/api/draws/${drawId}/abandon`, { reason: '抽取时间改期' });
  expect(await groundOf(world.office.officer.post(`/api/proposals/${asked.proposalId}/confirm`, { contentSha256: asked.contentSha256 }))).toBe('auth.not-allowed');
  await confirm(world.office.approver, asked);
  answerAll(true);
  await draw(world.office, tender as unknown as Played);
  await untilConfirmed(world.office, tender.tenderId);
  expect((await states()).map((one) => one.status)).toEqual(['abandoned', 'abandoned', 'confirmed']);
  expect((await openRoom(world.office, tender.tenderId)).experts).toHaveLength(4);
  // negative control: without its own refusal only the database's rule against a second evaluation stood before a second room
  expect(await groundOf(openRoom(world.office, tender.tenderId))).toBe('evaluation.already');
});

it('is told by an event of its own name that it ran', async () => {
  const [confirmed] = (await states()).filter(({ status }) => status === 'confirmed');
  const told = await rows<{ type: string }>(world, `select distinct type from event_log where object_id = $1 and type like 'draw.%' order by 1`, [confirmed!.drawId]);
  expect(told.map(({ type }) => type)).toEqual(['draw.committed', 'draw.confirmed', 'draw.frozen', 'draw.revealed', 'draw.run']);
});
