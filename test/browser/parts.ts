import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';

const ROOT = join(__dirname, '../..');

/** Parts of the pages (apps/web/src/parts.fixtures.tsx) as one script, made by the builder of the pages. */
export function partsScript(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  const options = {
    ...{ configFile: false, root: ROOT, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' }, oxc: { jsx: { runtime: 'automatic' } } },
    resolve: { alias: { '@kernel': join(ROOT, 'libs/kernel/src/index.ts'), '@envelope-web': join(ROOT, 'libs/envelope/src/web.ts') } },
    build: { outDir: folder, emptyOutDir: false, minify: false, copyPublicDir: false, lib: { entry: join(ROOT, 'apps/web/src/parts.fixtures.tsx'), name: 'parts', formats: ['iife'] } },
  };
  const program = `import { build } from 'vite'; const options = ${JSON.stringify(options)}; options.build.lib.fileName = () => 'parts.js'; await build(options);`;
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' } });
    return readFileSync(join(folder, 'parts.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the platform answers: a value, a refusal by its code, or `cut`, after which nobody knows. */
export type Answers = (method: string, path: string, body: unknown) => unknown;
export const refusal = (status: number, detail: string) => ({ refused: { title: detail, status, detail, code: 'x', requestId: '', violations: [] } });
export const CUT = Symbol('cut');

async function answer(route: Route, answers: Answers): Promise<void> {
  const request = route.request();
  const { pathname, search } = new URL(request.url());
  const given = answers(request.method(), pathname + search, request.postDataJSON());
  if (given === CUT) return route.abort('connectionreset');
  const { refused } = (given ?? {}) as { refused?: { status: number } };
  return route.fulfill({ status: refused?.status ?? 200, contentType: refused ? 'application/problem+json' : 'application/json', body: JSON.stringify(refused ?? given ?? {}) });
}

/** A part as the only thing on a page. WebCrypto wants a secure context: localhost is one, and nobody has to listen there. */
export async function openPart(browser: Browser, script: string, part: string, answers: Answers): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(40_000); // other suites run on the same cores
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="zh-CN"><title>parts</title><body></body></html>' }));
  await page.route('http://localhost/api/**', (route) => answer(route, answers));
  await page.goto('http://localhost/');
  await page.addScriptTag({ content: `${script}; globalThis.parts = parts;` });
  await page.evaluate((name) => (globalThis as unknown as { parts: { mount(part: string): void } }).parts.mount(name), part);
  return page;
}
