import { award, closeConnections, evaluated, pastDeadline, platformTime, publishedTender, refusal, startWorld, submitAll, type World } from './world';

describe('the life of a tender by lowest evaluated price', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
  });
  afterAll(async () => {
    await world?.stop();
    await closeConnections();
  });

  it('an agency cannot enter a project as its own tenderer: nobody of its side would ever see it', async () => {
    const { uscc } = await world.office.officer.get<{ uscc: string }>('/api/me');
    const fields = { name: '道路', category: 'construction', kind: 'A02', region: '990100', approvalNumber: '1号', fundsSource: '财政', estimateFen: null, stateControlled: true, mandatory: true };
    const before = await world.office.officer.get<unknown[]>('/api/projects');
    expect(await refusal(world.office.officer.post('/api/projects', { ...fields, tendererUscc: uscc }))).toMatchObject({ status: 422, code: 'intake.own-code' });
    // negative control: without `mandateMissing` an agency entered a project that nobody had entrusted to it
    expect((await refusal(world.office.officer.post('/api/projects', { ...fields, tendererUscc: world.office.tendererUscc }))).code).toBe('intake.mandate-missing');
    await world.office.officer.post('/api/projects', { ...fields, tendererUscc: world.office.tendererUscc, mandate: '委托-1' }); // negative control: for its tenderer it may
    expect(await world.office.officer.get<unknown[]>('/api/projects')).toHaveLength(before.length + 1);
  });

  it('goes from entry to contract, each stage seen by those who may see it', async () => {
    const { office } = world;
    const tender = await publishedTender(world);
    const bidders = await submitAll(world, tender, ['990000000', '950000000', '970000000']);
    const running = await office.officer.get<Record<string, unknown>>(`/api/tenders/${tender.tenderId}`);
    expect(running).toMatchObject({ status: 'bidding', phase: 'bidding' });
    expect(JSON.stringify(running)).not.toMatch(/投标人-|"bids"|bidCount/);
    expect((await refusal(office.officer.get(`/api/tenders/${tender.tenderId}/opening`))).status).toBe(404);
    await pastDeadline(world, tender);
    const { candidates } = await evaluated(world, tender, bidders);
    expect(candidates.map(({ priceFen, rank }) => [priceFen, rank])).toEqual([
      ['950000000', 1],
      ['970000000', 2],
      ['990000000', 3],
    ]);
    const until = new Date((await office.officer.get<{ publicityUntil: string }>(`/api/tenders/${tender.tenderId}/award`)).publicityUntil);
    await office.system.post('/api/clock', { to: until.toISOString() });
    const played = { ...tender, source: { method: 'lowest-price' } } as never;
    const winner = await award(office, played, candidates, (name) => bidders.find((bidder) => bidder.firm.name === name)!);
    expect(winner.priceFen).toBe('950000000');
    const done = await office.officer.get<{ status: string }>(`/api/tenders/${tender.tenderId}`);
    expect(done.status).toBe('contracted');
    const { differences } = await office.system.post<{ differences: unknown[] }>('/api/statistics/recount');
    expect(differences).toEqual([]);
    const { total } = await office.officer.get<{ total: Record<string, string> }>('/api/statistics');
    expect(total).toMatchObject({ completed: '1', turnoverFen: '950000000', baseFen: '1000000000', savingsFen: '50000000', savingsRate: '0.0500', remoteShare: '1.0000' });
    expect(await platformTime(office.officer)).toBeInstanceOf(Date);
  });
});
