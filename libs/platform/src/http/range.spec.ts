import { rangeOf } from './range';

/** RFC 9110 14.1.2, for content of 10,000 bytes, and where it is silent or asks for what nobody here needs. */
test.each<[string | undefined, [number, number] | null | undefined]>([
  [undefined, undefined],
  ['bytes=0-499', [0, 499]],
  ['bytes=500-999', [500, 999]],
  ['bytes=9500-', [9500, 9999]],
  ['bytes=-500', [9500, 9999]],
  ['bytes=-20000', [0, 9999]],
  ['bytes=0-0', [0, 0]],
  ['bytes=9999-20000', [9999, 9999]],
  ['bytes=10000-', null],
  ['bytes=-0', null],
  ['bytes=5-4', undefined],
  ['bytes=0-1,5-6', undefined],
  ['bytes=-', undefined],
  ['lines=1-2', undefined],
  [`bytes=${'9'.repeat(80)}-`, undefined],
])('%s', (header, expected) => {
  expect(rangeOf(header, 10_000)).toEqual(expected && { start: expected[0], end: expected[1] });
});

test('nothing lies inside of nothing', () => {
  expect([rangeOf('bytes=0-', 0), rangeOf('bytes=-1', 0)]).toEqual([null, null]);
});
