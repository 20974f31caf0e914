import { createHash } from 'node:crypto';
import { RunningHashes } from './running-hashes';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const after = (text: string) => createHash('sha256').update(text);

test('a copy goes on from where the hash stands; the hash itself is not touched', () => {
  const hashes = new RunningHashes();
  hashes.keep('a', after('one '), 4);
  hashes.at('a', 4)!.update('a piece that was cut');
  expect(hashes.at('a', 4)!.update('two').digest('hex')).toBe(sha('one two'));
  expect(hashes.at('a', 5)).toBeUndefined();
  expect(hashes.latest('a').at).toBe(4);
});

test('nothing seen: a new one at the beginning, none further on', () => {
  const hashes = new RunningHashes();
  expect(hashes.at('a', 0)!.update('x').digest('hex')).toBe(sha('x'));
  expect(hashes.at('a', 1)).toBeUndefined();
  expect(hashes.latest('a')).toMatchObject({ at: 0 });
});

test('at most so many, the longest unused goes first; an idle one goes too', async () => {
  const hashes = new RunningHashes(2, 50);
  for (const id of ['a', 'b', 'a', 'c']) hashes.keep(id, after(id), 1);
  expect(['a', 'b', 'c'].map((id) => hashes.latest(id).at)).toEqual([1, 0, 1]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(['a', 'c'].map((id) => hashes.latest(id).at)).toEqual([0, 0]);
});
