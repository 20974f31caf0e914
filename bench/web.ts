/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Agent, request } from 'undici';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { ensureDatabase } from '@platform/db';
import { median, report } from './measure';
import { demonstrationOn, startTianping } from './process';
import { fill } from './reads';

const RUNS = 300;
const agent = new Agent({ connections: 1 });

/** Milliseconds until the head of the answer is there. */
async function firstByte(url: string): Promise<number> {
  const started = performance.now();
  const answer = await request(url, { dispatcher: agent, headers: { 'accept-encoding': 'br', accept: 'text/html' } });
  const took = performance.now() - started;
  await answer.body.arrayBuffer();
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`);
  return took;
}

async function againstStatic(url: string, paths: Readonly<Record<string, string>>): Promise<void> {
  const file = `${url}/assets/mark.svg`;
  for (const [name, path] of Object.entries(paths)) {
    const [ours, limit, fresh]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < RUNS; i += 1) {
      ours.push(await firstByte(url + path));
      limit.push(await firstByte(file));
      if (i % 10 === 0) fresh.push(await firstByte(`${url}${path}?bench=${i}`)); // an address nobody asked for in this second: written anew
    }
    report({ name: `first byte of ${name}`, unit: 'ms', ours, limit, limitName: 'a static file', aim: { atMost: 1.5 } });
    console.log(`  written anew: ${median(fresh).toPrecision(3)} ms`);
  }
}

interface Load {
  scripts: number;
  lcp: number;
  cls: number;
}

/** What Chromium takes over the wire for a page, and how it is drawn. */
async function load(page: Page, go: () => Promise<unknown>): Promise<Load> {
  const session = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => scripts.has(requestId) && (bytes += encodedDataLength));
  await session.send('Network.enable');
  await page.addInitScript(() => {
    const seen = ((globalThis as { seen?: unknown }).seen = { lcp: 0, cls: 0 });
    new PerformanceObserver((list) => (seen.lcp = list.getEntries().at(-1)!.startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += (entry as unknown as { value: number }).value))).observe({ type: 'layout-shift', buffered: true });
  });
  await go();
  await page.waitForLoadState('networkidle');
  const { lcp, cls } = await page.evaluate(() => (globalThis as unknown as { seen: { lcp: number; cls: number } }).seen);
  await session.detach();
  return { scripts: bytes, lcp, cls };
}

const told = (name: string, { scripts, lcp, cls }: Load, most: number) =>
  console.log(`${name}: ${Math.round(scripts / 1000)} kB of script over the wire (aim < ${most}${scripts < most * 1000 ? '' : ', NOT MET'}), LCP ${Math.round(lcp)} ms, CLS ${cls.toFixed(3)}`);

async function signIn(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.getByRole('button', { name: new RegExp(`${login.replaceAll('.', '[.]')}$`) }).click();
  await page.waitForURL((at) => !at.pathname.startsWith('/login'));
}

/** Milliseconds from the last byte of the list's answer to a hundred rows laid out. */
async function hundredRows(page: Page, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    await page.goto(`${url}/agency`);
    await page.getByRole('link', { name: '招标', exact: true }).click();
    times.push(
      await page.evaluate(async () => {
        while (document.querySelectorAll('.ant-table-row').length < 100) await new Promise((resolve) => requestAnimationFrame(resolve));
        document.body.getBoundingClientRect();
        const answer = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/tenders?'));
        return performance.now() - (answer.at(-1) as PerformanceResourceTiming).responseEnd;
      }),
    );
  }
  return times;
}

async function inChromium(url: string, code: string): Promise<void> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) return console.log('no Chromium here: weights, LCP and tables are not measured');
  const browser: Browser = await chromium.launch({ executablePath });
  try {
    const fresh = async () => (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
    const portal = await fresh();
    told('portal home', await load(portal, () => portal.goto(url)), 200);
    const tender = await fresh();
    told('tender page', await load(tender, () => tender.goto(`${url}/tenders/${encodeURIComponent(code)}`)), 200);
    const agency = await fresh();
    told('agency workspace, from sign-in', await load(agency, () => signIn(agency, url, 'a1.officer.1')), 500);
    const rows = await hundredRows(agency, url);
    console.log(`a table of 100 rows: ${median(rows).toPrecision(3)} ms from answer to layout (aim < 100${median(rows) < 100 ? '' : ', NOT MET'})`);
  } finally {
    await browser.close();
  }
}

/** The portal against a static file of the same server, and what a browser loads and draws. */
export async function web(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const data = join(home, 'data');
  const ours = await startTianping({ ...demonstrationOn(DATABASE_URL), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' });
  try {
    await fill(ours.url, data, ours.password);
    const { items } = (await (await fetch(`${ours.url}/api/tenders?limit=1`)).json()) as { items: { code: string }[] };
    const code = items[0]!.code;
    await againstStatic(ours.url, { 'the home page': '/', 'a tender’s page': `/tenders/${encodeURIComponent(code)}`, 'the search page': '/tenders' });
    await inChromium(ours.url, code);
  } finally {
    await agent.close();
    await ours.stop();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
