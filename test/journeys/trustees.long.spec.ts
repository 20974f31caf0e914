import type { TenderNotice } from '@kernel';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type EnclosedShare, type Escrow, type EscrowTerms, type Json, parseEscrow, sealBidFor, sealFor, SECRETS, sha256Hex, signDetached } from '@envelope';
import { type Bidder, Trustee } from '../../apps/cli/src/play/people';
import { ReleasingService } from '../../libs/domain/src/opening/releasing.service';
import { TenderService } from '../../libs/domain/src/tender/tender.service';
import { auditOf, base64, groundOf, rows, until } from './tools';
import { advance, ask, closeConnections, confirm, draftBody, pastDeadline, platformTime, type Published, publishedTender, refusal, registeredProject, startWorld, type World } from './world';

let world: World;
let people: { accountId: string; name: string; organisation: string; certificate: string }[];
let terms: EscrowTerms;

const namesOf = (threshold: number, some: readonly number[] = [0, 1, 2]) => ({ threshold, people: some.map((i) => people[i]!.accountId) });

async function trusteeTender(threshold = 2): Promise<Published & { escrowTerms: EscrowTerms }> {
  const tender = await publishedTender(world, { trustees: namesOf(threshold) });
  const { trustees } = await world.office.officer.get<{ trustees: { threshold: number; people: { certificate: string }[] } }>(`/api/tenders/${tender.tenderId}`);
  return { ...tender, escrowTerms: { threshold, trustees: trustees.people.map(({ certificate }) => certificate) } };
}

beforeAll(async () => {
  world = await startWorld();
  people = (await world.office.officer.get<{ items: typeof people }>('/api/trustees')).items;
  terms = { threshold: 2, trustees: people.map(({ certificate }) => certificate) };
});
afterAll(async () => {
  await world?.stop({ tampered: true });
  await closeConnections();
});

const opening = (tenderId: string) =>
  world.office.officer.get<{ bidders: { bidder: string; priced: boolean; decrypted: boolean }[]; trustees: { people: { released: boolean }[] }; record: string }>(`/api/tenders/${tenderId}/opening`);
const counts = async (tenderId: string) => {
  const { bidders } = await opening(tenderId);
  return [bidders.filter(({ priced }) => priced).length, bidders.filter(({ decrypted }) => decrypted).length];
};
const conclude = async (tenderId: string) => confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));
const recordOf = async (tenderId: string) =>
  JSON.parse((await opening(tenderId)).record) as {
    bids: { bidder: string; outcome: string; cause: string | null; priceFen: string | null; reportedBy?: string[] }[];
    openedBy: { threshold: number; trustees: string[] };
  };

/** A bid whose escrow was made by hand: signed soundly, with shares of other keys inside. */
async function noise(bidder: Bidder, tender: Published & { escrowTerms: EscrowTerms }): Promise<void> {
  const parts = ['price-sheet', 'body'].map((name) => ({
    name,
    fileName: `${name}.json`,
    mediaType: 'application/json',
    content: Buffer.from(JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: '1' })),
  }));
  const bid = {
    tender: tender.tenderId,
    lot: tender.code,
    bidder: bidder.firm.uscc,
    version: 1,
    createdAt: new Date('2026-03-04T00:00:00Z'),
    parts,
    ...bidder.identity,
    escrowTerms: tender.escrowTerms,
  };
  const [one, other] = [await sealBidFor(bid), await sealBidFor(bid)];
  const manifest = canonicalJson({ ...(JSON.parse(one.manifest) as Record<string, Json>), escrow: sha256Hex(other.escrow!) });
  const signature = signDetached(Buffer.from(manifest), { ...bidder.identity, signingTime: new Date('2026-03-04T00:00:00Z') });
  await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, one.blob);
  await bidder.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest, signature: base64(signature), escrow: other.escrow });
}

describe('whom a notice may name', () => {
  it('lists the trustees of the world, one for each side', () => {
    expect(people.map(({ organisation }) => organisation).sort()).toEqual(['衡州城市建设投资集团（演示）', '衡州市公共资源交易中心（演示）', '衡州市公共资源交易监督管理局（演示）']);
  });

  it('refuses a threshold that one organisation reaches alone, and people who are no trustees', async () => {
    const { officer } = world.office;
    const draft = async (trustees: unknown) => groundOf(officer.post('/api/tenders', draftBody(world, await registeredProject(world), await platformTime(officer), { trustees })));
    expect(await draft(namesOf(1))).toBe('tender.trustee-threshold O20-27');
    expect(await draft(namesOf(3, [0, 1]))).toBe('tender.trustee-threshold O20-27');
    const [{ id }] = (await rows<{ id: string }>(world, `select id from account where login = 'tc.hall.1'`)) as [{ id: string }];
    expect(await draft({ threshold: 2, people: [people[0]!.accountId, id] })).toBe('tender.trustee-unfit O20-30');
    // a second trustee of the same organisation would make 2 of 3 hers alone
    await rows(world, `update account set organisation_id = (select organisation_id from account where id = $1) where id = $2`, [people[0]!.accountId, people[1]!.accountId]);
    expect(await draft(namesOf(2))).toBe('tender.trustee-alone O20-27');
    await rows(world, `update account set organisation_id = (select id from organisation where name = $2) where id = $1`, [people[1]!.accountId, people[1]!.organisation]);
  });

  // negative control: with `appointed` alone the notice went out with two people of whom three were needed, and no bid could be sealed for it
  it('publishes nothing when one of them is suspended between the check and the notice', async () => {
    const { officer, approver } = world.office;
    const { tenderId } = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, await registeredProject(world), await platformTime(officer), { trustees: namesOf(3) }));
    const asked = await ask(officer, `/api/tenders/${tenderId}/publish`);
    const terms = TenderService.prototype.termsOf;
    jest.spyOn(TenderService.prototype, 'termsOf').mockImplementationOnce(async function (this: TenderService, ...of) {
      await rows(world, 'update account set suspended_at = tianping_now() where id = $1', [people[2]!.accountId]); // its trustees were looked at by now
      return terms.apply(this, of);
    });
    const told = await groundOf(confirm(approver, asked));
    await rows(world, 'update account set suspended_at = null where id = $1', [people[2]!.accountId]);
    expect([told, await rows(world, 'select status from tender where id = $1', [tenderId])]).toEqual(['tender.trustee-unfit O20-30', [{ status: 'draft' }]]);
  });
});

describe('a tender that trustees open', () => {
  let tender: Published & { escrowTerms: EscrowTerms };
  let bidders: Bidder[];
  const [first, second, third] = [0, 1, 2].map((i) => () => world.office.trustees[i]!) as [() => Trustee, () => Trustee, () => Trustee];

  beforeAll(async () => {
    tender = await trusteeTender();
    bidders = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => world.bidder(`托管-${name}`)));
    for (const [i, bidder] of bidders.slice(0, 3).entries()) await bidder.submit(tender, String(910_000_000 + i));
    await noise(bidders[3]!, tender);
  });

  it('names them in the notice', async () => {
    const { openedBy } = await world.office.officer.get<TenderNotice>(`/api/tenders/${tender.tenderId}/notice`);
    expect(openedBy).toMatchObject({
      threshold: 2,
      trustees: Array(3).fill({ name: expect.any(String), organisation: expect.any(String), certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    });
  });

  it('takes no bid without shares for exactly these trustees', async () => {
    const one = await world.bidder('托管-戊');
    const handIn = async (escrowTerms: EscrowTerms | undefined, escrow?: (text: string) => string | undefined) => {
      const parts = ['price-sheet', 'body'].map((name) => ({ name, fileName: `${name}.txt`, mediaType: 'text/plain', content: Buffer.from('1') }));
      const sealed = await sealBidFor({
        tender: tender.tenderId,
        lot: tender.code,
        bidder: one.firm.uscc,
        version: 1,
        createdAt: new Date('2026-03-04T00:00:00Z'),
        parts,
        ...one.identity,
        escrowTerms,
      });
      await one.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
      const sent = escrow && sealed.escrow ? escrow(sealed.escrow) : sealed.escrow;
      return one.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest: sealed.manifest, signature: base64(sealed.signature), escrow: sent });
    };
    expect(await groundOf(handIn(undefined))).toBe('envelope.escrow-missing O20-26');
    expect(await groundOf(handIn(terms, () => undefined))).toBe('envelope.escrow-missing O20-26');
    expect(await groundOf(handIn({ ...terms, threshold: 3 }))).toBe('envelope.escrow-mismatch O20-26');
    expect(await groundOf(handIn({ ...tender.escrowTerms, trustees: [...tender.escrowTerms.trustees].reverse() }))).toBe('envelope.escrow-mismatch O20-26');
    expect(await groundOf(handIn(tender.escrowTerms, (text) => text.replace(/"version":1/, '"version":2')))).toBe('envelope.escrow-mismatch O20-26');
    expect(await groundOf(handIn(tender.escrowTerms, (text) => `${text} `))).toBe('envelope.escrow-malformed O20-26');
    const other = await publishedTender(world);
    const bidder = await world.bidder('托管-己');
    expect(await groundOf(bidder.submit({ ...other, escrowTerms: tender.escrowTerms }, '1'))).toBe('envelope.escrow-unwanted O20-26');
    await expect(handIn(tender.escrowTerms)).resolves.toMatchObject({ bidId: expect.any(String) as string }); // negative control
    await one.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`);
  });

  it('gives no envelope out before the opening, and never to somebody else', async () => {
    const early = await refusal(first().release(tender.tenderId));
    expect(early).toMatchObject({ code: 'opening.too-early', violations: [{ article: 'TBL-34' }] });
    expect((await auditOf(world, early))[0]).toMatchObject({ outcome: 'refused', login: 't1.key.1' });
    await pastDeadline(world, tender);
    expect(await groundOf(first().release(tender.tenderId))).toBe('procedure.not-now O20-30'); // nobody opens it yet; negative control: "not before the deadline" was said after it
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    for (const client of [world.office.officer, world.office.hall, world.office.bureau, bidders[0]!.client])
      expect((await refusal(client.post(`/api/tenders/${tender.tenderId}/opening/escrow`))).code).toBe('auth.not-allowed');
  });

  it('stays shut under one trustee’s shares; the second brings the prices, then the documents', async () => {
    await first().release(tender.tenderId);
    expect(await counts(tender.tenderId)).toEqual([0, 0]);
    const shares = await rows<{ n: number }>(world, 'select count(*)::int as n from released_share where tender_id = $1', [tender.tenderId]);
    expect(shares[0]!.n).toBe(4 * SECRETS.length);
    await second().release(tender.tenderId, ['price-sheet']);
    expect(await counts(tender.tenderId)).toEqual([3, 0]);
    await second().release(tender.tenderId, ['documents']);
    await until(async () => (await counts(tender.tenderId))[1] === 3);
  });

  it('a share that the bidder did not enclose is refused by the trustee’s name', async () => {
    const { bids } = await third().client.post<{ bids: { bidId: string }[] }>(`/api/tenders/${tender.tenderId}/opening/escrow`);
    expect(bids).toEqual([]); // all are open, or found spoilt
  });

  it('a bid with noise inside is its bidder’s fault, and the others go on', async () => {
    await conclude(tender.tenderId);
    const { bids, openedBy } = await recordOf(tender.tenderId);
    expect(openedBy.threshold).toBe(2);
    expect(
      bids
        .filter(({ outcome }) => outcome === 'opened')
        .map(({ priceFen }) => priceFen)
        .sort(),
    ).toEqual(['910000000', '910000001', '910000002']);
    expect(bids.find(({ outcome }) => outcome === 'revoked')).toMatchObject({ bidder: '托管-丁（演示）', priceFen: null, cause: expect.stringContaining('属投标人原因') as string });
  });
});

describe('when trustees fail', () => {
  it('below the threshold bids stay shut, and that is not their bidders’ fault; who kept his key opens by himself', async () => {
    const tender = await trusteeTender(3);
    const bidders = await Promise.all(['一', '二', '三'].map((name) => world.bidder(`缺席-${name}`)));
    for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(800_000_000 + i));
    await pastDeadline(world, tender);
    const { windowEndsAt } = await world.office.officer.post<{ windowEndsAt: string }>(`/api/tenders/${tender.tenderId}/opening/start`);
    const [one, two, three] = world.office.trustees as [Trustee, Trustee, Trustee];
    await one.release(tender.tenderId);
    await two.release(tender.tenderId, ['price-sheet']);
    const spoilt = new Trustee(three.login, three.client, three.holder);
    const { bids } = await three.client.post<{ bids: { bidId: string }[] }>(`/api/tenders/${tender.tenderId}/opening/escrow`);
    const false3 = spoilt.client.post(`/api/tenders/${tender.tenderId}/opening/shares`, { shares: [{ bidId: bids[0]!.bidId, secret: 'price-sheet', share: 'ab'.repeat(32) }] });
    const problem = await refusal(false3);
    expect(problem.violations[0]!.detail).toContain('保管人 3');
    await bidders[2]!.decrypt(tender.tenderId);
    expect(await counts(tender.tenderId)).toEqual([1, 1]);
    await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1000));
    expect(await groundOf(three.release(tender.tenderId))).toBe('opening.window-over O20-31');
    await conclude(tender.tenderId);
    const outcomes = (await recordOf(tender.tenderId)).bids.map(({ outcome, cause }) => [outcome, cause?.includes('保管人') ?? false]);
    expect(outcomes.sort()).toEqual([
      ['opened', false],
      ['unopened', true],
      ['unopened', true],
    ]);
  });

  it('where the shares are there and the platform fails, nobody else is blamed: the opening waits, or ends with that cause', async () => {
    const tender = await trusteeTender();
    const bidders = await Promise.all(['一', '二', '三'].map((name) => world.bidder(`故障-${name}`)));
    for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(700_000_000 + i));
    await pastDeadline(world, tender);
    const { windowEndsAt } = await world.office.officer.post<{ windowEndsAt: string }>(`/api/tenders/${tender.tenderId}/opening/start`);
    const [lost] = await rows<{ id: string; sha256: string }>(world, 'select id, cipher_sha256 as sha256 from bid where tender_id = $1 order by arrival limit 1', [tender.tenderId]);
    const files = readdirSync(world.running.home, { recursive: true, withFileTypes: true }).filter(({ name }) => name.includes(lost!.sha256));
    expect(files).toHaveLength(1);
    for (const { parentPath, name } of files) rmSync(join(parentPath, name)); // a disk that lost it
    for (const trustee of world.office.trustees.slice(0, 2)) await trustee.release(tender.tenderId); // taken, whatever becomes of the bid
    await until(async () => (await counts(tender.tenderId))[1] === 2); // the others open
    await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1000));
    expect(await groundOf(conclude(tender.tenderId))).toBe('opening.still-opening O20-30');
    await confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses: [{ bidId: lost!.id, reason: '平台存储故障' }] }));
    const { bids } = await recordOf(tender.tenderId);
    expect(bids.flatMap(({ outcome, cause }) => (outcome === 'opened' ? [] : [outcome, cause]))).toEqual(['unopened', expect.stringContaining('平台存储故障') as string]);
  });

  it('the escrow of a stored bid is what the receipt says', async () => {
    const [bid] = await rows<{ escrow: string; receipt: string }>(world, 'select escrow, receipt from bid where escrow is not null limit 1');
    expect((JSON.parse(bid!.receipt) as { escrowSha256: string }).escrowSha256).toBe(sha256Hex(bid!.escrow));
    expect(parseEscrow(bid!.escrow).trustees).toHaveLength(3);
  });
});

/** What one bidder seals is his alone: it ends his bid, and nobody else's, in this tender and in every other that is being opened. */
describe('one bidder’s ill will', () => {
  const sheet = (text: string) => Buffer.from(`{"format":"tianping/price-sheet/1","totalFen":"777"${text}}`);
  /** Encloses another share to trustee 2 (place 1) than belongs there, and commits to it. */
  async function enclosing(bytes: Uint8Array, { tender, lot, bidder, version }: Escrow, pem: string): Promise<EnclosedShare> {
    const text = Buffer.concat([Buffer.from(`tianping/share/1\n${tender}\n${lot}\n${bidder}\n${version}\nprice-sheet\n2\n`), bytes]);
    return { commitment: sha256Hex(Buffer.concat([Buffer.from('tianping/share-commitment/1\n'), text])), envelope: base64(await sealFor(pem, text)) };
  }
  const damaged = ({ commitment, envelope }: EnclosedShare): EnclosedShare => {
    const bytes = Buffer.from(envelope, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    return { commitment, envelope: base64(bytes) };
  };
  const ofSize = (size: number) => (escrow: Escrow, pem: string) => enclosing(new Uint8Array(size).fill(1), escrow, pem);

  async function seal(bidder: Bidder, tender: Published & { escrowTerms: EscrowTerms }, price: Buffer, share?: (escrow: Escrow, pem: string) => Promise<EnclosedShare>): Promise<void> {
    const createdAt = new Date('2026-03-04T00:00:00Z');
    const parts = [price, Buffer.from('%PDF-')].map((content, i) => ({ name: ['price-sheet', 'body'][i]!, fileName: `${i}.json`, mediaType: 'application/json', content }));
    const sealed = await sealBidFor({ tender: tender.tenderId, lot: tender.code, bidder: bidder.firm.uscc, version: 1, createdAt, parts, ...bidder.identity, escrowTerms: tender.escrowTerms });
    let [{ manifest, signature }, escrow] = [sealed, sealed.escrow!];
    if (share) {
      const changed = parseEscrow(escrow);
      const second = changed.trustees[1]!;
      const trustees = changed.trustees.with(1, { ...second, shares: { ...second.shares, 'price-sheet': await share(changed, tender.escrowTerms.trustees[1]!) } });
      escrow = canonicalJson({ ...changed, trustees } as unknown as Json);
      manifest = canonicalJson({ ...(JSON.parse(manifest) as Record<string, Json>), escrow: sha256Hex(escrow) });
      signature = signDetached(Buffer.from(manifest), { ...bidder.identity, signingTime: createdAt });
    }
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
    await bidder.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest, signature: base64(signature), escrow });
  }

  // negative control: as it was, each but the last of these ended both tenders with every bid unopened and the trustees blamed
  it.each<[string, Buffer, ((escrow: Escrow, pem: string) => Promise<EnclosedShare>) | undefined, string]>([
    ['half a character in his price sheet', sheet(',"note":"\\ud800"'), undefined, 'opened'],
    ['a member without a name that can be stored', sheet(',"a\\u0000\\ud800":1'), undefined, 'revoked'],
    ['shares of two lengths', sheet(''), ofSize(31), 'opened'],
    ['an empty share', sheet(''), ofSize(0), 'opened'],
    ['a share of 7,000 bytes', sheet(''), ofSize(7000), 'opened'],
    ['a share that he did not commit to', sheet(''), async (escrow) => ({ ...escrow.trustees[1]!.shares['price-sheet'], commitment: '0'.repeat(64) }), 'opened'],
    ['an envelope that nobody opens', sheet(''), async (escrow) => damaged(escrow.trustees[1]!.shares['price-sheet']), 'opened'],
    ['a price that is none', sheet('').subarray(0, 40), undefined, 'revoked'],
    ['a sentence for a member’s name', sheet(',"），经核实串通投标（":1'), undefined, 'revoked'],
  ])('%s', async (what, price, share, ended) => {
    const [tender, other] = [await trusteeTender(), await trusteeTender()];
    const [one, two, three, ill] = await Promise.all(['甲', '乙', '丙', '恶'].map((name) => world.bidder(`${what}-${name}`)));
    await seal(ill!, tender, price, share); // the first in every list
    for (const honest of [one!, two!, three!]) for (const lot of [tender, other]) await honest.submit(lot, '910000000');
    await pastDeadline(world, tender);
    for (const { tenderId } of [tender, other]) await world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
    const [first, second] = world.office.trustees as [Trustee, Trustee];
    for (const { tenderId } of [tender, other]) await first.release(tenderId);
    for (const { tenderId } of [tender, other]) await second.release(tenderId);
    // a spoilt share of one trustee leaves two others, whose shares are sound
    await world.office.trustees[2]!.release(tender.tenderId);
    await until(async () => (await counts(other.tenderId))[1] === 3);
    await until(async () => (await rows(world, `select 1 from bid where tender_id = $1 and status = 'sealed'`, [tender.tenderId])).length === 0);
    await conclude(tender.tenderId);
    const { bids } = await recordOf(tender.tenderId);
    const outcomeOf = (bidder: Bidder) => bids.find((bid) => bid.bidder === bidder.firm.name);
    expect([outcomeOf(one!)?.outcome, outcomeOf(two!)?.outcome, outcomeOf(ill!)?.outcome]).toEqual(['opened', 'opened', ended]);
    expect(JSON.stringify(bids)).not.toContain('串通'); // the record says nothing in a bidder’s words
    expect(bids.filter(({ cause }) => /\{[a-z]+\}/i.test(cause ?? ''))).toEqual([]); // what the platform signs has no place left unfilled
  });

  // negative control: when reports alone ended a bid, one trustee of three ended all rivals' bids within seconds, by their own doing
  it('a trustee’s word ends no bid: its bidder opens it himself in the window, a right share takes it back, and the record says who said so', async () => {
    const tender = await trusteeTender(3);
    const bidders = await Promise.all(['自开', '撤回', '坏信封'].map((name) => world.bidder(`信封-${name}`)));
    const [own, back, ill] = bidders as [Bidder, Bidder, Bidder];
    for (const one of [own, back]) await one.submit(tender, '910000000');
    await seal(ill, tender, sheet(''), ofSize(0));
    await pastDeadline(world, tender);
    const { windowEndsAt } = await world.office.officer.post<{ windowEndsAt: string }>(`/api/tenders/${tender.tenderId}/opening/start`);
    const [liar, second, third] = world.office.trustees as [Trustee, Trustee, Trustee];
    const { bids: enclosed } = await liar.client.post<{ bids: { bidId: string }[] }>(`/api/tenders/${tender.tenderId}/opening/escrow`);
    const shares = enclosed.flatMap(({ bidId }) => SECRETS.map((secret) => ({ bidId, secret, share: null })));
    await liar.client.post(`/api/tenders/${tender.tenderId}/opening/shares`, { shares });
    await second.release(tender.tenderId);
    await own.decrypt(tender.tenderId);
    for (const trustee of [liar, third]) await trustee.release(tender.tenderId); // the liar thinks better of it
    await until(async () => (await counts(tender.tenderId))[1] === 2);
    expect(await rows(world, `select 1 from bid where tender_id = $1 and status = 'sealed'`, [tender.tenderId])).toHaveLength(1); // the spoilt one waits for the window's end
    await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1000));
    await conclude(tender.tenderId);
    const { bids } = await recordOf(tender.tenderId);
    expect(bids.map(({ bidder, outcome }) => [bidder, outcome]).sort()).toEqual(
      [
        [own.firm.name, 'opened'],
        [back.firm.name, 'opened'],
        [ill.firm.name, 'unopened'],
      ].sort(),
    );
    expect(bids.find(({ outcome }) => outcome === 'unopened')).toMatchObject({ cause: expect.stringContaining('未经核实'), reportedBy: [people[1]!.name] });
  });
});

it('whoever owns the database gets no other lot’s shares out of trustees who do what they always do', async () => {
  const [now, later] = [await trusteeTender(), await trusteeTender()];
  const [victim, ...others] = await Promise.all(['受害', '同谋', '旁人', '旁人二'].map((name) => world.bidder(name)));
  await victim!.submit(later, '987654321');
  for (const one of others) await one.submit(now, '910000000');
  await rows(world, `update tender set deadline = deadline + interval '20 days', next_due_at = next_due_at + interval '20 days' where id = $1`, [later.tenderId]);
  await pastDeadline(world, now);
  await world.office.officer.post(`/api/tenders/${now.tenderId}/opening/start`);
  const [own] = await rows<{ id: string }>(world, 'select id from bid where tender_id = $1 limit 1', [now.tenderId]);
  await rows(world, 'update bid set escrow = v.escrow, manifest = v.manifest from (select escrow, manifest from bid where tender_id = $2) v where id = $1', [own!.id, later.tenderId]);
  await expect(world.office.trustees[0]!.release(now.tenderId)).rejects.toThrow('envelope.share-foreign');
  expect(await rows(world, 'select 1 from released_share where tender_id = $1', [now.tenderId])).toEqual([]);
});

it('a tender that ended while it was opened is opened no further', async () => {
  const tender = await trusteeTender();
  for (const name of ['终一', '终二', '终三']) await (await world.bidder(name)).submit(tender, '910000000');
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  await world.office.trustees[0]!.release(tender.tenderId);
  await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${tender.tenderId}/terminate`, { reason: '需求取消' }));
  await rows(
    world,
    `insert into released_share (bid_id, secret, trustee, tender_id, share, released_by, at) select bid_id, secret, 2, tender_id, share, released_by, at from released_share where tender_id = $1`,
    [tender.tenderId],
  );
  const sealed = async () => (await rows(world, `select 1 from bid where tender_id = $1 and status = 'sealed'`, [tender.tenderId])).length;
  const openDue = () => world.running.app.get(ReleasingService).openDue();
  await openDue();
  expect(await sealed()).toBe(3);
  await until(async () => (await rows(world, 'select 1 from room where owner_id = $1 and closed_at is not null', [tender.tenderId])).length > 0);
  await rows(world, `with hall as (update room set closed_at = null where owner_id = $1) update tender set status = 'opening' where id = $1`, [tender.tenderId]); // as if it had never ended
  await openDue();
  expect(await sealed()).toBe(0); // negative control: there was work, and these shares fit no commitment
});

// negative control: without the owner of `decryption` (opening) their shares come too late, and all three bids stay shut
it('a suspension of 31 minutes in their window of 30 stops trustees, and takes nothing from anybody (TBR 62)', async () => {
  const tender = await trusteeTender(2);
  for (const name of ['一', '二', '三']) await (await world.bidder(`暂停-${name}`)).submit(tender, '700000000');
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  const [one, two] = world.office.trustees as [Trustee, Trustee];
  const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查' });
  expect(await groundOf(one.release(tender.tenderId))).toBe('intake.held TBR-62');
  await advance(world.office, new Date((await platformTime(world.office.officer)).getTime() + 31 * 60_000));
  await world.office.bureau.post(`/api/holds/${holdId}/lift`);
  for (const trustee of [one, two]) await trustee.release(tender.tenderId);
  await until(async () => (await counts(tender.tenderId))[1] === 3);
  await conclude(tender.tenderId);
  expect((await recordOf(tender.tenderId)).bids.map(({ outcome }) => outcome)).toEqual(['opened', 'opened', 'opened']);
});
