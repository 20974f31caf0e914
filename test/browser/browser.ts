/// <reference lib="dom" />
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { until } from '../setup/patience';

const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The shell is the same browser without its own windows, which cost more than the pages in them (Debian: chromium-headless-shell). */
const PLACES = ['/usr/bin/chromium-headless-shell', ...WHOLE];
const executablePath = PLACES.find(existsSync);
/** With its windows, tabs and the pages that it keeps for the way back; undefined where there is only the shell, or none. */
export const wholeBrowser = WHOLE.find(existsSync);

/** `describe` where a Chromium is installed; else skipped, with a title that says so. */
export const withChromium = (title: string, body: () => void): void => (executablePath ? describe(title, body) : describe.skip(`${title} (skipped: no Chromium found in ${PLACES.join(', ')})`, body));

export const launch = (options: LaunchOptions = {}): Promise<Browser> => chromium.launch({ executablePath: executablePath!, ...options });

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** What axe asks: all that a page may do wrong, and what its colours change of it. */
const SCHEMES = [
  ['light', {}],
  ['dark', { runOnly: ['color-contrast', 'link-in-text-block'] }],
] as const;

/** Height in px that a finger needs on a phone, a line of text between two others apart (WCAG 2.5.8 asks for 24). */
const LOWEST_BUTTON = 32;

/** The buttons that are lower. Runs in the page. */
export const lowButtons = (least: number): string[] =>
  [...document.querySelectorAll<HTMLElement>('.ant-btn')]
    .filter(({ offsetHeight }) => offsetHeight > 0 && offsetHeight < least)
    .map(({ innerText, offsetHeight }) => `“${innerText}”, ${offsetHeight} px high`);

/** Whether the page stands drawn in these colours, and nothing moves to its end any more. One that follows its style sheet alone does at once. Runs in the page. */
const drawn = (scheme: string): boolean =>
  (document.documentElement.dataset['theme'] !== undefined || (document.documentElement.dataset['drawn'] ?? scheme) === scheme) &&
  !document.getAnimations().some((one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime));

/** What is wrong with a page as it stands: axe in light and dark, and whether it fits a phone. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [colorScheme, rules] of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await page.locator('.ant-btn-loading').first().waitFor({ state: 'detached' }); // a button at work is pale for a moment
    await page.waitForFunction(drawn, colorScheme);
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
    const { violations } = await page.evaluate(
      async (only) => (globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run({ resultTypes: ['violations'], ...only }),
      rules,
    );
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        faults.push(`${name} (${colorScheme}): ${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary.slice(0, 200)}`).join(' | ')}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const before = page.viewportSize()!;
  await page.setViewportSize({ width: 360, height: 780 });
  const small = () => page.evaluate(lowButtons, LOWEST_BUTTON);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  // charts and the larger buttons of a phone come after the window did; on a page that has faults they stay
  await until(async () => (await wide()) <= 360 && (await small()).length === 0).catch(() => undefined);
  const width = await wide();
  if (width > 360) faults.push(`${name}: ${width} px wide on a screen of 360`);
  for (const button of await small()) faults.push(`${name}: a finger misses ${button}`);
  await page.setViewportSize(before);
  return faults;
}

/** One person at one computer. Errors of the page and of its console are collected: a walk that meets one fails. */
export class Person {
  readonly errors: string[] = [];

  private constructor(
    readonly name: string,
    readonly url: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.errors.push(`${name}: ${error.message}`));
    // refusals are answers, not faults: the browser notes each 4xx in its console all the same. So does the PDF viewer each page that was still on its way when its pane was closed
    page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d|Transport destroyed|pdfPage is not loaded/.test(message.text()) && this.errors.push(`${name}: ${message.text()}`));
  }

  static async at(browser: Browser, url: string, name: string): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', acceptDownloads: true });
    context.setDefaultTimeout(120_000); // against hanging only: other suites run on the same cores
    return new Person(name, url, context, await context.newPage());
  }

  /** After a failure: what this person sees, in the folder that SHOTS names. */
  async shoot(): Promise<void> {
    const folder = process.env['SHOTS'];
    if (folder) await this.page.screenshot({ path: `${folder}/${this.name}.png`, fullPage: true });
  }

  /** What this person sees now, wide and on a phone, where SHOTS names a folder: for whoever looks the pages over. */
  async look(name: string): Promise<void> {
    const folder = process.env['SHOTS'];
    if (!folder) return;
    const wide = this.page.viewportSize()!;
    for (const width of [wide.width, 360]) {
      await this.page.setViewportSize({ ...wide, width });
      await this.page.screenshot({ path: `${folder}/${name.replaceAll(/[^a-z0-9]+/g, '-')}-${width}.png`, fullPage: true });
    }
    await this.page.setViewportSize(wide);
  }

  goto(path: string): Promise<unknown> {
    return this.page.goto(this.url + path);
  }

  /** Follows the application's own links, so that what this page holds in memory stays. */
  async follow(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, path);
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name }).first();
  }

  async click(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  link(name: string | RegExp) {
    return this.page.getByRole('link', { name }).first();
  }

  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.page.locator('input, textarea').and(this.page.getByLabel(label)).first().fill(text);
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Signs in as one of the demonstration's people, by the button beside the name. */
  async signInAs(login: string): Promise<void> {
    await this.goto('/login');
    await this.page.getByRole('button', { name: new RegExp(`${login.replaceAll('.', '[.]')}$`) }).click();
    await this.page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }
}
