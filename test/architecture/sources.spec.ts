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
const ENV_PLACES = [/^apps\/[^/]+\/(src|bin)\//, /^bench\//, /^libs\/platform\/src\/embedded\/(cluster|lock)\.ts$/];

test('settings are read in one place: process.env is used nowhere else', () => {
  expect(using(ENV, ENV_PLACES)).toEqual([]);
});

test('negative control: each of these is found when planted, and not in a comment', () => {
  const code = ['const a = process.env.PORT;', `const b = process['env'];`];
  expect(code.map((text) => using(ENV, [], planted(text)).length)).toEqual([1, 1]);
  expect(using(ENV, [], planted('// never process.env\nconst a = 0;'))).toEqual([]);
});

/** Lines on standard error have one writer, which gives them time, level and request and lets no message end a line. Words to whoever started a command go to standard output. */
const WRITES = /\bconsole\b(?!\.log\()|\bprocess\s*\.\s*stderr\b/;
const server = product.filter(({ path }) => /^(libs|apps\/(api|worker))\//.test(path));
const LOG = [/^libs\/platform\/src\/log\//];

test('standard error is written to in one place', () => {
  expect(using(WRITES, LOG, server)).toEqual([]);
  expect(
    using(
      /\bconsole\b/,
      LOG,
      server.filter(({ path }) => path.startsWith('libs/')),
    ),
  ).toEqual([]);
});

test('negative control: each of these is found when planted', () => {
  const code = [`console.error('x')`, 'console.warn(a)', 'const { error } = console;', `console['error']('x')`, 'work().catch(console.error)', 'process.stderr.write(a)'];
  expect(code.map((text) => using(WRITES, LOG, planted(text)).length)).toEqual(code.map(() => 1));
});

/** A test that waits for a connection's end through node:events fails now and then: a cut may come as a reset. `gone` of test/setup/sockets waits for either. */
const WAITS = /\bonce\(\s*\w+,\s*['"](close|end)['"]/;

test('no test waits for the end of a connection in a way that a reset breaks', () => {
  expect(using(WAITS, [/^test\/architecture\/sources\.spec\.ts$/], all.filter(isTest))).toEqual([]);
});

test('negative control: such a wait is found when planted', () => {
  expect(using(WAITS, [], planted(`await once(socket, 'close');`))).toHaveLength(1);
  expect(using(WAITS, [], planted('await gone(socket);'))).toEqual([]);
});

/** What a setup that failed never made is not taken down: the second error would hide the first. Gives `path: name` of each that is taken for granted. */
function takenForGranted(from: readonly Source[]): string[] {
  return from.flatMap(({ path, text }) => {
    const later = [...text.matchAll(/\blet (\w+)(?:: [^=;]+)?;/g)].map(([, name]) => name!);
    const ends = [...text.matchAll(/\bafter(?:All|Each)\(/g)].map(({ index }) => callAt(text, index));
    return later.filter((name) => ends.some((call) => new RegExp(`(?<![\\w.'"-])${name}\\.[a-z]`, 'i').test(call))).map((name) => `${path}: ${name}`);
  });
}

/** The text of a call from its name to the bracket that ends it. */
function callAt(text: string, from: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', from); at < text.length; at++) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

test('a setup that failed is told once: what it did not make is not taken down', () => {
  expect(takenForGranted(all.filter((source) => isTest(source) && !source.path.endsWith('architecture/sources.spec.ts')))).toEqual([]);
  const plant = (end: string) => takenForGranted(planted(`let world: World;\nafterAll(async () => {\n  ${end}\n});`));
  expect([plant('await world.stop();'), plant('await world?.stop();')]).toEqual([[expect.stringContaining(': world')], []]); // negative control
});

/** What a test starts within itself runs on under the next file where the test fails before its end. Gives `path: name` of each whose next line neither ends it nor opens a `try`. */
function leftRunning(from: readonly Source[]): string[] {
  return from.flatMap(({ path, text }) =>
    [...text.matchAll(/\bconst (\w+) = await start[A-Z]\w*\([^\n]*\);\n\s*([^\n]*)/g)]
      .filter(([, name, next]) => next !== 'try {' && !next!.includes(`${name!}.stop(`))
      .map(([, name]) => `${path}: ${name}`),
  );
}

test('what a test starts within itself is ended however the test ends', () => {
  const within = ({ path, text }: Source) => path.endsWith('.spec.ts') && text.includes('.stop(');
  expect(leftRunning(all.filter(within))).toEqual([]);
  const plant = (next: string) => leftRunning(planted(`const world = await startWorld({ experts: 1 });\n  ${next}`));
  expect([plant('expect(world.url).toBe(1);'), plant('try {'), plant('await world.stop();')]).toEqual([[expect.stringContaining(': world')], [], []]); // negative control
});

/** A number out of a file that is just being written is 0, and a signal to process 0 ends the test run: `processIn` of test/setup/pid looks first. */
const PID_IN_FILE = /\bNumber(\.parseInt)?\(\s*readFileSync\(/;

test('the number of a process is read from a file in one place', () => {
  expect(using(PID_IN_FILE, [/^test\/architecture\/sources\.spec\.ts$/], all.filter(isTest))).toEqual([]);
  expect(using(PID_IN_FILE, [], planted(`process.kill(Number(readFileSync(file, 'utf8').split('\\n')[0]), 'SIGKILL');`))).toHaveLength(1); // negative control
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
