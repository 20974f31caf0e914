import { hasteIn } from './haste';
import { allSources, isTest } from './sources';

/** A test waits for what has to come by `until` of test/setup/patience, whose limit ends what hangs and nothing else; a slow machine fails no test. */
const tests = allSources('apps', 'libs', 'test').filter((source) => isTest(source) && !/^test\/(architecture\/haste|setup\/patience)/.test(source.path));

test('no test waits for so many tries or seconds, or counts after a fixed time', () => {
  expect(tests.length).toBeGreaterThan(200);
  expect(tests.flatMap(({ path, text }) => hasteIn(text).map((found) => `${path}: ${found}`))).toEqual([]);
});

/** Each form as it stood in a test once. */
const HASTY: Record<string, string> = {
  'so many tries on one line': 'for (let i = 0; i < 200 && !met(); i += 1) await sleep(20);',
  'so many tries, with the pause inside': `for (let i = 0; i < 500; i += 1) {\n  if (await holds()) return;\n  await sleep(20);\n}`,
  'so many tries by a constant': `for (let tries = 0; tries < TRIES; tries += 1) {\n  if (met()) break;\n  await new Promise((resolve) => setTimeout(resolve, 20));\n}`,
  'so many milliseconds, named': 'for (let waited = 0; !met() && waited < millis; waited += 20) await sleep(20);',
  'so many milliseconds, written': 'for (let waited = 0; !(await ran()) && waited < 10_000; waited += 100) await sleep(100);',
  'a clock in the head': 'for (const before = Date.now(); !(await met()) && Date.now() - before < 60_000; ) await new Promise((resolve) => setTimeout(resolve, 200));',
  'a clock in the body': `for (const end = performance.now() + millis; ; await sleep(50)) {\n  const got = await ask();\n  if (met(got) || performance.now() > end) return got;\n}`,
  'a clock in a while': `while (Date.now() < end) {\n  if (met()) return;\n  await sleep(5);\n}`,
  'a failure that a clock gives': `for (const end = Date.now() + millis; ; ) {\n  try {\n    return await attempt();\n  } catch (error) {\n    if (Date.now() > end) throw error;\n    await new Promise((resolve) => setTimeout(resolve, 50));\n  }\n}`,
  'a race against a second': `await Promise.race([ended, sleep(1000).then(() => Promise.reject(new Error('still open')))]);`,
  'a timer that rejects': `const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 1_000));`,
  'a fixed pause of a browser': 'await page.waitForTimeout(150);\nconst width = await widthOf(page);',
  'a limit of an answer': 'socket.timeout(5_000).emitWithAck(name)',
  'a limit of a request': 'new Agent({ headersTimeout: 10_000 })',
  'a signal that ends': 'fetch(url, { signal: AbortSignal.timeout(3_000) })',
  'a time that has to be short': 'expect(performance.now() - began).toBeLessThan(15_000);',
  'a time that was told': 'expect(asked.tookMs).toBeLessThan(IN_TIME_MS);',
  'a time by two moments': 'expect((await closed) - started).toBeLessThan(10_000);',
  'a fixed pause, then a count': 'await sleep(100);\nexpect((await pg.refused()) - before).toBe(3);',
  'so many tries that an assertion counts': 'for (let tries = 0; !(await ready(url)); tries += 1) expect(tries).toBeLessThan(200);',
  'so many tries in the body': `for (let tries = 0; ; tries += 1) {\n  try {\n    return await ask();\n  } catch (error) {\n    if (tries === 100) throw error;\n  }\n}`,
  'a race that seconds win': `const late = Promise.race([takePlace('late', response()).then(() => 'taken'), sleep(1_000, 'waits')]);`,
  'seconds that were counted': 'expect(seconds).toBeLessThan(60);',
  'a fixed pause, then at least': 'await sleep(3_500);\nexpect(runs).toBeGreaterThanOrEqual(2);',
  'a limit of a test’s own': `test('x', async () => {\n  await work();\n}, 60_000);`,
  'the same on a line of its own': `test.each(ALL)(\n  'x',\n  async () => {\n    await work();\n  },\n  120_000,\n);`,
  'a fixed pause, then something, then a count': `await sleep(500);\nawait pg.refused();\nconst named = await told();\nexpect(named).toEqual(early);`,
};

test.each(Object.entries(HASTY))('negative control: %s is found', (_form, text) => expect(hasteIn(text)).toHaveLength(1));

test('negative control: what only ends what hangs, repeats its work, or says what must not come, is not', () => {
  const patient = [
    'await until(() => met());',
    'for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) await sleep(20);',
    'for (let round = 0; round < 4; round += 1) {\n  await work();\n  await sleep(20);\n}',
    'while ((await waiting()) < pools.length) await sleep(20);',
    'socket.timeout(PATIENCE_MS).emitWithAck(name)',
    'expect(performance.now() - began).toBeLessThan(tenTimes(1_000));',
    `test('x', async () => {\n  await work();\n}, 400_000);`,
    'await sleep(300); // one too many would come now\nexpect(runs).toBe(2);',
  ];
  expect(patient.flatMap(hasteIn)).toEqual([]);
});
