import { yearTable } from '@domain/calendar';
import { periodEnd } from '@kernel';
import { momentOf, overMidnight } from './meanwhile';
import { inPublicity } from './publicity';
import { advance, ask, closeConnections, confirm, startWorld, type World } from './world';

/** As in waited-moments.spec, after an evaluation. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

// negative control: without `later` in the confirmation of a request, and with `tx.now` where it is raised, both begin on the day before
it('an objection and a notice that waited over midnight are of the day on which they are done, and so is the period for the contract', async () => {
  const {
    tender: { tenderId },
    bidders,
    candidates,
    until,
  } = await inPublicity(world);
  const moment = async (column: string, table = 'award') => momentOf(world, `select ${column} as at from ${table} where tender_id = $1`, tenderId);
  const raised = await overMidnight(world, tenderId, () => bidders[0]!.client.post(`/api/tenders/${tenderId}/objections`, { text: '异议' }));
  expect((await moment('raised_at', 'objection')).getTime()).toBeGreaterThanOrEqual(raised.getTime());
  const { ownObjections } = await bidders[0]!.client.get<{ ownObjections: [{ id: string }] }>(`/api/tenders/${tenderId}/award`);
  await confirm(world.office.approver, await ask(world.office.officer, `/api/objections/${ownObjections[0].id}/answer`, { answer: '属实。' }));
  await advance(world.office, new Date(Math.max(until.getTime(), (await moment('publicity_until')).getTime())));
  await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${tenderId}/winner`, { bidId: candidates.find(({ rank }) => rank === 1)!.bidId }));
  const asked = await ask(world.office.officer, `/api/tenders/${tenderId}/award-notice`);
  const waited = await overMidnight(world, tenderId, () => confirm(world.office.approver, asked));
  expect((await moment('noticed_at')).getTime()).toBeGreaterThanOrEqual(waited.getTime());
  expect(await moment('contract_until')).toEqual(periodEnd(await moment('noticed_at'), 30, 'd', yearTable()));
});
