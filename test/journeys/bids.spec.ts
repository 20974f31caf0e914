import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoAuthority, type Identity } from '@domain/demonstration';
import { TimeSource } from '@domain/trust';
import { canonicalJson, type Json, readCertificate, sealBid, sha256Hex, signDetached, verifyReceipt } from '@envelope';
import { makeIdentityNumber } from '@kernel';
import { Bidder, signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { ReceiptsService } from '../../libs/domain/src/bidding/receipts.service';
import { auditOf, base64, freezeClock, ground, handIn, rows, type Sealed, send, thawClock } from './tools';
import { accountOf, bindOwn } from './grants';
import { closeConnections, type Published, publishedTender, refusal, registeredProject, startWorld, draftBody, platformTime, submitAll, type World } from './world';

let world: World;
let tender: Published;
let other: Published;
let rivals: Bidder[];
const folder = mkdtempSync(join(tmpdir(), 'other-ca-'));

beforeAll(async () => {
  world = await startWorld();
  tender = await publishedTender(world);
  other = await publishedTender(world);
  rivals = await submitAll(world, tender, ['990000000', '950000000']);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
  rmSync(folder, { recursive: true });
});

const year = (n: number) => new Date(Date.UTC(n, 0, 1));
const partsOf = (price: string, names = ['price-sheet', 'body']) =>
  names.map((name) => ({ name, fileName: `${name}.json`, mediaType: 'application/json', content: Buffer.from(JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: price })) }));

/** Sealed by this bidder with anything in it changed. */
const sealAs = (bidder: Bidder, of: { tender?: string; lot?: string; bidder?: string; version?: number; identity?: Identity; names?: string[] } = {}): Sealed =>
  sealBid({
    ...{ tender: of.tender ?? tender.tenderId, lot: of.lot ?? tender.code, bidder: of.bidder ?? bidder.firm.uscc, version: of.version ?? 1, createdAt: new Date('2026-03-04T00:00:00Z') },
    ...{ parts: partsOf('960000000', of.names), ...(of.identity ?? bidder.identity) },
  });

/** The manifest changed and signed again by this bidder: only the platform's own checks stand in its way. */
function resigned(bidder: Bidder, sealed: Sealed, change: Record<string, unknown>): Sealed {
  const manifest = canonicalJson({ ...(JSON.parse(sealed.manifest) as Record<string, Json>), ...change } as Json);
  return { ...sealed, manifest, signature: signDetached(Buffer.from(manifest), { ...bidder.identity, signingTime: new Date('2026-03-04T00:00:00Z') }) };
}

const subject = (bidder: Bidder) => ({ commonName: '另一张证书', organisation: bidder.firm.name, uscc: bidder.firm.uscc });
const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

type Attempt = (bidder: Bidder) => Promise<unknown>;
const REFUSED: [what: string, expected: string, attempt: Attempt][] = [
  ['without a signature', 'http.field', (one) => handIn(one, tender, { ...sealAs(one), signature: new Uint8Array() })],
  ['with bytes that are no signature', 'envelope.signature-malformed O20-40', (one) => handIn(one, tender, { ...sealAs(one), signature: Buffer.from('no signature') })],
  ['signed over another text', 'envelope.signature-invalid O20-40', (one) => handIn(one, tender, { ...sealAs(one), signature: sealAs(one).signature })],
  [
    'with a manifest changed after signing',
    'envelope.signature-invalid O20-40',
    (one) => {
      const sealed = sealAs(one);
      return handIn(one, tender, { ...sealed, manifest: resigned(one, sealed, { nonce: '00'.repeat(16) }).manifest });
    },
  ],
  ['with a second spelling of the manifest', 'envelope.manifest-not-canonical O20-26', (one) => handIn(one, tender, { ...sealAs(one), manifest: `${sealAs(one).manifest} ` })],
  [
    'with content changed by one bit',
    'bidding.content-differs TBR-36',
    (one) => {
      const sealed = sealAs(one);
      return handIn(one, tender, { ...sealed, blob: flipped(sealed.blob) });
    },
  ],
  [
    'with nothing uploaded',
    'bidding.upload-missing O20-26',
    (one) => {
      const sealed = sealAs(one);
      return one.client.post(`/api/tenders/${tender.tenderId}/bids`, { manifest: sealed.manifest, signature: base64(sealed.signature) });
    },
  ],
  ['signed with another firm’s certificate', 'envelope.foreign-certificate O20-40', (one) => handIn(one, tender, sealAs(one, { identity: rivals[0]!.identity }))],
  [
    'signed with an expired certificate',
    'envelope.certificate-expired O20-40',
    (one) => handIn(one, tender, sealAs(one, { identity: world.office.authority.issue(subject(one), { from: year(2024), years: 1 }) })),
  ],
  [
    'signed with a certificate that is not valid yet',
    'envelope.certificate-not-yet-valid O20-40',
    (one) => handIn(one, tender, sealAs(one, { identity: world.office.authority.issue(subject(one), { from: year(2030), years: 1 }) })),
  ],
  ['signed under an authority that nobody trusts', 'envelope.certificate-untrusted O20-40', (one) => handIn(one, tender, sealAs(one, { identity: new DemoAuthority(folder).issue(subject(one)) }))],
  ['signed with a sound certificate that is not bound', 'identity.certificate-not-bound O20-40', (one) => handIn(one, tender, sealAs(one, { identity: world.office.authority.issue(subject(one)) }))],
  ['addressed to another tender', 'envelope.readdressed O20-27', (one) => handIn(one, tender, sealAs(one, { tender: other.tenderId, lot: other.code }))],
  ['addressed to another lot', 'envelope.readdressed O20-27', (one) => handIn(one, tender, sealAs(one, { lot: `${tender.code}9` }))],
  ['that is a rival’s envelope', 'envelope.readdressed O20-27', (one) => handIn(one, tender, sealAs(rivals[0]!))],
  [
    'that is a rival’s stored ciphertext under a manifest of his own',
    'bidding.copied TBR-40',
    async (one) => {
      const taken = rivals[0]!.seal(tender, '940000000', { version: 2 });
      await handIn(rivals[0]!, tender, taken);
      return handIn(one, tender, resigned(one, taken as Sealed, { bidder: one.firm.uscc, version: 1 }));
    },
  ],
  ['with version 2 for the first', 'bidding.number-wrong', (one) => handIn(one, tender, sealAs(one, { version: 2 }))],
  ['without a price sheet', 'envelope.bid-parts O20-26', (one) => handIn(one, tender, sealAs(one, { names: ['body'] }))],
  ['without a body', 'envelope.bid-parts O20-26', (one) => handIn(one, tender, sealAs(one, { names: ['price-sheet'] }))],
  ['with a part that nobody would open', 'envelope.bid-parts O20-26', (one) => handIn(one, tender, sealAs(one, { names: ['price-sheet', 'body', 'appendix'] }))],
  ['with an annex left out', 'envelope.bid-parts O20-26', (one) => handIn(one, tender, sealAs(one, { names: ['price-sheet', 'body', 'annex-2'] }))],
  ['with an empty body', 'envelope.part-empty O20-26', (one) => handIn(one, tender, one.seal(tender, '960000000', { documents: [{ fileName: 'a.pdf', content: new Uint8Array() }] }))],
  [
    'with an empty annex',
    'envelope.part-empty O20-26',
    (one) =>
      handIn(
        one,
        tender,
        one.seal(tender, '960000000', {
          documents: [
            { fileName: 'a.pdf', content: Buffer.from('a') },
            { fileName: 'b.pdf', content: new Uint8Array() },
          ],
        }),
      ),
  ],
];

describe('a bid that must not be taken', () => {
  test.each(REFUSED)('%s is refused: %s; the same bidder’s sound bid is taken', async (_what, expected, attempt) => {
    const bidder = await world.bidder('应拒');
    const problem = await refusal(attempt(bidder));
    expect(ground(problem)).toBe(expected);
    expect(problem.status).toBeLessThan(500);
    const [entry, ...more] = await auditOf(world, problem);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ outcome: 'refused', act: 'bid.submit', login: bidder.firm.login, detail: { status: problem.status } });
    expect(entry!.detail.codes[0]).toBe(problem.code);
    expect(await rows(world, 'select 1 from bid b join organisation o on o.id = b.bidder_id where o.uscc = $1', [bidder.firm.uscc])).toEqual([]);
    expect((await handIn(bidder, tender, sealAs(bidder))).bidId).toMatch(/^[0-9a-f-]{36}$/); // negative control
  });

  it('comes from the tenderer itself or from nobody: neither its officers nor a signatory of its own', async () => {
    const { office } = world;
    const rival = rivals[1]!;
    const sealed = sealAs(rival);
    const body = { manifest: sealed.manifest, signature: base64(sealed.signature) };
    expect((await refusal(office.approver.post(`/api/tenders/${tender.tenderId}/bids`, body))).code).toBe('auth.not-allowed');
    expect((await send(world.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { body })).status).toBe(401);
    const security = await signIn(world.url, 'sys.security.1', world.running.password!);
    const [{ id }] = (await rows<{ id: string }>(world, 'select id from organisation where uscc = $1', [office.tendererUscc])) as [{ id: string }];
    const identity = office.authority.issue({ commonName: '招标人签章', organisation: 'T1', uscc: office.tendererUscc });
    const account = { login: 't1.bidder.1', name: '招标人投标', identityNumber: makeIdentityNumber({ region: '990102', birth: '1980-01-01', serial: '777' }) };
    const password = 'a-password-of-his-own';
    await accountOf(world, security, { organisationId: id, ...account, password, roles: ['bidder-signatory'] });
    await bindOwn(await signIn(world.url, account.login, password), account.login, identity);
    const client = await signInWithKey(world.url, account.login, identity);
    const own = Object.assign(Object.create(Bidder.prototype) as Bidder, { firm: { ...rival.firm, uscc: office.tendererUscc }, identity, client, kept: new Map() });
    const problem = await refusal(handIn(own, tender, sealAs(own)));
    expect(ground(problem)).toBe('bidding.own-tender TBR-34');
    expect(await auditOf(world, problem)).toHaveLength(1);
  });

  it('is for a draft that nobody has heard of: not found', async () => {
    const projectId = await registeredProject(world);
    const draft = await world.office.officer.post<{ tenderId: string; code: string }>('/api/tenders', draftBody(world, projectId, await platformTime(world.office.officer)));
    const bidder = await world.bidder('早到');
    const sealed = sealAs(bidder, { tender: draft.tenderId, lot: draft.code });
    expect((await refusal(handIn(bidder, draft, sealed))).code).toBe('platform.not-found');
    expect((await refusal(bidder.client.post(`/api/tenders/${draft.tenderId}/bids`, { manifest: sealed.manifest, signature: base64(sealed.signature) }))).code).toBe('platform.not-found');
  });

  it('meets malformed bodies with the field named, never a 5xx', async () => {
    const { token } = rivals[1]!.client;
    const bodies = [
      {},
      { manifest: 1, signature: 'AA==' },
      { manifest: '{}', signature: '***' },
      { manifest: '{}', signature: 'AA==', more: 1 },
      [],
      'x',
      { manifest: '\u0000'.repeat(3), signature: 'AA==' },
      { manifest: '['.repeat(9_000), signature: 'AA==' },
    ];
    for (const body of bodies) {
      const { status, text } = await send(world.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { token, body });
      expect([400, 422]).toContain(status);
      expect((JSON.parse(text) as { violations: unknown[] }).violations.length).toBeGreaterThan(0);
    }
  });
});

describe('a bid in force', () => {
  it('is acknowledged by a receipt that proves tender, bidder, version, content and time', async () => {
    const bidder = await world.bidder('回执');
    const sealed = sealAs(bidder);
    const { receipt, signature, receiptCode, receivedAt } = await handIn(bidder, tender, sealed);
    const trust = { roots: [readCertificate(world.office.authority.certificatePem)], at: new Date(receivedAt) };
    const { value, certificate } = verifyReceipt({ body: receipt, signature: Buffer.from(signature, 'base64') }, trust);
    expect(value).toMatchObject({
      tender: tender.tenderId,
      lot: tender.code,
      bidder: bidder.firm.uscc,
      version: 1,
      receiptCode,
      receivedAt,
      manifestSha256: sha256Hex(sealed.manifest),
      cipherSha256: sha256Hex(sealed.blob),
    });
    expect(certificate.subject.commonName).toMatch('平台');
    const forged = receipt.replace('"version":1', '"version":2');
    expect(() => verifyReceipt({ body: forged, signature: Buffer.from(signature, 'base64') }, trust)).toThrow();
    const untrusted = { roots: [readCertificate(new DemoAuthority(folder).certificatePem)], at: trust.at };
    expect(() => verifyReceipt({ body: receipt, signature: Buffer.from(signature, 'base64') }, untrusted)).toThrow();
  });

  it('is replaced, withdrawn and handed in again, one version after another', async () => {
    const bidder = await world.bidder('反复');
    const first = sealAs(bidder);
    await handIn(bidder, tender, first);
    expect((await refusal(handIn(bidder, tender, sealAs(bidder)))).code).toBe('bidding.number-wrong');
    await handIn(bidder, tender, sealAs(bidder, { version: 2 }));
    await bidder.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`);
    expect((await refusal(bidder.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`))).code).toBe('bidding.nothing-in-force');
    expect((await refusal(handIn(bidder, tender, resigned(bidder, first, { version: 3 })))).code).toBe('bidding.copied'); // an old envelope does not come back
    await handIn(bidder, tender, sealAs(bidder, { version: 3 }));
    const mine = await bidder.client.get<{ number: number; status: string }[]>(`/api/tenders/${tender.tenderId}/bids/mine`);
    expect(mine.map(({ number, status }) => [number, status])).toEqual([
      [3, 'sealed'],
      [2, 'withdrawn'],
      [1, 'replaced'],
    ]);
    expect(await rivals[1]!.client.get<unknown[]>(`/api/tenders/${tender.tenderId}/bids/mine`)).toHaveLength(1);
  });

  it('is found however many come after it: page by page, and by its receipt alone, by its own bidder', async () => {
    const bidder = await world.bidder('多次');
    for (const version of [1, 2, 3]) await handIn(bidder, tender, sealAs(bidder, { version }));
    interface Page {
      items: { number: number; receiptCode: string }[];
      next: string | null;
    }
    const all: Page['items'] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page = await bidder.client.get<Page>(`/api/bids?limit=1${next && `&after=${next}`}`);
      all.push(...page.items);
      next = page.next;
    }
    expect(all.map(({ number }) => number)).toEqual([3, 2, 1]);
    const { receiptCode } = all[2]!;
    const own = await bidder.client.get<{ number: number; manifest: string }>(`/api/receipts/${receiptCode}`);
    expect([own.number, JSON.parse(own.manifest)]).toEqual([1, expect.objectContaining({ version: 1 })]);
    expect(await refusal(rivals[1]!.client.get(`/api/receipts/${receiptCode}`))).toMatchObject({ status: 404, code: 'platform.not-found' });
    expect((await rivals[1]!.client.get<Page>(`/api/bids?after=${receiptCode}`)).items).toEqual([]);
  });

  it('exists once and has one answer, however often the request with its Idempotency-Key is repeated', async () => {
    const bidder = await world.bidder('重试');
    const sealed = sealAs(bidder);
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
    const body = { manifest: sealed.manifest, signature: base64(sealed.signature) };
    const post = (key: string, what: unknown = body) => send(world.url, 'POST', `/api/tenders/${tender.tenderId}/bids`, { token: bidder.client.token, body: what, key });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('same-key-0001')));
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await bidder.client.get<unknown[]>(`/api/tenders/${tender.tenderId}/bids/mine`)).toHaveLength(1);
    const second = sealAs(bidder, { version: 2 });
    await bidder.client.put(`/api/tenders/${tender.tenderId}/bid-content`, second.blob);
    const reused = await post('same-key-0001', { manifest: second.manifest, signature: base64(second.signature) });
    expect([reused.status, JSON.parse(reused.text).code]).toEqual([422, 'platform.key-reused']);
    const unkeyed = await Promise.all(Array.from({ length: 5 }, (_, i) => post(`other-key-${i}-000`))); // negative control: other keys are other requests
    expect(unkeyed.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
  });
});

describe('the deadline, by the platform’s clock to the millisecond', () => {
  afterEach(() => thawClock(world));

  it('a bid 1 ms before it is taken; at it, and 1 ms after it, none is, and nothing is withdrawn', async () => {
    const late = await publishedTender(world);
    const [early, at, after] = [await world.bidder('前'), await world.bidder('正'), await world.bidder('后')];
    const sealed = (bidder: Bidder, version = 1) => bidder.seal(late, '960000000', { version });
    await freezeClock(world, new Date(late.deadline.getTime() - 1));
    const taken = await handIn(early, late, sealed(early));
    expect(taken.receivedAt).toBe(new Date(late.deadline.getTime() - 1).toISOString());
    await at.client.put(`/api/tenders/${late.tenderId}/bid-content`, sealed(at).blob);
    await freezeClock(world, late.deadline);
    const envelopes = new Map([at, after].map((bidder) => [bidder, sealed(bidder)]));
    const submit = (bidder: Bidder, { manifest, signature }: Sealed) => bidder.client.post(`/api/tenders/${late.tenderId}/bids`, { manifest, signature: base64(signature) });
    const upload = (bidder: Bidder) =>
      rows(
        world,
        `with content as (insert into stored_content (sha256, size) values ($2, $3) on conflict do nothing) insert into bid_upload select gen_random_uuid(), $1, o.id, a.id, $2, $3, tianping_now() from organisation o join account a on a.organisation_id = o.id where o.uscc = $4`,
        [late.tenderId, sha256Hex(envelopes.get(bidder)!.blob), envelopes.get(bidder)!.blob.length, bidder.firm.uscc],
      );
    for (const [bidder, instant] of [
      [at, 0],
      [after, 1],
    ] as const) {
      await upload(bidder); // as if uploaded in time: only the time of submission counts
      await freezeClock(world, new Date(late.deadline.getTime() + instant));
      const problem = await refusal(submit(bidder, envelopes.get(bidder)!));
      expect(ground(problem)).toBe('bidding.deadline-passed TBR-36');
      expect(await auditOf(world, problem)).toMatchObject([{ outcome: 'refused', act: 'bid.submit', detail: { articles: ['TBR-36'] } }]);
    }
    expect(ground(await refusal(early.client.post(`/api/tenders/${late.tenderId}/bids/withdraw`)))).toBe('bidding.withdraw-late TBL-29'); // negative control: his own bid was called late, and refused
    expect(await rows(world, 'select count(*)::int as n from bid where tender_id = $1', [late.tenderId])).toEqual([{ n: 1 }]);
  });
});

// negative control: he was told that nothing had changed, with the bid in force and no receipt in his hands
test('whatever fails once a bid is taken, its receipt is given; the stamp follows', async () => {
  const bidder = await world.bidder('回执在手');
  jest.spyOn(TimeSource.prototype, 'stampNow').mockReturnValueOnce(null); // as where another authority says the time
  jest.spyOn(ReceiptsService.prototype, 'stamp').mockRejectedValueOnce(new Error('the line to the database broke off'));
  const answer = (await bidder.submit(await publishedTender(world), '970000000')) as unknown as { receiptCode: string; timestamp: string | null };
  expect([answer.timestamp, await rows(world, 'select status from bid where receipt_code = $1', [answer.receiptCode])]).toEqual([null, [{ status: 'sealed' }]]);
  await world.running.app.get(ReceiptsService).stampDue();
  expect(await rows(world, 'select 1 from bid where receipt_code = $1 and receipt_stamp is not null', [answer.receiptCode])).toHaveLength(1);
  jest.restoreAllMocks();
});
