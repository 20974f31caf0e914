import { dealCode, lotCode } from './deal-code';

const OPERATOR = '12990100MATP01021B';
test('class, operator, day, serial and a check character that notices every wrong character and every exchange of neighbours', () => {
  const code = dealCode('A02', OPERATOR, '2026-03-03', 7);
  expect(code).toMatch(/^A02-12990100MATP01021B-20260303-000007-[0-9A-HJ-NP-RTUWXY]$/);
  const check = (kind: string, serial: number) => dealCode(kind, OPERATOR, '2026-03-03', serial).at(-1);
  expect(new Set([1, 2, 3, 4, 5].map((serial) => check('A02', serial))).size).toBe(5);
  expect(check('A02', 12)).not.toBe(check('A02', 21));
  expect(lotCode(code, 3)).toBe(`${code}-003`);
});
