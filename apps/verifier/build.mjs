/** Writes the verifier's page as one file, dist/verifier/verifier.html, when its sources are newer; `--force` writes it anyway. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '../..');
const out = join(top, 'dist/verifier');
const [page, stamp] = [join(out, 'verifier.html'), join(out, 'stamp')];

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of readdirSync(join(here, 'src'))
    .filter((one) => !/[.](spec|fixtures)[.]ts$/.test(one))
    .sort())
    hash.update(name).update(readFileSync(join(here, 'src', name)));
  return hash.update(readFileSync(join(top, 'package-lock.json'))).digest('hex');
}

const wanted = fingerprint();
const fresh = existsSync(page) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (!fresh || process.argv.includes('--force')) {
  const { build } = await import('vite');
  const lib = { entry: join(here, 'src/page.ts'), formats: ['iife'], name: 'verifier' };
  const [{ output }] = await build({ configFile: false, root: here, logLevel: 'warn', build: { lib, write: false, minify: true, target: 'es2022' } });
  // inside a script element, `</script` would end it wherever it stands
  const program = output[0].code.replaceAll('</script', '<\\/script');
  const hash = createHash('sha256').update(program).digest('base64'); // the page runs this script and no other
  const html = readFileSync(join(here, 'src/page.html'), 'utf8')
    .replace('sha256-PROGRAM', `sha256-${hash}`)
    .replace('/*program*/', () => program);
  mkdirSync(out, { recursive: true });
  writeFileSync(page, html);
  writeFileSync(stamp, wanted);
}
