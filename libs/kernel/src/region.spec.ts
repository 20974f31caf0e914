import { placePrefix, REGION_ASKED } from './region';

test.each([
  ['330000', '33'],
  ['33', '33'],
  ['330100', '3301'],
  ['3301', '3301'],
  ['330102', '330102'],
  ['500000', '50'],
  ['331000', '3310'],
  ['410100', '4101'],
  ['429004', '429004'],
  ['000000', ''],
])('%s asks for %s*', (region, prefix) => expect(placePrefix(region)).toBe(prefix));

test('a place has two digits for each step', () => {
  expect(['33', '3301', '330102', '330000'].every((code) => REGION_ASKED.test(code))).toBe(true);
  expect(['3', '330', '33010', '3301020', '33%', 'x', ''].some((code) => REGION_ASKED.test(code))).toBe(false);
});
