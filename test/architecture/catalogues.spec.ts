import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { INSTRUMENTS } from '@law';

const WEB = join(__dirname, '../../apps/web/src');
const NAMES = readdirSync(join(WEB, 'locales/zh-CN')).map((file) => file.replace('.json', ''));

type Tree = { [key: string]: Tree | string };
const catalogue = (language: string, name: string) => JSON.parse(readFileSync(join(WEB, 'locales', language, `${name}.json`), 'utf8')) as Tree;
const keysOf = (tree: Tree, prefix = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`)));
function walk(tree: Tree, path: string): string | undefined {
  if (typeof tree[path] === 'string') return tree[path];
  const [head, ...rest] = path.split('.');
  const below = tree[head!];
  return below && typeof below !== 'string' && rest.length ? walk(below, rest.join('.')) : undefined;
}

test.each(NAMES)('%s: the same keys and places in both languages, none empty', (name) => {
  const [zh, en] = [catalogue('zh-CN', name), catalogue('en', name)];
  expect(keysOf(zh).sort()).toEqual(keysOf(en).sort());
  const places = (text: string) => Array.from(text.matchAll(/\{\{?(\w+)\}?\}/g), ([, place]) => place).sort();
  for (const key of keysOf(zh)) {
    const [one, other] = [walk(zh, key)!, walk(en, key)!];
    expect({ key, empty: !one.trim() || !other.trim() }).toEqual({ key, empty: false });
    expect({ key, places: places(one) }).toEqual({ key, places: places(other) });
  }
});

// negative control: one law had three names in English, beside the one that refusals cite it by
test.each(NAMES)('%s: an article is cited by the one name that its law has', (name) => {
  const laws = Object.values(INSTRUMENTS);
  const [zh, en] = (['zh-CN', 'en'] as const).map((language) => catalogue(language, name)) as [Tree, Tree];
  for (const key of keysOf(en)) {
    for (const { index } of walk(en, key)!.matchAll(/, arts?[.] \d/g)) expect([key, laws.some((law) => walk(en, key)!.slice(0, index).endsWith(law.en))]).toEqual([key, true]);
    for (const [, cited] of walk(zh, key)!.matchAll(/《([^》]+)》第[一二三四五六七八九十百\d]+条/g)) expect([key, laws.some((law) => law.zh === cited)]).toEqual([key, true]);
  }
});

const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => /[.]tsx?$/.test(file) && !/[.]spec[.]tsx?$/.test(file) && !file.includes('lib/api/schema'));

/** Contents of tender documents, and the one place that writes units behind figures. */
const MAY_HAVE_HAN = new Set(['workspaces/agency/plans.ts', 'lib/format.ts']);
const WORDS = /\p{L}{2,}|[（），。；：]/u;
/** Attributes whose text a person reads or hears. */
const READ = new Set(['title', 'label', 'placeholder', 'alt', 'aria-label', 'caption', 'description']);
/** Names that are the same in every language. */
const PROPER = new Set(['JSON', 'xlsx', 'SHA-256']);

/** Texts in code that a person would read: Han anywhere but in comments; words between tags; words in attributes that are read. */
function literals(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const literal = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
    if (literal && /[\p{Script=Han}（），。；：]/u.test(node.text) && !MAY_HAVE_HAN.has(file)) found.push(`${file}: ${node.text}`);
    if (ts.isJsxText(node) && WORDS.test(node.text) && !PROPER.has(node.text.trim())) found.push(`${file}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && WORDS.test(node.initializer.text) && !PROPER.has(node.initializer.text))
      found.push(`${file}: ${node.name.getText()}=${node.initializer.text}`);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return found;
}

test('no text that people read stands outside the catalogues', () => {
  expect(sources.flatMap((file) => literals(file, readFileSync(join(WEB, file), 'utf8')))).toEqual([]);
  // Negative control: planted texts are found.
  expect(literals('a.tsx', `const a = <p>Hello there</p>;`)).toEqual(['a.tsx: Hello there']);
  expect(literals('a.tsx', `const a = <input placeholder="Search here" />;`)).toHaveLength(1);
  expect(literals('a.ts', `const a = \`剩余 \${b}\`;`)).toHaveLength(1);
  expect(literals('a.tsx', `const a = <p>{b}（{c}）</p>;`)).toHaveLength(2);
});

/** Keys that code names in full; those put together at run time are met by the walks. */
const used = (text: string) => Array.from(text.matchAll(/\bt\('([^'$]+)'(?:, \{[^}]*?ns: '(\w+)')?/g), ([, key, ns]) => ({ key: key!, ns }));

test('every key that code names exists in a catalogue that it may read', () => {
  const all = new Map(NAMES.map((name) => [name, catalogue('zh-CN', name)]));
  const missing = sources.flatMap((file) => {
    const text = readFileSync(join(WEB, file), 'utf8');
    const own = /useTranslation\('(\w+)'\)/.exec(text)?.[1] ?? (file.startsWith('workspaces/portal') ? 'portal' : 'common');
    return used(text).flatMap(({ key, ns }) => {
      const among = ns ? [ns] : own === 'portal' ? ['portal', 'common'] : [own];
      const has = among.some((name) => [key, `${key}_other`].some((wanted) => walk(all.get(name)!, wanted) !== undefined));
      return has ? [] : [`${file}: ${key}`];
    });
  });
  expect(missing).toEqual([]);
});
