import { groundOf, rows, send } from './tools';
import { closeConnections, draftBody, type Published, platformTime, publishedTender, registeredProject, startWorld, type World } from './world';

/** Who signs a notice, bids on it or watches it can read what it asks for. */
let world: World;
let tender: Published;
beforeAll(async () => {
  world = await startWorld();
  tender = await publishedTender(world);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const statusFor = async (client: { token?: string | undefined }, tenderId: string) =>
  (await send(world.url, 'GET', `/api/tenders/${tenderId}/documents/${world.documentId}`, { token: client.token! })).status;

it('the side reads its own, a draft too; the bureau and every bidder what was published; nobody else anything', async () => {
  const { officer, approver, bureau, hall } = world.office;
  const bidder = await world.bidder('读文件的投标人');
  const { tenderId } = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, await registeredProject(world), await platformTime(officer)));
  expect([await statusFor(officer, tenderId), await statusFor(approver, tenderId)]).toEqual([200, 200]);
  expect([await statusFor(bureau, tenderId), await statusFor(bidder.client, tenderId)]).toEqual([404, 404]);
  expect(await Promise.all([officer, approver, bureau, bidder.client].map((client) => statusFor(client, tender.tenderId)))).toEqual([200, 200, 200, 200]);
  expect(await statusFor(hall, tender.tenderId)).toBe(403);
  // who takes them to bid is noted, and nobody else
  expect(await rows(world, 'select distinct o.name from tender_download d join organisation o on o.id = d.organisation_id')).toEqual([{ name: expect.stringContaining('读文件的投标人') }]);
  for (const client of [officer, bureau, bidder.client]) expect((await client.get<{ allowedActs: string[] }>(`/api/tenders/${tender.tenderId}`)).allowedActs).toContain('tender.download');
});

it('under an order the side and the bureau read on, bidders wait', async () => {
  const bidder = await world.bidder('等候的投标人');
  const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查' });
  expect(await Promise.all([world.office.officer, world.office.bureau].map((client) => statusFor(client, tender.tenderId)))).toEqual([200, 200]);
  expect(await groundOf(bidder.client.get(`/api/tenders/${tender.tenderId}/documents/${world.documentId}`))).toBe('intake.held TBR-62');
  // negative control: what the order stops was offered all the same
  const offered = async (client: typeof bidder.client) => (await client.get<{ allowedActs: string[] }>(`/api/tenders/${tender.tenderId}`)).allowedActs;
  const [side, firm] = [await offered(world.office.officer), await offered(bidder.client)];
  expect(side).toEqual(expect.arrayContaining(['tender.download', 'tender.terminate']));
  expect(side).not.toContain('tender.amend');
  expect(firm).toContain('bid.withdraw');
  for (const act of ['tender.download', 'tender.ask', 'bid.upload', 'bid.submit']) expect(firm).not.toContain(act);
  await world.office.bureau.post(`/api/holds/${holdId}/lift`);
  expect(await statusFor(bidder.client, tender.tenderId)).toBe(200);
});
