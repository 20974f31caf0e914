import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsTable } from '@platform/config';
import { codeOf, isTest, ROOT, type Source, sources } from './sources';

const all = sources('apps', 'libs', 'migrations', 'test', 'bench');
const product = all.filter((source) => !isTest(source));

const using = (pattern: RegExp, allowed: readonly RegExp[], from: readonly Source[] = product) =>
  from.filter(({ path, text }) => pattern.test(codeOf(text)) && !allowed.some((place) => place.test(path))).map(({ path }) => path);

const planted = (text: string): Source[] => [{ path: 'libs/domain/src/tender/planted.ts', text }];

const ENV = /process\.env\b|process\[['"]env/;
/** Where the settings are handed over, and the PATH that PostgreSQL's own programs are started with. */
const ENV_PLACES = [/^apps\/[^/]+\/(src|bin)\//, /^bench\//, /^libs\/platform\/src\/embedded\/cluster\.ts$/];

test('settings are read in one place: process.env is used nowhere else', () => {
  expect(using(ENV, ENV_PLACES)).toEqual([]);
});

const NOW = /new Date\(\s*\)|\bDate\(\s*\)/;
const MILLIS = /\bDate\.now\b|performance\.now\b/;
/** The command line is a client: what it dates are people’s own papers and screens. */
const CLIENT = /^apps\/cli\//;
/**
 * Ids sort by time but decide nothing; trusted authorities and readers' rights are kept in memory for moments; how long a server ran and how often a run is noted are
 * spans; a queue's schedules carry the times that hosts gave them.
 */
const MILLIS_PLACES = [
  /^libs\/kernel\/src\/ids\.ts$/,
  /^libs\/domain\/src\/(identity\/actors|trust\/(trust\.service|revocation-lists|time-source))\.ts$/,
  /^libs\/platform\/src\/(http\/anonymous-limit|embedded\/supervision|jobs\/jobs)\.ts$/,
  /^apps\//,
  /^bench\//,
  /^libs\/domain\/src\/demonstration\//,
];

test('the host decides no time: the clock is the database’s', () => {
  expect(using(NOW, [CLIENT])).toEqual([]);
  expect(using(MILLIS, MILLIS_PLACES)).toEqual([]);
});

test('negative control: each of these is found when planted, and not in a comment', () => {
  const code = ['const a = process.env.PORT;', `const b = process['env'];`, 'const c = new Date( );', 'const d = Date.now();'];
  expect(code.map((text) => using(/./, [], planted(text)).length)).toEqual([1, 1, 1, 1]);
  expect([ENV, ENV, NOW, MILLIS].map((pattern, i) => using(pattern, [], planted(code[i]!)).length)).toEqual([1, 1, 1, 1]);
  expect(using(NOW, [], planted('// never new Date()\n/** nor new Date() */\nconst a = new Date(0);'))).toEqual([]);
});

test('95 of 100 files are under 250 lines, and none is over 400', () => {
  const sizes = all.map(({ path, text }) => ({ path, lines: text.split('\n').length }));
  expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
  expect(sizes.filter(({ lines }) => lines >= 250).length / sizes.length).toBeLessThan(0.05);
});

test('no lint rule is switched off in the product without a reason beside it', () => {
  const bare = product.filter(({ text }) => /(oxlint|eslint)-disable(?!.*--)|@ts-(ignore|nocheck)|@ts-expect-error\s*$/m.test(text));
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test('the README has a row for each setting, as `settingsTable()` writes it', () => {
  const path = join(ROOT, 'README.md');
  expect(existsSync(path)).toBe(true);
  const cells = (text: string) =>
    text.split('\n').map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .filter(Boolean)
        .slice(0, 2)
        .join(' | '),
    );
  const readme = cells(readFileSync(path, 'utf8'));
  expect(
    cells(settingsTable())
      .slice(2)
      .filter((row) => !readme.includes(row)),
  ).toEqual([]);
});
