import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface Source {
  /** From the root of the checkout, with `/`. */
  path: string;
  text: string;
}

/** Every TypeScript file below the folders. */
export function allSources(...folders: string[]): Source[] {
  const files = folders.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }));
  return files
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
}

/** The same, the web's own apart. */
export const sources = (...folders: string[]): Source[] => allSources(...folders).filter(({ path }) => !path.startsWith('apps/web/') && path.endsWith('.ts'));

export const isTest = ({ path }: Source): boolean => /\.(spec|spec-data|fixtures)\.tsx?$|^test\//.test(path);

/** The text without comments, so that a rule may be named in one. */
export const codeOf = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
