import { BidOpener } from '../../libs/domain/src/opening/bid-opener';
import { rows, until } from './tools';
import { closeConnections, pastDeadline, publishedTender, startWorld, submitAll, type World } from './world';

/** Where trustees open: prices that did not open with the last share, for a disk that failed just then, are opened by a job; the hall waits for them. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

async function heldByTrustees() {
  const { items } = await world.office.officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const published = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
  const lot = { ...published, escrowTerms: { threshold: 2, trustees: items.map(({ certificate }) => certificate) } };
  await submitAll(world, lot, ['910000000', '910000001', '910000002']);
  return lot;
}

// negative control: where one job opens both, one lot after the other, the prices of the second are there when the documents of the first are
test('prices of a lot do not wait while the documents of another are decrypted, however long that takes', async () => {
  const lots = [await heldByTrustees(), await heldByTrustees()];
  await pastDeadline(world, lots[1]!);
  const opener = world.running.app.get(BidOpener);
  const documents = opener.documents.bind(opener);
  let go = (): void => undefined;
  const long = new Promise<void>((resolve) => (go = resolve));
  jest.spyOn(opener, 'documents').mockImplementation(async (...of) => (await long, documents(...of)));
  const price = jest.spyOn(opener, 'price').mockRejectedValue(new Error('the disk'));
  for (const { tenderId } of lots) {
    await world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
    for (const trustee of world.office.trustees.slice(0, 2)) await trustee.release(tenderId);
  }
  price.mockRestore();
  const count = async (of: string) => (await rows<{ n: number }>(world, `select count(*)::int as n from ${of}`))[0]!.n;
  try {
    await until(async () => (await count('opened_bid')) === 6);
    expect(await count(`bid where status = 'opened'`)).toBe(0);
  } finally {
    go();
  }
  await until(async () => (await count(`bid where status = 'opened'`)) === 6);
});
