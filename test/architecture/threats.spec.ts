import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, ROOT } from './sources';

/** docs/threats.md names what shows each line: every file it names is there, and every number that it says of a spec stands in that spec, or among the sizes that it is run with. */
const page = readFileSync(join(ROOT, 'docs/threats.md'), 'utf8');
const SIZES = 'test/setup/sizes.ts';
const textOf = (path: string) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '');

/** `a/{b,c}.spec.ts` is two. */
const each = (path: string): string[] => {
  const [, before, names, after] = /^(.*)\{([^}]+)\}(.*)$/.exec(path) ?? [];
  return names === undefined ? [path] : names.split(',').map((name) => `${before}${name}${after}`);
};

interface Named {
  paths: string[];
  /** What the row says of them, up to the next file. */
  said: string;
}

/** The files of a row; one without a folder lies beside the last before it. */
function namedIn(row: string): Named[] {
  const found = [...row.matchAll(/`((?:apps|libs|test|docs|docker|migrations)\/[^`\s]+|[\w.-]+\.(?:spec\.)?ts)`/g)];
  let folder = '';
  return found.map(({ 0: whole, 1: path, index }, i) => {
    const paths = each(path!).map((one) => (one.includes('/') ? one : join(folder, one)));
    folder = dirname(paths[0]!);
    return { paths, said: row.slice(index + whole.length, found[i + 1]?.index) };
  });
}

/** Only a line of figures that belongs to the spec: `: 1,000 planted secrets`, `(200 races)`. */
const numbersIn = (said: string) =>
  [...(/^(?::| \()[^|]*/.exec(said)?.[0] ?? '').matchAll(/(?<![\w.])\d{1,3}(?:,\d{3})+|(?<![\w.])\d+(?![\w.]*\w)/g)].map(([number]) => Number(number.replaceAll(',', '')));

/** Numbers of code, `5_120` as 5120. */
const numbersOf = (code: string) => new Set([...code.matchAll(/(?<![\w.])\d[\d_]*(?:,\d{3})*/g)].map(([number]) => Number(number.replace(/[_,]/g, ''))));
const sizesOf = (spec: string) =>
  [...textOf(SIZES).matchAll(/^ {2}(\w+): \[([^\]]+)\]/gm)].filter(([, name]) => new RegExp(`sizeOf\\('${name}'\\)`).test(spec)).flatMap(([, , sizes]) => [...numbersOf(sizes!)]);

function faultsOf(text: string, read: (path: string) => string = textOf): string[] {
  return text.split('\n').flatMap((row, i) =>
    namedIn(row).flatMap(({ paths, said }) => {
      const gone = paths.filter((path) => !existsSync(join(ROOT, path))).map((path) => `line ${i + 1}: no ${path}`);
      const specs = paths.filter((path) => path.endsWith('.spec.ts')).map((path) => codeOf(read(path)));
      const known = new Set(specs.flatMap((spec) => [...numbersOf(spec), ...sizesOf(spec)]));
      const claimed = specs.length > 0 && gone.length === 0 ? numbersIn(said).filter((number) => !known.has(number)) : [];
      return [...gone, ...claimed.map((number) => `line ${i + 1}: ${number} stands in none of ${paths.join()}`)];
    }),
  );
}

test('every file that the page names is there, and every number that it says of a spec stands there', () => {
  expect(page.split('\n').flatMap(namedIn).length).toBeGreaterThan(90);
  expect(page.split('\n').flatMap((row) => namedIn(row).flatMap(({ said }) => numbersIn(said))).length).toBeGreaterThan(5);
  expect(faultsOf(page)).toEqual([]);
});

test('negative control: a file that is gone, one beside it, one of several, and a number that nobody tries are found', () => {
  expect(faultsOf('| x | y | `test/attack/gone.spec.ts` |')).toEqual(['line 1: no test/attack/gone.spec.ts']);
  expect(faultsOf('| x | y | `test/attack/secrets.spec.ts`, `nowhere.spec.ts` |')).toEqual(['line 1: no test/attack/nowhere.spec.ts']);
  expect(faultsOf('| x | y | `test/architecture/{documents,nothing}.spec.ts` |')).toEqual(['line 1: no test/architecture/nothing.spec.ts']);
  const planted = (said: string) => faultsOf(`| x | y | \`test/attack/traces.spec.ts\`: ${said} |`, () => `const A = sizeOf('TRACES'); // or 50000\nexpect(12_345)`);
  expect([planted('12,345 refusals'), planted('10,000 of them'), planted('2,000 of them'), planted('50,000 refusals')].map(({ length }) => length)).toEqual([0, 0, 0, 1]);
});
