import Redis from 'ioredis';
import { type Trustee } from '../../apps/cli/src/play/people';
import { closeConnections, pastDeadline, publishedTender, refusal, startWorld, type World } from '../journeys/world';
import { rows, until } from '../journeys/tools';
import { apiBeside, type Beside } from '../setup/beside';
import { describeWithRedis, startRedis, type TestRedis } from '../setup/redis';

/** A Redis that went away in the middle of an opening: it says when jobs run, and nobody waits for it. */
describeWithRedis('while Redis is away', () => {
  let redis: TestRedis;
  let world: World;
  let tender: { tenderId: string };
  beforeAll(async () => {
    redis = await startRedis();
    world = await startWorld({ env: { REDIS_URL: redis.url, LOG_LEVEL: 'silent' } });
    const { items } = await world.office.officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
    const published = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
    tender = published;
    const escrowTerms = { threshold: 2, trustees: items.map(({ certificate }) => certificate) };
    for (const name of ['甲', '乙', '丙']) await (await world.bidder(`断-${name}`)).submit({ ...published, escrowTerms }, '910000000');
    await pastDeadline(world, published);
    await world.office.officer.post(`/api/tenders/${published.tenderId}/opening/start`);
    await redis.stop();
  });
  afterAll(async () => {
    await world?.stop();
    await redis?.stop();
    await closeConnections();
  });

  // negative control: his shares were there, and he was never answered
  test('who released his shares is answered, and with the last of them the prices are open', async () => {
    for (const trustee of world.office.trustees.slice(0, 2) as Trustee[]) await trustee.release(tender.tenderId);
    expect(await rows(world, 'select 1 from opened_bid where tender_id = $1', [tender.tenderId])).toHaveLength(3);
  });

  // negative control: both pages waited until it came back
  test('the pages of its operator answer, and say that it is the queue that does not', async () => {
    const { items } = await world.office.system.get<{ items: { name: string; state: string }[] }>('/api/health/parts');
    expect(items.filter(({ state }) => state === 'down').map(({ name }) => name)).toEqual(['jobs']);
    expect((await refusal(world.office.system.get('/api/jobs'))).code).toBe('platform.try-again');
  });

  // negative control: without `force` the installation never stopped
  test('the platform stops', async () => {
    await world.running.stop();
    await until(() =>
      fetch(`${world.url}/health/live`).then(
        () => false,
        () => true,
      ),
    );
  });
});

describeWithRedis('while Redis stands still', () => {
  let redis: TestRedis;
  let world: World;
  let beside: Beside;
  beforeAll(async () => {
    redis = await startRedis();
    world = await startWorld();
    beside = await apiBeside(world.running, { REDIS_URL: redis.url, RUN_JOBS: 'true' });
  });
  afterAll(async () => {
    await beside?.kill();
    await redis?.stop();
    await world?.stop();
    await closeConnections();
  });

  // negative control: by its client’s state alone the line counted as ready, and the process waited for it until somebody killed it
  test('a process that works jobs off stops', async () => {
    const probe = new Redis(redis.url);
    await until(async () => String(await probe.client('LIST')).includes('cmd=bzpopmin')); // it waits for the next job
    probe.disconnect();
    redis.freeze();
    await beside.stop();
  });

  // negative control: it served, and never said so, and an orderly stop was not to be had
  test('one that is started while Redis is away starts, and stops', async () => {
    const away = await startRedis();
    await away.stop();
    const other = await apiBeside(world.running, { REDIS_URL: away.url, RUN_JOBS: 'true', LOG_LEVEL: 'silent' });
    expect((await fetch(`${other.url}/health/live`)).status).toBe(200);
    await other.stop();
  });
});
