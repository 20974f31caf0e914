import { join } from 'node:path';
import { refusalCatalogue } from '@kernel';
import { codeOf, isTest, ROOT, type Source, sources } from './sources';

const all = sources('libs', 'apps', 'test');
const [tests, product] = [all.filter((source) => isTest(source) && !__filename.endsWith(source.path)), all.filter((source) => !isTest(source))];
const tables = product.filter(({ text }) => /\bdefineRefusals\(\s*'/.test(codeOf(text)));
for (const { path } of tables) require(join(ROOT, path));
const codes = [...refusalCatalogue.keys()];

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Refusals that nothing in the product says. A table names its own with a colon; who uses one asks it of the table, or by its name. */
function unsaid(among: readonly string[], sourceTexts: readonly string[]): string[] {
  const text = sourceTexts.join('\n');
  return among.filter((code) => !new RegExp(`(\\.|\\['|')${camel(code.split('.')[1]!)}\\b`).test(text));
}

/** Refusals that no test names: whole, or where it has two words at least by its own name. */
function unmet(among: readonly string[], specs: readonly Source[]): string[] {
  const text = specs.map((spec) => codeOf(spec.text)).join('\n');
  return among.filter((code) => {
    const [, own] = code.split('.') as [string, string];
    return !new RegExp(`(?<![\\w-])${code.replace('.', '\\.')}(?![\\w-])`).test(text) && !(own.includes('-') && new RegExp(`(?<![\\w.-])${own}(?![\\w-])`).test(text));
  });
}

/** What stands here is met by no test yet, and why. */
const UNMET: Record<string, string> = {
  'http.broken-off': 'whoever would read it is gone; its traces are in traces.spec',
  'evaluation.representative-twice': 'one person with two accounts, both representatives of one tenderer',
  'evaluation.remarks-missing': 'the page hands in none without them',
  'identity.account-changed': 'behind the digest of what was asked, which what-was-asked.long.spec changes',
  'identity.code-on': 'a page that is older than the factor',
  'procedure.unknown': 'a lot names its procedure from the list',
};

test('every refusal is said somewhere', () => {
  expect(
    unsaid(
      codes,
      product.map(({ text }) => codeOf(text)),
    ),
  ).toEqual([]);
});

test('every refusal is met by a test', () => {
  expect(unmet(codes, tests).sort()).toEqual(Object.keys(UNMET).sort());
});

test('negative control: one that nobody says, and one that no test names, are found', () => {
  expect(unsaid(['a.no-room', 'a.gone'], ['refuse(R.noRoom())', 'const gone = 1'])).toEqual(['a.gone']);
  const spec = (text: string): Source => ({ path: 'a.spec.ts', text });
  expect(unmet(['a.no-room', 'a.gone', 'a.late', 'a.too-late'], [spec("'no-room' 'late' 'b.too-late'"), spec('// a.gone')])).toEqual(['a.gone', 'a.late', 'a.too-late']);
});
