import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCheckout } from './embedded.fixtures';

/** Two processes that are told at the same moment to take the same file, as often as is asked; each says whether it got it. */
const TAKER = `const { existsSync, writeFileSync } = require('node:fs');
const { lockFile } = require('./embedded/lock');
const checkThenWrite = async (path) => {
  if (existsSync(path)) return undefined;
  await new Promise((resolve) => setTimeout(resolve, 100)); // so that the other looks meanwhile, on a busy machine too
  writeFileSync(path, '');
  return () => undefined;
};
const lock = process.argv[2] === 'planted' ? checkThenWrite : lockFile;
process.on('message', async (path) => {
  const got = !!(await lock(path));
  if (process.argv[2] === 'parent' && got) require('node:child_process').spawn('sleep', ['3'], { stdio: 'ignore' });
  process.send({ got });
});
process.send('ready');`;

const RACES = 200;

let base: string;
let script: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'lock-spec-'));
  script = join(makeCheckout(join(base, 'checkout'), 'linked'), 'taker.js');
  writeFileSync(script, TAKER);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function taker(kind = '', env: NodeJS.ProcessEnv = process.env): Promise<ChildProcess> {
  const child = fork(script, [kind], { env });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function take(child: ChildProcess, path: string): Promise<boolean> {
  child.send(path);
  const [{ got }] = (await once(child, 'message')) as [{ got: boolean }];
  return got;
}

/** How many owners each race had. */
async function race(kind: string, folder: string, count = RACES): Promise<number[]> {
  const dir = join(base, folder);
  mkdirSync(dir);
  const both = await Promise.all([taker(kind), taker(kind)]);
  const owners: number[] = [];
  for (let i = 0; i < count; i += 1) owners.push((await Promise.all(both.map((child) => take(child, join(dir, String(i)))))).filter(Boolean).length);
  return owners;
}

test(`of two at the same moment one gets it, in each of ${RACES} races`, async () => {
  const owners = await race('', 'kernel');
  expect(owners.filter((count) => count !== 1)).toEqual([]);
});

test('negative control: a lock that looks first and then writes has two owners, and this test sees it', async () => {
  const owners = await race('planted', 'planted', 20);
  expect(owners.some((count) => count === 2)).toBe(true);
});

test('it is held as long as its process lives, and free at once when that is killed; its children keep nothing', async () => {
  const path = join(base, 'held');
  const [first, second] = [await taker('parent'), await taker()];
  expect([await take(first, path), await take(second, path), await take(first, path)]).toEqual([true, false, false]);
  const gone = once(first, 'exit');
  first.kill('SIGKILL');
  await gone;
  expect(await take(second, path)).toBe(true);
});

const linux = process.platform === 'linux' ? describe : describe.skip;
linux('where flock(1) is missing (Linux)', () => {
  /** A program of that name that cannot do it stands for one that is not there: it ends with neither 0 nor 1. */
  const without = () => {
    const bin = join(base, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'flock'), '#!/bin/sh\nexit 71\n', { mode: 0o755 });
    return { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
  };

  test('the kernel’s name of the file locks as well', async () => {
    const path = join(base, 'named');
    const [first, second] = [await taker('', without()), await taker('', without())];
    const got = await Promise.all([take(first, path), take(second, path)]);
    expect(got.filter(Boolean)).toHaveLength(1);
    const [winner, loser] = got[0] ? [first, second] : [second, first];
    const gone = once(winner, 'exit');
    winner.kill('SIGKILL');
    await gone;
    expect([await take(loser, path), await take(loser, join(base, 'another'))]).toEqual([true, true]);
  });
});
