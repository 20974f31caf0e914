/**
 * Builds the web when its sources are newer than what stands in dist/web; `--force` builds anyway. Every text file is also written as
 * .br and .gz, so that the server only sends.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '../..');
const out = join(top, 'dist/web');
const stamp = join(out, 'stamp');

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[.]spec[.]tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function fingerprint() {
  const hash = createHash('sha256');
  const folders = [join(here, 'src'), join(here, 'public'), join(top, 'libs/kernel/src'), join(top, 'libs/envelope/src')];
  const single = [join(here, 'index.html'), join(here, 'vite.config.ts'), join(here, 'build.mjs'), join(top, 'package-lock.json')];
  for (const file of [...folders.flatMap(filesBelow), ...single]) hash.update(file.slice(top.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function compress(folder) {
  for (const file of filesBelow(folder).filter((name) => /[.](m?js|css|svg|html|json)$/.test(name))) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

/** What the PDF viewer reads when a document needs it (src/ui/documents/pdf-engine.ts). */
function copyPdfFiles(folder) {
  const library = join(top, 'node_modules/pdfjs-dist');
  const { version } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  for (const part of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) cpSync(join(library, part), join(folder, `assets/pdfjs-${version}`, part), { recursive: true });
}

process.env.NODE_ENV = 'production';
process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = 'true'; // the configuration shares ui/tokens.ts with the pages
const wanted = fingerprint();
const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (!fresh || process.argv.includes('--force')) {
  console.log('正在构建网页…… / building the web pages …');
  const configFile = join(here, 'vite.config.ts');
  await build({ configFile, mode: 'production' });
  await build({ configFile, mode: 'portal' });
  copyPdfFiles(join(out, 'client'));
  compress(join(out, 'client'));
  mkdirSync(out, { recursive: true });
  writeFileSync(stamp, wanted);
}
