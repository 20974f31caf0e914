import { allSources, codeOf, isTest, type Source } from './sources';

/** What a bid holds is one rule, of the library (libs/envelope price-sheet, bid-parts): nobody else writes a price sheet, and whoever seals asks both halves of the rule first. */
const LIBRARY = /^libs\/envelope\/src\//;
/** Reads with its own eyes, or it would only say what the platform says; compared case by case (apps/verifier price-sheet.spec). */
const READER = 'apps/verifier/src/price-sheet.ts';

/** Nothing reads a price sheet that does not name its format. */
const WRITES = /price-sheet\/1|PRICE_SHEET_FORMAT/;
const SEALS = /\b(sealBid|sealBidFor|sealBidToStream|sealBidWeb|sealBlob|sealPart)\b\s*\(/;
const RULE = [/\bwritePriceSheet\(/, /\bassertBidParts\(/];

/** Who seals, and where the parts that he seals are made. */
const MAKERS: Record<string, string> = {
  'apps/cli/src/kit/sealing.ts': 'apps/cli/src/kit/sealing.ts',
  'apps/web/src/features/bidding/sealing.worker.ts': 'apps/web/src/workspaces/bidder/parts.ts',
};
/** Who seals without it, and why. */
const NO_TOOLS: Record<string, string> = {
  'apps/cli/src/play/people.ts': 'bidders of demonstrations and tests, who seal what is refused too; by writePriceSheet where nothing is given',
  'apps/cli/src/play/demo-script.ts': 'parts of people.ts',
  'apps/verifier/src/verifier.fixtures.ts': 'cases of the verifier',
  'bench/seal.ts': 'measures sealing; nobody opens it',
};

const product = allSources('apps', 'libs', 'bench', 'tools').filter((source) => !isTest(source) || source.path === 'apps/verifier/src/verifier.fixtures.ts');

function faultsOf(from: readonly Source[]): string[] {
  const textOf = (path: string) => codeOf(from.find((source) => source.path === path)?.text ?? '');
  return from
    .filter(({ path }) => !LIBRARY.test(path))
    .flatMap(({ path, text }) => {
      const code = codeOf(text);
      const writes = WRITES.test(code) && path !== READER && !(path in NO_TOOLS) && `${path}: writes a price sheet of its own`;
      const maker = MAKERS[path];
      const seals = SEALS.test(code) && !(path in NO_TOOLS);
      const unknown = seals && maker === undefined && `${path}: seals, and stands in no list`;
      const unasked = seals && maker !== undefined && RULE.some((half) => !half.test(textOf(maker))) && `${path}: seals what was not looked at`;
      return [writes, unknown, unasked].filter((fault) => fault !== false);
    });
}

test('nobody but the library writes a price sheet, and each tool that seals asks the rule', () => {
  expect(faultsOf(product)).toEqual([]);
  const paths = product.map(({ path }) => path);
  expect([...Object.keys(MAKERS), ...Object.values(MAKERS), ...Object.keys(NO_TOOLS), READER].filter((path) => !paths.includes(path))).toEqual([]);
});

const without = (path: string, taken: RegExp) => product.map((source) => ({ ...source, text: source.path === path ? source.text.replaceAll(taken, 'unasked(') : source.text }));
test.each([
  ['a second writer', [...product, { path: 'apps/cli/src/kit/planted.ts', text: `const sheet = JSON.stringify({ format: 'tianping/price-sheet/1', totalFen: price });` }]],
  ['a tool that seals by itself', [...product, { path: 'apps/cli/src/kit/planted.ts', text: 'await sealBidToStream(bid, file);' }]],
  ['the kit without the sheet', without('apps/cli/src/kit/sealing.ts', /\bwritePriceSheet\(/g)],
  ['the kit without the parts', without('apps/cli/src/kit/sealing.ts', /\bassertBidParts\(/g)],
  ['the form without the parts', without('apps/web/src/workspaces/bidder/parts.ts', /\bassertBidParts\(/g)],
])('negative control: %s is found', (_what, planted) => expect(faultsOf(planted)).toHaveLength(1));
