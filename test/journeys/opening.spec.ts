import { createHash } from 'node:crypto';
import { allHold, commitment, type ValueRecord, verifyValue } from '@draw';
import { canonicalJson, type Json, readCertificate, sha256Hex, verifyStatement } from '@envelope';
import type { Bidder } from '../../apps/cli/src/play/people';
import { BidOpener } from '../../libs/domain/src/opening/bid-opener';
import { BASE_PRICE } from './plans';
import { auditOf, groundOf, handIn, rows } from './tools';
import { advance, ask, closeConnections, confirm, pastDeadline, platformTime, type Published, publishedTender, refusal, startWorld, submitAll, type World } from './world';

let world: World;
let tender: Published;
let bidders: Bidder[];
let started: { windowEndsAt: string; bids: number };
const at = (path: string) => `/api/tenders/${tender.tenderId}/opening${path}`;
const hex = (n: string) => n.repeat(64);

interface View {
  status: string;
  bids: number;
  sealedSet: { root: string; entries: Record<string, string>[]; statement: string; signature: string };
  coefficients?: Record<string, ValueRecord>;
  record?: string;
  recordSha256: string;
  recordSignature: string;
}
const view = () => world.office.officer.get<View>(at(''));

const PRICES = ['990000000', '950000000', '970000000', '930000000'];
beforeAll(async () => {
  world = await startWorld();
  tender = await publishedTender(world, { plan: BASE_PRICE, ceilingFen: '1000000000' });
  bidders = await submitAll(world, tender, PRICES);
  const broken = await world.bidder('坏表');
  const sealed = broken.seal(tender, '1', { sheet: '{"format":"tianping/price-sheet/1","totalFen":"not a price"}' });
  bidders.push(broken);
  const { bidId, receipt, signature } = await handIn(broken, tender, sealed);
  broken.kept.set(tender.tenderId, { bidId, receipt, signature, keys: sealed.keys, manifest: sealed.manifest, bidSignature: '' });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** RFC 6962 2.1, written again from its text. */
function rootOf(leaves: Buffer[]): Buffer {
  const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return sha(Buffer.of(0), leaves[0]!);
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

const trust = async () => ({ roots: [readCertificate(world.office.authority.certificatePem)], at: await platformTime(world.office.officer) });

describe('before the deadline', () => {
  it('nobody opens: neither who presides nor a bidder with his own key, and nothing is shown', async () => {
    expect(await groundOf(world.office.officer.post(at('/start')))).toBe('opening.too-early TBL-34');
    expect(await groundOf(bidders[0]!.decrypt(tender.tenderId))).toBe('opening.too-early TBL-34');
    expect((await refusal(world.office.officer.get(at('')))).status).toBe(404);
    for (const client of [world.office.bureau, world.office.hall, world.office.system, bidders[0]!.client]) expect((await refusal(client.post(at('/start')))).code).toBe('auth.not-allowed');
  });
});

describe('from the deadline on', () => {
  it('starts, and publishes what was sealed: the root is that of the entries, signed, with the platform’s commitment for K', async () => {
    await pastDeadline(world, tender);
    started = await world.office.officer.post(at('/start'));
    expect(started.bids).toBe(5);
    const { sealedSet } = await view();
    expect(rootOf(sealedSet.entries.map((entry) => Buffer.from(canonicalJson(entry as Json)))).toString('hex')).toBe(sealedSet.root);
    const { value } = verifyStatement(sealedSet.statement, Buffer.from(sealedSet.signature, 'base64'), await trust());
    expect(value).toMatchObject({ root: sealedSet.root, size: 5, tender: tender.tenderId });
    expect(Object.keys((value as { coefficientCommitments: object }).coefficientCommitments)).toEqual(['factor']);
    expect(sealedSet.entries.map(({ manifestSha256 }) => manifestSha256).sort()).toEqual(bidders.map((one) => sha256Hex(one.kept.get(tender.tenderId)!.manifest)).sort());
    const swapped = rootOf([...sealedSet.entries].reverse().map((entry) => Buffer.from(canonicalJson(entry as Json)))).toString('hex');
    expect(swapped).not.toBe(sealedSet.root); // negative control
    expect((await refusal(world.office.officer.post(at('/start')))).status).toBe(409);
  });

  it('a wrong key is refused with its ground and stops nobody else; the right one opens once', async () => {
    const [first, second] = bidders as [Bidder, Bidder];
    const { keys } = first.kept.get(tender.tenderId)!;
    const post = (body: unknown, by = first) => by.client.post(at('/decrypt'), body);
    const wrong = await refusal(post({ keys: { ...keys, body: hex('0') } }));
    expect([wrong.code, wrong.violations[0]!.article]).toEqual(['envelope.key-mismatch', 'O20-31']);
    expect(await auditOf(world, wrong)).toMatchObject([{ outcome: 'refused', act: 'opening.decrypt' }]);
    expect((await refusal(post({ keys: second.kept.get(tender.tenderId)!.keys }))).code).toBe('envelope.key-mismatch'); // a rival's keys
    expect((await refusal(post({ keys: { 'price-sheet': keys['price-sheet'] } }))).code).toBe('opening.keys-missing');
    expect((await refusal(post({ keys: { body: 'zz' } }))).code).toBe('http.field');
    await second.decrypt(tender.tenderId);
    await first.decrypt(tender.tenderId);
    expect((await refusal(first.decrypt(tender.tenderId))).code).toBe('opening.already-decrypted');
    const outsider = await world.bidder('未投标');
    expect((await refusal(post({ keys }, outsider))).code).toBe('opening.no-bid');
    expect(await groundOf(bidders[4]!.decrypt(tender.tenderId))).toBe('envelope.price-total O20-31');
    expect(await rows(world, 'select outcome, count(*)::int as n from opened_bid where tender_id = $1 group by 1', [tender.tenderId])).toEqual([{ outcome: 'opened', n: 2 }]);
  });

  it('other bidders in the hall do not learn from it whose bid was opened before the prices are announced (V6)', async () => {
    const events = await rows<{ payload: object }>(world, `select payload from room_event e join room r on r.id = e.room_id where r.owner_id = $1 and r.kind = 'opening'`, [tender.tenderId]);
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(events)).not.toContain('投标人-');
    expect(JSON.stringify(await bidders[0]!.client.get(at('')))).not.toContain('投标人-');
  });

  it('is not concluded while the window runs, nor without K, and never by one person', async () => {
    const { officer, hall } = world.office;
    const conclude = () => ask(officer, at('/conclude'), { otherCauses: [] });
    expect(await groundOf(conclude())).toBe('opening.window-runs O20-30');
    await advance(world.office, new Date(new Date(started.windowEndsAt).getTime() + 1));
    expect(await groundOf(bidders[2]!.decrypt(tender.tenderId))).toBe('opening.window-over O20-31');
    expect(await groundOf(conclude())).toBe('opening.coefficient-missing TBR-49');
    expect((await refusal(hall.post(at('/coefficients'), { contribution: hex('a') }))).code).toBe('auth.not-allowed');
  });

  it('draws K from the list once, from two numbers of which the platform’s was committed to at the deadline', async () => {
    const { officer } = world.office;
    const drawn = await officer.post<Record<string, ValueRecord>>(at('/coefficients'), { contribution: hex('5') });
    const { factor } = drawn as { factor: ValueRecord };
    expect(allHold(verifyValue(factor))).toBe(true);
    expect(allHold(verifyValue({ ...factor, value: factor.values.find((one) => one !== factor.value)! }))).toBe(false); // negative control
    expect(factor.values).toEqual(['0.95', '0.96', '0.97', '0.98']);
    const { sealedSet, coefficients } = await view();
    const promised = (JSON.parse(sealedSet.statement) as { coefficientCommitments: Record<string, string> }).coefficientCommitments['factor'];
    expect(factor.commitments['platform']).toBe(promised);
    expect(commitment(factor.drawId, 'platform', factor.reveals['platform']!)).toBe(promised);
    expect(factor.reveals['presiding']).toBe(hex('5'));
    expect(coefficients).toEqual(drawn);
    expect(await groundOf(officer.post(at('/coefficients'), { contribution: hex('6') }))).toBe('opening.coefficient-drawn TBR-49');
  });

  it('records each bid that was not opened with its cause, announces the prices, and signs the record', async () => {
    const { officer, approver, hall } = world.office;
    expect((await view()).record).toBeUndefined();
    const otherCauses = [{ bidId: bidders[3]!.kept.get(tender.tenderId)!.bidId, reason: '场内网络中断' }];
    const asked = await ask(officer, at('/conclude'), { otherCauses });
    expect((await refusal(confirm(approver, asked))).code).toBe('platform.not-found'); // not the witness
    expect((await refusal(confirm(hall, { ...asked, contentSha256: hex('0') }))).code).toBe('proposal.altered');
    await confirm(hall, asked);
    const { status, record, recordSha256, recordSignature } = await view();
    expect(status).toBe('concluded');
    expect(sha256Hex(record!)).toBe(recordSha256);
    const { value } = verifyStatement(record!, Buffer.from(recordSignature, 'base64'), await trust());
    const { bids, coefficients, setRoot } = value as unknown as {
      bids: { uscc: string; outcome: string; priceFen: string | null; cause: string | null }[];
      coefficients: Record<string, string>;
      setRoot: string;
    };
    const outcomes = bidders.map(({ firm }) => bids.find(({ uscc }) => uscc === firm.uscc)!);
    expect(outcomes.map(({ outcome, priceFen }) => [outcome, priceFen])).toEqual([
      ['opened', PRICES[0]],
      ['opened', PRICES[1]],
      ['revoked', null],
      ['unopened', null],
      ['revoked', null],
    ]);
    expect(outcomes[2]!.cause).toMatch('撤销');
    expect(outcomes[3]!.cause).toMatch(/视为撤回投标文件。主持人陈述的原因：场内网络中断$/);
    expect(setRoot).toBe((await view()).sealedSet.root);
    expect(coefficients).toEqual({ factor: (await view()).coefficients!['factor']!.value });
    expect(() => verifyStatement(record!.replace(PRICES[0]!, '1'), Buffer.from(recordSignature, 'base64'))).toThrow(); // negative control
    expect((await refusal(bidders[2]!.decrypt(tender.tenderId))).code).toBe('opening.no-bid');
    expect((await refusal(officer.post(at('/conclude'), { otherCauses: [] }))).status).toBe(409);
  });
});

it('a hold placed between the request and its confirmation stops the conclusion too', async () => {
  const held = await publishedTender(world);
  const three = await submitAll(world, held, ['100', '200', '300']);
  await pastDeadline(world, held);
  const { officer, bureau, hall } = world.office;
  await officer.post(`/api/tenders/${held.tenderId}/opening/start`);
  await Promise.all(three.map((one) => one.decrypt(held.tenderId)));
  const asked = await ask(officer, `/api/tenders/${held.tenderId}/opening/conclude`, { otherCauses: [] });
  await bureau.post(`/api/projects/${held.projectId}/holds`, { reason: '投诉调查' });
  expect(await groundOf(confirm(hall, asked))).toBe('intake.held TBR-62');
});

it('a tender in which no bid opens has failed', async () => {
  const lost = await publishedTender(world);
  await submitAll(world, lost, ['100', '200', '300']);
  await pastDeadline(world, lost);
  const { officer, hall } = world.office;
  const { windowEndsAt } = await officer.post<{ windowEndsAt: string }>(`/api/tenders/${lost.tenderId}/opening/start`);
  await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1));
  await confirm(hall, await ask(officer, `/api/tenders/${lost.tenderId}/opening/conclude`, { otherCauses: [] }));
  expect(await officer.get(`/api/tenders/${lost.tenderId}`)).toMatchObject({ status: 'failed', endArticle: 'O20-31' });
});

// negative control: with the first claim made when the price had been read, a conclusion before it put the bid down as revoked by its bidder
it.each(['price', 'documents'] as const)(
  'keys that came in the window are in time, however long the platform takes (its %s): meanwhile nobody concludes, and nothing is its bidder’s fault (O20 31)',
  async (step) => {
    const slow = await publishedTender(world);
    const [late, two, three, absent] = (await submitAll(world, slow, ['900000000', '910000000', '920000000', '930000000'])) as [Bidder, Bidder, Bidder, Bidder];
    await pastDeadline(world, slow);
    const { officer, hall } = world.office;
    const api = `/api/tenders/${slow.tenderId}/opening`;
    const { windowEndsAt } = await officer.post<{ windowEndsAt: string }>(`${api}/start`);
    for (const one of [two, three]) await one.decrypt(slow.tenderId);
    const opener = world.running.app.get(BidOpener);
    const work = opener[step].bind(opener) as (...of: unknown[]) => Promise<never>;
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    opener[step] = async (...of: unknown[]) => {
      reached.resolve();
      await gate.promise;
      return work(...of);
    };
    try {
      const decrypted = late.decrypt(slow.tenderId);
      await reached.promise;
      await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1000));
      expect(await groundOf(ask(officer, `${api}/conclude`, { otherCauses: [] }))).toBe('opening.still-opening O20-30');
      expect((await refusal(late.decrypt(slow.tenderId))).code).toBe('opening.decrypting'); // his keys are here
      expect((await refusal(absent.decrypt(slow.tenderId))).code).toBe('opening.window-over'); // who comes only now is late
      gate.resolve();
      await decrypted;
    } finally {
      gate.resolve();
      opener[step] = work;
    }
    // what a process left that is gone opens nothing any more
    const left = `insert into storage_claim (id, purpose, account_id, tender_id, bytes, ends_at, process)
    select gen_random_uuid(), 'opening', a.id, $1, 1, clock_timestamp() + interval '1 hour', 1 from account a join organisation o on o.id = a.organisation_id where o.uscc = $2 returning 1`;
    expect(await rows(world, left, [slow.tenderId, absent.firm.uscc])).not.toEqual([]);
    await confirm(hall, await ask(officer, `${api}/conclude`, { otherCauses: [] }));
    expect(await rows(world, 'select outcome, count(*)::int as n from opened_bid where tender_id = $1 group by 1 order by 1', [slow.tenderId])).toEqual([
      { outcome: 'opened', n: 3 },
      { outcome: 'revoked', n: 1 },
    ]);
  },
);
