import { withoutEnd } from './text';

test.each([
  ['', '0', ''],
  ['0', '0', ''],
  ['100', '0', '1'],
  ['0010', '0', '001'],
  ['a. .', '. ', 'a'],
  ['a.b', '. ', 'a.b'],
])('%j without %j at its end is %j', (text, characters, rest) => {
  expect(withoutEnd(text, characters)).toBe(rest);
});
