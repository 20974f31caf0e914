import { BusinessError } from '@kernel';
import { PATIENCE_MS, tenTimes } from '@test/setup/patience';
import { describeWithRedis, startRedis, type TestRedis } from '@test/setup/redis';
import { DOORS } from './doors';
import { Meters } from './meters';

const LIMITS = { ANONYMOUS_PER_MINUTE: 100, PERSON_PER_MINUTE: 60 };
const running: Meters[] = [];
const meters = (REDIS_URL?: string) => {
  const made = new Meters({ ...LIMITS, REDIS_URL }, PATIENCE_MS); // a busy machine is no Redis that is away
  running.push(made);
  return made;
};
const stopAll = () => running.splice(0).forEach((one) => one.stop());
afterEach(stopAll);

/** How many of so many are let through, and what the others are told. */
async function through(times: number, ask: () => Promise<void>): Promise<{ passed: number; codes: string[]; seconds: number[] }> {
  const [codes, seconds]: [string[], number[]] = [[], []];
  let passed = 0;
  for (let i = 0; i < times; i += 1)
    await ask().then(
      () => (passed += 1),
      (error: unknown) => {
        const [refusal] = (error as BusinessError).refusals;
        codes.push(refusal.code);
        seconds.push(Number(refusal.params['seconds']));
      },
    );
  return { passed, codes: [...new Set(codes)], seconds };
}

test.each(Object.entries(DOORS))('the door %s lets %s of the budget through, and says when to come again', async (door, share) => {
  const own = meters();
  const most = Math.max(1, Math.round(share * 100));
  const { passed, codes, seconds } = await through(most + 5, () => own.stranger(door as keyof typeof DOORS, 'a'));
  expect([passed, codes]).toEqual([most, ['http.too-many']]);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(60);
});

test('addresses, doors and persons do not spend one another’s budget', async () => {
  const own = meters();
  await through(1_000, () => own.stranger('unknown', 'a'));
  expect((await through(1, () => own.stranger('unknown', 'b'))).passed).toBe(1);
  expect((await through(1, () => own.stranger('sign-in', 'a'))).passed).toBe(1);
  expect((await through(100, () => own.person('a'))).passed).toBe(60);
});

describeWithRedis('several processes', () => {
  let redis: TestRedis | undefined;
  beforeEach(async () => {
    redis = await startRedis();
  });
  const stop = async () => {
    await redis?.stop();
    redis = undefined;
  };
  afterEach(() => {
    stopAll(); // first: who lost his Redis waits two seconds for its goodbye
    return stop();
  });

  /** Its connection stands: until then each counts by itself. */
  async function connected(): Promise<Meters> {
    const made = meters(redis!.url);
    await made.ready();
    return made;
  }

  test('share the count', async () => {
    const [here, there] = [await connected(), await connected()];
    expect((await through(60, () => here.stranger('page', 'a'))).passed).toBe(60);
    // negative control: each counting by itself, the other one would let all sixty through
    expect((await through(60, () => there.stranger('page', 'a'))).passed).toBe(40);
  });

  test('hear of one sender together what one of them would hear', async () => {
    const [here, there] = [await connected(), await connected()];
    expect((await through(1_000, () => here.message('person', 'a'))).passed).toBe(1_000);
    expect((await through(1_000, () => there.message('person', 'a'))).passed).toBe(400); // 200 at once and 20 a second
    expect((await through(100, () => there.message('stranger', 'a'))).passed).toBe(80);
    expect((await through(2_000, () => meters().message('person', 'a'))).passed).toBe(2_000); // negative control: without Redis its own process alone says how fast he talks
  });

  test('count by themselves while Redis is down, and let nobody wait for it', async () => {
    const here = await connected();
    await stop();
    const began = performance.now();
    const { passed, codes } = await through(150, () => here.stranger('page', 'a'));
    expect([passed, codes]).toEqual([100, ['http.too-many']]);
    expect(performance.now() - began).toBeLessThan(tenTimes(3_000)); // 150 waits of a quarter of a second would be longer
  });
});
