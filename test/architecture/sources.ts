import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface Source {
  /** From the root of the checkout, with `/`. */
  path: string;
  text: string;
}

/** Every TypeScript file below the folders, the web's own apart. */
export function sources(...folders: string[]): Source[] {
  const files = folders.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }));
  return files
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|apps\/web\//.test(path))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
}

export const isTest = ({ path }: Source): boolean => /\.(spec|spec-data|fixtures)\.ts$|^test\//.test(path);

/** The text without comments, so that a rule may be named in one. */
export const codeOf = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
