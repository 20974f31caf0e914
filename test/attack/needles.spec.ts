import { randomBytes } from 'node:crypto';
import { Needles, SHORTEST } from './needles';

const short = randomBytes(SHORTEST);
const long = Buffer.from('CANARY0123456789abcdef', 'utf16le');
const needles = new Needles([
  ['short', [short]],
  ['long', [long, Buffer.from('the other form of it')]],
]);
const found = (bytes: Buffer): string[] => {
  const into = new Set<string>();
  needles.find(bytes, into);
  return [...into].sort();
};

test('a needle is found wherever it stands and wherever the bytes begin', () => {
  for (let begin = 0; begin < 5; begin += 1)
    for (let before = 0; before <= 40; before += 1) {
      const bytes = Buffer.concat([randomBytes(begin + before), short, randomBytes(before % 7), long]).subarray(begin);
      expect([begin, before, found(bytes)]).toEqual([begin, before, ['long', 'short']]);
    }
});

test('each form counts, and what is alone, at the very end or beginning', () => {
  expect(found(Buffer.from('the other form of it'))).toEqual(['long']);
  expect(found(short)).toEqual(['short']);
  expect(found(Buffer.alloc(0))).toEqual([]);
});

test('negative control: what differs in one byte, or is cut off, is not found', () => {
  for (const needle of [short, long])
    for (let at = 0; at < needle.length; at += 1) {
      const other = Buffer.from(needle);
      other[at]! ^= 1;
      expect(found(Buffer.concat([other, Buffer.alloc(50)]))).toEqual([]);
    }
  expect(found(Buffer.concat([short.subarray(1), Buffer.alloc(50)]))).toEqual([]);
  expect(found(Buffer.concat([Buffer.alloc(16), short.subarray(0, -1)]))).toEqual([]);
});

test('what would be overlooked is refused', () => {
  expect(() => new Needles([['x', [Buffer.alloc(SHORTEST - 1)]]])).toThrow('too short');
});
