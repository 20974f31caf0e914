import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createKeyPair, createAuthority, issueCertificate, sealBidToStream } from '@envelope';
import { report } from './measure';

const MB = 1e6;
const SIZE = 256 * 2 ** 20;
const BROWSER_SIZE = 64 * 2 ** 20;
const CHROMIUM = '/usr/bin/chromium';
const ROOT = join(__dirname, '../..');

/** MB a second of OpenSSL on one core, in blocks of 16 KiB. */
function openssl(algorithm: string): number {
  const { stdout } = spawnSync('openssl', ['speed', '-seconds', '1', '-bytes', '16384', '-evp', algorithm], { encoding: 'utf8' });
  return Number.parseFloat(stdout.trim().split(/\s+/).at(-1)!) / 1000;
}

/** What one pass of the cipher and three of the hash (content, part, whole file) allow one after another. */
const limitOf = (gcm: number, sha: number): number => 1 / (1 / gcm + 3 / sha);

async function inNode(): Promise<number> {
  const authority = createAuthority({ commonName: 'bench', now: new Date(0) });
  const { privateKeyPem, publicKeyPem } = createKeyPair('p-256');
  const certificatePem = issueCertificate(authority, { commonName: 'bench', serialNumber: '91990200MATP30041D', publicKeyPem, notBefore: new Date(0), notAfter: new Date(4e12), usage: 'signing' });
  const piece = Buffer.alloc(2 ** 20, 7);
  async function* content() {
    for (let at = 0; at < SIZE; at += piece.length) yield piece;
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const part = { name: 'body', fileName: 'a', mediaType: 'text/plain', content: content() };
  const began = process.cpuUsage();
  await sealBidToStream(
    { tender: '0190a0a0-0000-7000-8000-000000000001', lot: 'L', bidder: '91990200MATP30041D', version: 1, createdAt: new Date(1e12), parts: [part], certificatePem, privateKeyPem },
    nowhere,
  );
  const { user, system } = process.cpuUsage(began); // as `openssl speed` counts
  return SIZE / MB / ((user + system) / 1e6);
}

/** The browser door of the library, as one script, in a page of its own. */
async function inBrowser(): Promise<number> {
  const { build } = await import('vite');
  const { chromium } = await import('playwright-core');
  const out = mkdtempSync(join(tmpdir(), 'bench-seal-'));
  const lib = { entry: join(ROOT, 'libs/envelope/src/web.ts'), formats: ['iife' as const], name: 'envelope', fileName: () => 'envelope.js' };
  await build({ configFile: false, logLevel: 'silent', resolve: { alias: { '@kernel': join(ROOT, 'libs/kernel/src/index.ts') } }, build: { lib, outDir: out } });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.route('https://bench.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto('https://bench.example/');
    await page.addScriptTag({ content: readFileSync(join(out, 'envelope.js'), 'utf8') });
    const seconds = await page.evaluate(`(async () => {
      const content = new Blob([new Uint8Array(${BROWSER_SIZE}).fill(7)]);
      const bid = { tender: '0190a0a0-0000-7000-8000-000000000001', lot: 'L', bidder: '91990200MATP30041D', version: 1, createdAt: new Date(1e12), parts: [{ name: 'body', fileName: 'a', mediaType: 'text/plain', content }] };
      const began = performance.now();
      await envelope.sealBidWeb(bid, async () => undefined);
      return (performance.now() - began) / 1000;
    })()`);
    return BROWSER_SIZE / MB / Number(seconds);
  } finally {
    await browser.close();
    rmSync(out, { recursive: true });
  }
}

/** Encrypting and hashing a bid on the bidder's side, in Node and in a browser, against what OpenSSL's own loops allow. */
export async function seal(): Promise<void> {
  const limit = limitOf(openssl('aes-256-gcm'), openssl('sha256'));
  const common = { unit: 'MB/s', limit: [limit], limitName: 'OpenSSL aes-256-gcm and three sha256', aim: { atLeast: 0.5 } };
  report({ name: 'seal in Node', ours: [await inNode(), await inNode(), await inNode()], ...common });
  if (!existsSync(CHROMIUM)) return console.log('seal in a browser: skipped, no /usr/bin/chromium');
  report({ name: 'seal in Chromium', ours: [await inBrowser()], ...common });
}
