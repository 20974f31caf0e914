import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, isTest, ROOT, type Source, sources } from './sources';

/** Where something is compared that could be guessed there is a count before it; so there is one place for each, and a second one is found here. */
const COMPARED: [what: string, pattern: RegExp, place: RegExp][] = [
  ['one-time codes', /['"]otpauth['"]/, /^libs\/domain\/src\/identity\/one-time-codes\.ts$/],
  ['a code against its secret', /\.validate\(\s*\{\s*token\b/, /^libs\/domain\/src\/identity\/one-time-codes\.ts$/],
  ['hashes of passwords', /['"]@node-rs\/argon2['"]/, /^libs\/domain\/src\/identity\/password-worker\.cjs$/],
  ['a first password', /\bhalvesFit\b/, /^libs\/domain\/src\/identity\/(first-passwords|sign-in\.service|own-password)\.ts$/],
  ['a password', /\bpasswordFits\b/, /^libs\/domain\/src\/identity\/(passwords|sign-in\.service)\.ts$/],
];

const elsewhere = (from: readonly Source[]) =>
  from.filter((source) => !isTest(source)).flatMap(({ path, text }) => COMPARED.flatMap(([what, pattern, place]) => (pattern.test(codeOf(text)) && !place.test(path) ? [`${path}: ${what}`] : [])));

test('codes and passwords are compared in one place each, which counts first', () => {
  expect(elsewhere(sources('libs', 'apps/api', 'apps/worker', 'apps/cli'))).toEqual([]);
  const worker = { path: 'libs/domain/src/identity/password-worker.cjs', text: readFileSync(join(ROOT, 'libs/domain/src/identity/password-worker.cjs'), 'utf8') };
  for (const [, pattern, place] of COMPARED) expect([...sources('libs'), worker].some(({ path, text }) => place.test(path) && pattern.test(text))).toBe(true);
});

test.each([
  `import { TOTP } from 'otpauth'`,
  `new TOTP({}).validate({ token: code })`,
  `import { verify } from '@node-rs/argon2'`,
  `await passwordFits(hash, password)`,
  `halvesFit(id, halves, password)`,
])('negative control: %s is found elsewhere', (text) => expect(elsewhere([{ path: 'libs/domain/src/award/planted.ts', text }])).toHaveLength(1));
