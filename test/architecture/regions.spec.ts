import { codeOf, isTest, type Source, sources } from './sources';

/** Where a region is asked for: a condition in SQL on the column, or a schema of its own for the question. */
const ASKS = /\bregion\s*(?:like|ilike|~|similar|=\s*[?$]|in\s*\(|between|\^@)|starts_with\(\s*(?:\w+\.)?region|region:\s*code\(/i;
const astray = (files: readonly Source[]): string[] => files.filter(({ text }) => ASKS.test(codeOf(text)) && !/\bplacePrefix\(/.test(text)).map(({ path }) => path);

it('who asks for a place asks for the places below it too, by the one function (GB/T 2260)', () => {
  const product = sources('libs', 'apps').filter((file) => !isTest(file));
  expect(product.filter(({ text }) => /\bplacePrefix\(/.test(text)).length).toBeGreaterThan(1);
  expect(astray(product)).toEqual([]);
});

it('finds one that asks otherwise (negative control)', () => {
  const planted = ["where region like $3 || '%'", 'where t.region = $1', 'and starts_with(p.region, $2)', "region: code(6, /^\\d{2,6}$/, 'x')"];
  expect(planted.flatMap((text, i) => astray([{ path: `${i}.ts`, text }]))).toEqual(planted.map((_, i) => `${i}.ts`));
});
