import type { Bidder } from '../../apps/cli/src/play/people';
import { allOf } from '../../apps/cli/src/play/each';
import { base64, freezeClock, rows } from '../journeys/tools';
import { closeConnections, type Published, publishedTender, Refused, startWorld, type World } from '../journeys/world';

/** The last minute of a large tender: everybody at once, some of them too late. */
const BIDDERS = 300;
const LATE = 30;

let world: World;
let tender: Published;
const ready: { bidder: Bidder; manifest: string; signature: string }[] = [];

beforeAll(async () => {
  world = await startWorld();
  tender = await publishedTender(world);
  const numbers = Array.from({ length: BIDDERS }, (_, i) => i);
  await allOf(numbers, 8, async (i) => {
    const bidder = await world.bidder(`末分-${i}`);
    const { manifest, signature, blob } = bidder.seal(tender, String(800_000_000 + i));
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, blob);
    ready.push({ bidder, manifest, signature: base64(signature) });
  });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

interface Answer {
  receivedAt: string;
}

const submit = ({ bidder, manifest, signature }: (typeof ready)[number]) => bidder.client.post<Answer>(`/api/tenders/${tender.tenderId}/bids`, { manifest, signature });

test(`${BIDDERS - LATE} bidders in the last seconds: none that was in time is refused, none that was late is taken`, async () => {
  await freezeClock(world, new Date(tender.deadline.getTime() - 1)); // however long it takes here
  const before = performance.now();
  const [inTime, late] = [ready.slice(0, BIDDERS - LATE), ready.slice(BIDDERS - LATE)];
  const answers = await Promise.all(inTime.map(submit));
  const seconds = (performance.now() - before) / 1000;
  for (const { receivedAt } of answers) expect(new Date(receivedAt).getTime()).toBeLessThan(tender.deadline.getTime());
  await freezeClock(world, tender.deadline);
  const codes = await Promise.all(
    late.map((one) =>
      submit(one).then(
        () => 'taken',
        (error: unknown) => (error instanceof Refused ? error.problem.code : Promise.reject(error as Error)),
      ),
    ),
  );
  expect(new Set(codes)).toEqual(new Set(['bidding.deadline-passed']));
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  const { sealedSet } = await world.office.officer.get<{ sealedSet: { entries: unknown[] } }>(`/api/tenders/${tender.tenderId}/opening`);
  expect(sealedSet.entries).toHaveLength(BIDDERS - LATE);
  const [{ stamped }] = (await rows<{ stamped: number }>(world, 'select count(receipt_stamp)::int as stamped from bid where tender_id = $1', [tender.tenderId])) as [{ stamped: number }];
  expect(stamped).toBe(BIDDERS - LATE);
  console.info(`${inTime.length} bids in ${seconds.toFixed(1)} s, ${(inTime.length / seconds).toFixed(0)} a second, on-time refusals 0; ${late.length} late ones, taken 0`);
});
