import { Tries } from './tries';

test('what fails is tried again after two seconds, then twice as late each time, and after half a minute at the latest; what else there is does not wait for it', async () => {
  let now = 0;
  const tries = new Tries(() => now);
  let done: number[] = [];
  const fails = () => tries.of('bid', () => (done.push(now), Promise.reject(new Error('the disk'))));
  for (; now < 300_000; now += 1000) {
    await expect(fails()).rejects.toThrow('the disk'); // told each time, done or not
    await tries.of('other', async () => undefined);
  }
  expect(done.slice(0, 8)).toEqual([0, 2_000, 6_000, 14_000, 30_000, 60_000, 90_000, 120_000]);
  now += 60_000;
  await tries.of('bid', async () => undefined);
  done = [];
  await expect(fails()).rejects.toThrow();
  now += 2_000;
  await expect(fails()).rejects.toThrow();
  expect(done).toHaveLength(2); // what went well in between begins anew
});
