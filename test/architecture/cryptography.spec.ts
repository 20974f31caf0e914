import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, isTest, ROOT, type Source } from './sources';

/** docs/cryptography.md names every file that takes cryptography from Node, a browser or a library, and those that reckon it by themselves; no other. */
const files = ['apps', 'libs', 'migrations'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`));
const product = files.filter((path) => /[.](tsx?|[cm]?js)$/.test(path) && !/node_modules|[.]d[.]ts$/.test(path)).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const page = readFileSync(join(ROOT, 'docs/cryptography.md'), 'utf8');

const LIBRARY = /(?:from|import|require)[\s(]*'(?:@noble\/|@node-rs\/argon2|sm-crypto-v2|node-forge|otpauth)/;
const BROWSER = /\bcrypto\.(?:subtle|getRandomValues)\b/;
const NODE = /import\s+(type\s+)?([^;']*?)\s+from\s+'(?:node:)?crypto'/g;
const LOADED = /(?:import|require)\(\s*'(?:node:)?crypto'/;

/** What is taken from Node's cryptography, but types, and numbers that only tell things apart. */
const taken = (names: string): string[] =>
  names
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name && !/^(?:type\s|randomUUID\b)/.test(name));

function uses({ text }: Source): boolean {
  const code = codeOf(text);
  return LIBRARY.test(text) || LOADED.test(code) || BROWSER.test(code) || [...code.matchAll(NODE)].some(([, types, names]) => !types && taken(names!).length > 0);
}

const named = (text: string): string[] => [...text.matchAll(/`((?:apps|libs|migrations)\/[^`]+)`/g)].map(([, path]) => path!);
const using = (all: readonly Source[]): string[] => all.filter((source) => !isTest(source) && uses(source)).map(({ path }) => path);

/** Arithmetic of our own, which no import shows. */
const OWN = ['apps/verifier/src/rsa.ts', 'apps/verifier/src/sm3.ts', 'apps/verifier/src/sm4.ts', 'libs/envelope/src/shamir.ts'];

test('every file that hashes, signs, seals or draws stands on the page, and no other', () => {
  expect([...new Set(named(page))].sort()).toEqual([...using(product), ...OWN].sort());
  expect(OWN.filter((path) => !files.includes(path))).toEqual([]);
});

test.each([
  ['Node’s', `import { createHash } from 'node:crypto';`],
  ['Node’s, beside a harmless one', `import { randomUUID, createHmac as mac } from 'node:crypto';`],
  ['Node’s as a whole', `import * as crypto from 'crypto';`],
  ['Node’s, later', `const { sign } = await import('node:crypto');`],
  ['a browser’s', 'await crypto.subtle.digest(name, bytes);'],
  ['a library', `import { sha256 } from '@noble/hashes/sha2.js';`],
  ['a library, later', `(await import('node-forge')).default`],
])('negative control: a new use of %s is found', (_whose, text) => expect(using([{ path: 'libs/kernel/src/planted.ts', text }])).toHaveLength(1));

test.each([
  `import { randomUUID } from 'node:crypto';`,
  `import type { KeyObject } from 'node:crypto';`,
  `import { type KeyObject, randomUUID as id } from 'node:crypto';`,
  '// by node:crypto or crypto.subtle',
])('%s is none', (text) => expect(using([{ path: 'libs/kernel/src/planted.ts', text }])).toEqual([]));
