import { Bid } from '@domain/bidding';
import { Tx } from '@platform/db';
import type { Bidder } from '../../apps/cli/src/play/people';
import { base64, freezeClock, handIn, rows, type Sealed, thawClock, until } from './tools';
import { advance, closeConnections, type Published, publishedTender, Refused, startWorld, type World } from './world';

let world: World;
const bidders: Bidder[] = [];
beforeAll(async () => {
  world = await startWorld();
  for (let i = 0; i < 12; i += 1) bidders.push(await world.bidder(`竞时-${i}`));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});
afterEach(() => jest.restoreAllMocks());

interface Receipt {
  receiptCode: string;
  receivedAt: string;
}

const submit = (bidder: Bidder, { tenderId }: Published, { manifest, signature }: Sealed) => bidder.client.post<Receipt>(`/api/tenders/${tenderId}/bids`, { manifest, signature: base64(signature) });
const start = ({ tenderId }: Published) => world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
const codeOf = (error: unknown): string => {
  if (error instanceof Refused) return error.problem.code;
  throw error;
};

async function sealedCodes({ tenderId }: Published): Promise<string[]> {
  const { sealedSet } = await world.office.officer.get<{ sealedSet: { entries: { receiptCode: string }[] } }>(`/api/tenders/${tenderId}/opening`);
  return sealedSet.entries.map((entry) => entry.receiptCode).sort();
}

/** Everybody hands in as fast as he can while the deadline passes and the opening is asked for all the time. */
async function race(tender: Published): Promise<{ acknowledged: Receipt[]; refused: string[] }> {
  const sealed = new Map<Bidder, Sealed>();
  const acknowledged: Receipt[] = [];
  for (const [i, bidder] of bidders.entries()) {
    const envelope = bidder.seal(tender, String(900_000_000 + i));
    sealed.set(bidder, envelope);
    if (i < 3) acknowledged.push(await handIn(bidder, tender, envelope));
    else await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, envelope.blob);
  }
  const refused: string[] = [];
  const one = (bidder: Bidder) =>
    submit(bidder, tender, sealed.get(bidder)!).then(
      (receipt) => void acknowledged.push(receipt),
      (error: unknown) => void refused.push(codeOf(error)),
    );
  await advance(world.office, new Date(tender.deadline.getTime() - 40));
  const opener = (async () => {
    for (let opened = false; !opened; )
      opened = await start(tender).then(
        () => true,
        (error: unknown) => (codeOf(error) === 'opening.too-early' ? false : Promise.reject(error as Error)),
      );
  })();
  const flying = bidders.slice(3, -1).map(async (bidder, i) => {
    await new Promise((resolve) => setTimeout(resolve, i * 10));
    await one(bidder);
  });
  await Promise.all([opener, ...flying]);
  await one(bidders.at(-1)!);
  return { acknowledged, refused };
}

it('every acknowledged bid is in the sealed set and no other, however close to the deadline it came', async () => {
  let flown = 0;
  for (let round = 0; round < 4; round += 1) {
    const tender = await publishedTender(world);
    const { acknowledged, refused } = await race(tender);
    expect(await sealedCodes(tender)).toEqual(acknowledged.map((receipt) => receipt.receiptCode).sort());
    for (const { receivedAt } of acknowledged) expect(new Date(receivedAt).getTime()).toBeLessThan(tender.deadline.getTime());
    expect(new Set(refused)).toEqual(new Set(['bidding.deadline-passed']));
    expect(acknowledged.length + refused.length).toBe(bidders.length);
    flown += acknowledged.length - 3;
  }
  console.log(`deadline race: ${flown} of ${4 * 9} bids in flight were in time, 0 of them missing`);
});

/** A bid that passed its check of time 1 ms before the deadline and is held there while the opening starts. */
async function heldAcross(): Promise<{ tender: Published; late: Promise<Receipt>; opening: Promise<unknown>; letGo(): void; opened(): boolean }> {
  const tender = await publishedTender(world);
  for (const bidder of bidders.slice(0, 3)) await handIn(bidder, tender, bidder.seal(tender, '900000000'));
  const last = bidders[3]!;
  const envelope = last.seal(tender, '800000000');
  await last.client.put(`/api/tenders/${tender.tenderId}/bid-content`, envelope.blob);
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let reached = false;
  const insert = Tx.prototype.insert;
  const spy = jest.spyOn(Tx.prototype, 'insert').mockImplementation(async function (this: Tx, entity: never, values: never) {
    if (entity === (Bid as never) && this.caller.act === 'bid.submit') {
      reached = true;
      await gate;
    }
    return insert.call(this, entity, values);
  } as never);
  await freezeClock(world, new Date(tender.deadline.getTime() - 1));
  const late = submit(last, tender, envelope);
  await until(async () => reached);
  await freezeClock(world, new Date(tender.deadline.getTime() + 1));
  let done = false;
  const opening = start(tender).then((answer) => ((done = true), answer));
  return { tender, late, opening, letGo: () => (letGo(), spy.mockRestore()), opened: () => done };
}

const waiting = async (): Promise<boolean> =>
  (await rows(world, `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%from "tender"%'`)).length > 0;

describe('a bid that passed its check before the deadline and commits after the opening began', () => {
  afterEach(() => thawClock(world));

  it('is waited for: it is in the set', async () => {
    const { tender, late, opening, letGo, opened } = await heldAcross();
    await until(waiting);
    expect(opened()).toBe(false);
    letGo();
    const { receiptCode } = await late;
    await opening;
    expect(await sealedCodes(tender)).toContain(receiptCode);
  });

  it('negative control: without the lock on the tender’s row it is acknowledged and missing', async () => {
    const [gate] = await rows<{ text: string }>(world, `select pg_get_functiondef('bid_gate'::regproc) as text`);
    expect(gate!.text).toContain('for share');
    await rows(world, gate!.text.replaceAll(' for share', ''));
    const { tender, late, opening, letGo } = await heldAcross();
    await opening;
    letGo();
    const { receiptCode } = await late;
    expect(await sealedCodes(tender)).not.toContain(receiptCode);
    await rows(world, gate!.text);
  });
});
