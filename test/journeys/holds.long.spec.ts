import { HOLD_KINDS } from '@law';
import { Db, type Tx } from '@platform/db';
import { BusinessError } from '@kernel';
import { type ActCode, ACTS, stoppedBy } from '@procedure';
import { holdOn, HoldsService, stopped } from '@domain/intake';
import { BidOpener } from '@domain/opening/bid-opener';
import { groundOf, rows, send, until } from './tools';
import { ask, closeConnections, confirm, draftBody, pastDeadline, platformTime, type Published, publishedTender, Refused, startWorld, type World } from './world';

/** Each kind of hold, on a lot or on a project as a whole, against each act: through the service that places them, since no route places HD and HO yet. */
let world: World;
let db: Db;
let holds: HoldsService;
let lot: Published;
let neighbour: { tenderId: string };
let elsewhere: Published;

beforeAll(async () => {
  world = await startWorld();
  db = world.running.app.get(Db);
  holds = world.running.app.get(HoldsService, { strict: false });
  lot = await publishedTender(world);
  const { officer } = world.office;
  neighbour = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, lot.projectId, await platformTime(officer), { title: '同一项目的另一标段' }));
  elsewhere = await publishedTender(world);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const inTurn = <T>(work: (tx: Tx) => Promise<T>) => db.system('test.holds', work);

/** The acts that a scope is refused; throws where a refusal is another than that of a hold. */
async function refusedActs(scope: { projectId: string; tenderId?: string }): Promise<ActCode[]> {
  return inTurn(async (tx) => {
    const refused: ActCode[] = [];
    for (const act of ACTS)
      await holds.assertNone(tx, scope, act).catch((error: unknown) => {
        expect(error).toBeInstanceOf(BusinessError);
        expect((error as BusinessError).refusals.map(({ code }) => code)).toEqual(['intake.held']);
        refused.push(act);
      });
    return refused;
  });
}

/** The same by the halves in SQL: lists, sweeps and the upload of a bid ask these. */
async function refusedInSql(tenderId: string): Promise<[ActCode[], ActCode[]]> {
  const columns = ACTS.flatMap((act, i) => [`${stopped('t', act)} as s${i}`, `${holdOn('t', act)} is not null as h${i}`]);
  const [row] = await db.read<Record<string, boolean>>(`select ${columns.join(', ')} from tender t where t.id = $1`, [tenderId]);
  return [ACTS.filter((_, i) => row![`s${i}`]), ACTS.filter((_, i) => row![`h${i}`])];
}

describe.each(HOLD_KINDS)('%s', (kind) => {
  const meant = ACTS.filter((act) => stoppedBy(act).includes(kind));

  it.each([
    ['on a lot', true],
    ['on the project', false],
  ])('%s stops the acts of its column there, and nothing elsewhere or after it', async (_, ofLot) => {
    const { projectId, tenderId } = lot;
    expect(await refusedActs({ projectId, tenderId })).toEqual([]); // negative control: nothing is refused before
    const id = await inTurn((tx) => holds.place(tx, ofLot ? { projectId, tenderId, code: lot.code } : { projectId }, kind, '试', 'TBR-62'));
    expect(await refusedActs({ projectId, tenderId })).toEqual(meant);
    expect(await refusedInSql(tenderId)).toEqual([meant, meant]);
    expect(await refusedActs({ projectId, tenderId: neighbour.tenderId })).toEqual(ofLot ? [] : meant);
    expect((await refusedInSql(neighbour.tenderId))[0]).toEqual(ofLot ? [] : meant);
    expect(await refusedActs({ projectId })).toEqual(ofLot ? [] : meant); // an act on the project as a whole
    expect(await refusedActs(elsewhere)).toEqual([]);
    await inTurn((tx) => holds.lift(tx, id));
    expect(await refusedActs({ projectId, tenderId })).toEqual([]);
  });
});

describe('what an order stops, met where a person meets it', () => {
  const held = async (projectId: string, attempt: () => Promise<unknown>) => {
    const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${projectId}/holds`, { reason: '投诉调查' });
    const ground = await groundOf(attempt());
    await world.office.bureau.post(`/api/holds/${holdId}/lift`);
    await attempt(); // negative control: afterwards it goes
    return ground;
  };

  it('a document is given out to nobody, and a bid is not uploaded, in one stream or in pieces', async () => {
    const bidder = await world.bidder('暂停期间的投标人');
    const { tenderId, projectId } = elsewhere;
    expect(await held(projectId, () => bidder.client.text(`/api/tenders/${tenderId}/documents/${world.documentId}`))).toBe('intake.held TBR-62');
    const { blob } = bidder.seal(elsewhere, '100');
    expect(await held(projectId, () => bidder.client.put(`/api/tenders/${tenderId}/bid-content`, blob))).toBe('intake.held TBR-62');
    expect(await held(projectId, () => bidder.client.post(`/api/tenders/${tenderId}/uploads`, { size: 1000 }))).toBe('intake.held TBR-62');
  });

  it('a project is neither changed nor handed in', async () => {
    const { officer, approver } = world.office;
    const fields = {
      ...{ name: '被责令暂停的项目', category: 'construction', kind: 'A02', region: '990100', tendererUscc: world.office.tendererUscc, mandate: '委托-1' },
      ...{ approvalNumber: '衡发改〔2026〕1号', fundsSource: '财政资金', estimateFen: '1000000000', stateControlled: true, mandatory: true },
    };
    const { projectId } = await officer.post<{ projectId: string }>('/api/projects', fields);
    const change = async () => {
      const { status, text } = await send(world.url, 'PUT', `/api/projects/${projectId}`, { token: officer.token, body: fields });
      if (status >= 400) throw new Refused(JSON.parse(text) as Refused['problem']);
    };
    expect(await held(projectId, change)).toBe('intake.held TBR-62');
    const asked = await ask(officer, `/api/projects/${projectId}/submit`);
    expect(await held(projectId, () => confirm(approver, asked))).toBe('intake.held TBR-62');
  });

  // negative control: without the question in `#inOpening` all three prices were open, and announced in the hall, under the order
  it('what is decrypted from shares while the order comes stays sealed until it is lifted', async () => {
    const { officer, bureau, trustees } = world.office;
    const { items } = await officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
    const escrowTerms = { threshold: 2, trustees: items.slice(0, 3).map(({ certificate }) => certificate) };
    const tender = { ...(await publishedTender(world, { trustees: { threshold: 2, people: items.slice(0, 3).map(({ accountId }) => accountId) } })), escrowTerms };
    for (const name of ['甲', '乙', '丙']) await (await world.bidder(`暂停-${name}`)).submit(tender, '910000000');
    await pastDeadline(world, tender);
    await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    const opener = world.running.app.get(BidOpener, { strict: false });
    const price = opener.price.bind(opener);
    let placed: Promise<{ holdId: string }> | undefined;
    const spy = jest.spyOn(opener, 'price').mockImplementation(async (...of) => {
      await (placed ??= bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查' })); // once: the job may open the same bids at the same time
      return price(...of);
    });
    for (const trustee of trustees.slice(0, 2)) await trustee.release(tender.tenderId, ['price-sheet']);
    spy.mockRestore();
    const opened = async () => (await rows(world, 'select 1 from opened_bid where tender_id = $1', [tender.tenderId])).length;
    const { holdId } = await placed!;
    expect(await opened()).toBe(0);
    await bureau.post(`/api/holds/${holdId}/lift`);
    await until(async () => (await opened()) === 3);
  });
});
