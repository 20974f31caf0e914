/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DemoAuthority } from '@domain/demonstration';
import { type EscrowTerms, findPart, holderFromPkcs8, openPartBytes, openShare, parseEscrow, parseManifest, readPem, restoreKeys, sealBidFor, SECRETS, secretSize } from '@envelope';
import type * as Web from '@envelope-web';
import { launch, withChromium } from './browser';

const ROOT = join(__dirname, '../..');
const ADDRESS = { tender: '0190a0a0-0000-7000-8000-000000000001', lot: 'A3301-2026-001-1', bidder: '91990200MATP30041D', version: 1 };
const CREATED = '2026-11-21T08:00:00.000Z';
const FILES = { 'price-sheet': '{"totalFen":"98000000"}', body: '投标函'.repeat(400_000), 'annex-1': '附件' };
const NAMES = Object.keys(FILES) as (keyof typeof FILES)[];

type Door = typeof Web;

/** The browser's half as one script, made by the same builder as the pages. */
function bundle(folder: string): string {
  const file = join(folder, 'envelope.js');
  const options = {
    ...{ configFile: false, root: ROOT, logLevel: 'error', resolve: { alias: { '@kernel': join(ROOT, 'libs/kernel/src/index.ts') } } },
    build: { outDir: folder, emptyOutDir: false, minify: false, lib: { entry: join(ROOT, 'libs/envelope/src/web.ts'), name: 'envelope', formats: ['iife'], fileName: () => 'envelope.js' } },
  };
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `import { build } from 'vite'; const options = ${JSON.stringify(options)}; options.build.lib.fileName = () => 'envelope.js'; await build(options);`],
    {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  return readFileSync(file, 'utf8');
}

/** What crosses the border between the halves: texts and base64, nothing that only one of them knows. */
interface Sealed {
  manifest: string;
  escrow: string | undefined;
  keys: Record<string, string>;
  blob: string;
}

withChromium('envelopes between Chromium and the Node half', () => {
  const folder = mkdtempSync(join(tmpdir(), 'envelopes-'));
  const authority = new DemoAuthority(join(folder, 'ca'));
  const subject = { commonName: '保管人', organisation: '单位', uscc: '91990100MATP300251' };
  const trustees = (['rsa-2048', 'p-256', 'rsa-2048'] as const).map((kind) => authority.issue(subject, { kind, usage: 'encipherment' }));
  const terms: EscrowTerms = { threshold: 2, trustees: trustees.map(({ certificatePem }) => certificatePem) };
  const signer = authority.issue({ ...subject, uscc: ADDRESS.bidder });
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const script = bundle(folder);
    browser = await launch();
    page = await browser.newPage();
    // WebCrypto wants a secure context: localhost is one, and nobody has to listen there
    await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>envelopes</title>' }));
    await page.goto('http://localhost/');
    await page.addScriptTag({ content: `${script}; globalThis.envelope = envelope;` });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const inChromium = (escrowTerms: EscrowTerms | undefined): Promise<Sealed> =>
    page.evaluate(
      async ({ address, created, files, escrowTerms: enclosed }) => {
        const pieces: Uint8Array[] = [];
        const parts = Object.entries(files).map(([name, text]) => ({ name, fileName: `${name}.txt`, mediaType: 'text/plain', content: new Blob([text]) }));
        const { sealBidWeb } = (globalThis as unknown as { envelope: Door }).envelope;
        const { manifest, escrow, keys } = await sealBidWeb({ ...address, createdAt: new Date(created), parts, escrowTerms: enclosed }, async (piece) => void pieces.push(piece.slice()));
        const whole = new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
        const text = Array.from({ length: Math.ceil(whole.length / 30_000) }, (_, i) => String.fromCharCode(...whole.subarray(i * 30_000, (i + 1) * 30_000))).join('');
        return { manifest, escrow, keys: { ...keys }, blob: btoa(text) };
      },
      { address: ADDRESS, created: CREATED, files: FILES, escrowTerms },
    );

  const inNode = async (escrowTerms: EscrowTerms | undefined): Promise<Sealed> => {
    const parts = NAMES.map((name) => ({ name, fileName: `${name}.txt`, mediaType: 'text/plain', content: Buffer.from(FILES[name]) }));
    const sealed = await sealBidFor({ ...ADDRESS, createdAt: new Date(CREATED), parts, ...signer, escrowTerms });
    return { manifest: sealed.manifest, escrow: sealed.escrow, keys: { ...sealed.keys }, blob: Buffer.from(sealed.blob).toString('base64') };
  };

  /** The Node half opens: parts by the keys that it is given, or that two trustees restore. */
  async function openInNode({ manifest: text, escrow, keys, blob }: Sealed): Promise<Record<string, string>> {
    const manifest = parseManifest(text);
    const known = escrow ? await restored(manifest, escrow) : keys;
    const bytes = Buffer.from(blob, 'base64');
    const open = (name: string) => {
      const { offset, cipherSize } = findPart(manifest, name);
      return Buffer.from(openPartBytes(manifest, name, known[name]!, bytes.subarray(offset, offset + cipherSize))).toString();
    };
    return Object.fromEntries(NAMES.map((name) => [name, open(name)]));
  }

  async function restored(manifest: ReturnType<typeof parseManifest>, text: string): Promise<Record<string, string>> {
    const escrow = parseEscrow(text);
    const holders = await Promise.all(trustees.slice(1).map(({ privateKeyPem, certificatePem }) => holderFromPkcs8(readPem(privateKeyPem)[0]!.bytes, certificatePem)));
    const found = SECRETS.map(async (secret) => {
      const opened = holders.map((holder, i) => openShare({ address: ADDRESS, secret, index: i + 2, enclosed: escrow.trustees[i + 1]!.shares[secret], size: secretSize(manifest, secret) }, holder));
      return restoreKeys(manifest, escrow, secret, await Promise.all(opened))!;
    });
    return Object.assign({}, ...(await Promise.all(found))) as Record<string, string>;
  }

  /** Chromium opens the same way. */
  const openInChromium = (sealed: Sealed): Promise<Record<string, string>> =>
    page.evaluate(
      async ({ sealed: { manifest: text, escrow: document, keys, blob }, address, holders, secrets }) => {
        const {
          holderFromPkcs8: holderOf,
          openBlob,
          openShare: open,
          parseEscrow: readEscrow,
          parseManifest: read,
          partAad: aadOf,
          readPem: pem,
          restoreKeys: restore,
          secretSize: sizeOf,
          fromHex,
        } = (globalThis as unknown as { envelope: Door }).envelope;
        const manifest = read(text);
        const known: Record<string, string> = document ? {} : keys;
        if (document) {
          const escrow = readEscrow(document);
          const opener = await Promise.all(holders.map(({ privateKeyPem, certificatePem }) => holderOf(pem(privateKeyPem)[0]!.bytes, certificatePem)));
          for (const secret of secrets) {
            const shares = await Promise.all(opener.map((holder, i) => open({ address, secret, index: i + 1, enclosed: escrow.trustees[i]!.shares[secret], size: sizeOf(manifest, secret) }, holder)));
            Object.assign(known, restore(manifest, escrow, secret, shares));
          }
        }
        const bytes = Uint8Array.from(atob(blob), (char) => char.charCodeAt(0));
        const texts: Record<string, string> = {};
        for (const { name, offset, cipherSize } of manifest.parts) {
          const pieces: Uint8Array[] = [];
          for await (const piece of openBlob(new Blob([bytes.subarray(offset, offset + cipherSize)]), fromHex(known[name]!)!, aadOf(manifest, name))) pieces.push(piece.slice());
          texts[name] = await new Blob(pieces as BlobPart[]).text();
        }
        return texts;
      },
      { sealed, address: ADDRESS, holders: trustees.slice(0, 2), secrets: [...SECRETS] },
    );

  it.each([
    ['with trustees', terms],
    ['without trustees', undefined],
  ] as const)('%s: sealed on one side, opened on the other, both ways', async (_, escrowTerms) => {
    const web = await inChromium(escrowTerms);
    expect(web.escrow !== undefined).toBe(escrowTerms !== undefined);
    expect(await openInNode(web)).toEqual(FILES);
    expect(await openInChromium(await inNode(escrowTerms))).toEqual(FILES);
  });

  it('negative control: the keys of another bid open nothing, on either side', async () => {
    const [one, other] = [await inChromium(undefined), await inNode(undefined)];
    await expect(openInNode({ ...one, keys: other.keys })).rejects.toThrow('envelope.key-mismatch');
    await expect(openInChromium({ ...other, keys: one.keys })).rejects.toThrow('envelope.body-damaged');
  });
});
