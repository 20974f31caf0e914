import { type KeyKind, sealBidFor, SEGMENT_SIZE } from '@envelope';
import fc from 'fast-check';
import { sourceOf } from '../../apps/verifier/src/body';
import { parseEvidence } from '../../apps/verifier/src/evidence';
import { type Inputs, verify } from '../../apps/verifier/src/verify';
import { Bidder } from '../../apps/cli/src/play/people';
import { rows, until } from './tools';
import { closeConnections, firmOf, pastDeadline, type Published, publishedTender, startWorld, type World } from './world';

/** A bid that passes at submission never fails offline: bids by every kind of key, of one file and of several, of sizes around a segment's, with odd names, opened by their bidders or by trustees. */
const SEED = Number(process.env['SEED'] ?? process.pid * 7919 + 17);
const KINDS: KeyKind[] = ['p-256', 'rsa-2048', 'rsa-3072', 'sm2'];
/** Of each kind. */
const BIDS = 6;

let world: World;
const tenders: Record<'bidders' | 'trustees', Published & { escrowTerms?: { threshold: number; trustees: string[] } }> = {} as never;
beforeAll(async () => {
  world = await startWorld({ env: { RUN_JOBS: 'true' } });
  const { items } = await world.office.officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const named = { trustees: { threshold: 2, people: items.slice(0, 3).map(({ accountId }) => accountId) } };
  tenders.bidders = await publishedTender(world);
  tenders.trustees = { ...(await publishedTender(world, named)), escrowTerms: { threshold: 2, trustees: items.slice(0, 3).map(({ certificate }) => certificate) } };
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const text = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value)));
const SIZES = [1, 2, SEGMENT_SIZE - 1, SEGMENT_SIZE, SEGMENT_SIZE + 1, 2 * SEGMENT_SIZE + 7];
const file = fc.record({
  fileName: fc.constantFrom('投标文件.pdf', '技术标 第 2 册.docx', 'a', '😀.png', `${'长'.repeat(60)}.pdf`, 'bid (1).xml'),
  size: fc.constantFrom(...SIZES),
});
const shape = fc.record({
  opened: fc.constantFrom('bidders' as const, 'trustees' as const),
  suite: fc.constantFrom('international' as const, 'sm' as const),
  priceFen: fc.bigInt(1n, 9_999_999_999_999_999n).map(String),
  files: fc.array(file, { minLength: 1, maxLength: 5 }),
});
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** What its bidder keeps. */
interface Kept {
  sealed: Uint8Array;
  keys: Readonly<Record<string, string>>;
}
interface Taken {
  what: string;
  bidder: Bidder;
  tender: Published;
  kept: Kept;
  before: Record<string, unknown>;
}
const taken: Taken[] = [];
const fetched = ({ client }: Bidder, { tenderId }: Published) => client.get<Record<string, unknown>>(`/api/tenders/${tenderId}/opening/evidence`);

type Sealed = Awaited<ReturnType<typeof sealBidFor>>;
async function sent({ client }: Bidder, { tenderId }: Published, { blob, manifest, signature, escrow, keys }: Sealed): Promise<Kept> {
  await client.put(`/api/tenders/${tenderId}/bid-content`, blob);
  await client.post(`/api/tenders/${tenderId}/bids`, { manifest, signature: Buffer.from(signature).toString('base64'), escrow });
  return { sealed: blob, keys };
}

async function bid(kind: KeyKind, { opened, suite, priceFen, files }: Shape): Promise<void> {
  const firm = firmOf(`离线核验-${kind}-${taken.length}`, 4_000 + taken.length);
  const identity = world.office.authority.issue({ commonName: firm.name, organisation: firm.name, uscc: firm.uscc }, { kind });
  const bidder = await Bidder.register(world.url, firm, identity);
  const tender = tenders[opened];
  const documents = files.map(({ fileName, size }, i) => ({ fileName: `${i + 1}-${fileName}`, content: Buffer.alloc(size, i + 1) }));
  const kept = await sent(bidder, tender, await sealBidFor({ ...bidder.toSeal(tender, priceFen, { documents, at: await bidder.client.now() }), suite, escrowTerms: tender.escrowTerms }));
  taken.push({ what: `${kind} ${suite} ${opened} ${JSON.stringify(files)}`, bidder, tender, kept, before: await fetched(bidder, tender) });
}

/** What does not hold; what cannot be told without more files is no fault. */
async function faults(evidence: Record<string, unknown>, more: Partial<Inputs> = {}): Promise<string[]> {
  const { certificates } = parseEvidence(JSON.stringify(evidence));
  const trust = [...certificates.authorities, ...certificates.timeAuthorities, certificates.platform].map((pem) => new Uint8Array(Buffer.from(pem)));
  const { checks } = await verify({ trust, crls: [], statements: [], draws: [], twoPersons: [], evidence: text(evidence), ...more });
  return checks.filter(({ holds }) => holds === false).map(({ id, reason }) => `${id}: ${reason?.en}`);
}

test.each(KINDS)(`bids by %s are taken, and hold offline at once (seed ${SEED})`, async (kind) => {
  const found: string[] = [];
  for (const one of fc.sample(shape, { seed: SEED, numRuns: BIDS })) {
    await bid(kind, one);
    const { what, before, kept } = taken.at(-1)!;
    found.push(...(await faults(before, { sealed: sourceOf(kept.sealed), keys: text(kept.keys) })).map((fault) => `${what} ${fault}`));
  }
  expect(found).toEqual([]);
});

test('and after the deadline, in the set that was published, beside what was held before it', async () => {
  expect(taken).toHaveLength(KINDS.length * BIDS);
  await pastDeadline(world, tenders.bidders); // the same for both
  for (const { tenderId } of Object.values(tenders)) {
    await world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
    await until(async () => (await rows(world, 'select 1 from opening where tender_id = $1 and set_stamp is not null', [tenderId])).length > 0);
  }
  const found: string[] = [];
  for (const { what, bidder, tender, kept, before } of taken) {
    const after = await fetched(bidder, tender);
    found.push(...(await faults(after, { held: text(before), sealed: sourceOf(kept.sealed), keys: text(kept.keys) })).map((fault) => `${what} ${fault}`));
  }
  expect(found).toEqual([]);
});

test('negative control: of another bid the sealed file, the keys or the receipt do not hold', async () => {
  const [own, other] = [taken[0]!, taken[1]!];
  const sealed = sourceOf(own.kept.sealed);
  expect(await faults(own.before, { sealed: sourceOf(other.kept.sealed), keys: text(own.kept.keys) })).not.toEqual([]);
  expect(await faults(own.before, { sealed, keys: text(other.kept.keys) })).not.toEqual([]);
  expect(await faults({ ...own.before, receipt: other.before['receipt'] })).not.toEqual([]);
});
