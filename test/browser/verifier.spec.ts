import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { evidenceOf, worldOf } from '../../apps/verifier/src/verifier.fixtures';
import { ROOT } from '../architecture/sources';
import { faultsOf, launch, withChromium } from './browser';

const PAGE = `file://${join(ROOT, 'dist/verifier/verifier.html')}`;

withChromium('the verifier as a page from a disk', () => {
  const world = worldOf('p-256');
  const folder = mkdtempSync(join(tmpdir(), 'verifier-page-'));
  const errors: string[] = [];
  const asked: string[] = [];
  let browser: Browser;
  let page: Page;

  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const give = (...paths: string[]) => page.setInputFiles('#pick', paths);
  const verdict = async (state: string) => {
    await page.locator(`#verdict[data-state="${state}"]`).waitFor();
    return page.locator('#verdict').textContent();
  };
  const shot = (name: string) => process.env['SHOTS'] && page.screenshot({ path: `${process.env['SHOTS']}/verifier-${name}.png`, fullPage: true });

  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => /^(file|data):/.test(request.url()) || asked.push(request.url()));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => page.goto(PAGE));

  it('sees that good evidence holds, with roots, lists, sealed file and keys', async () => {
    const made = await evidenceOf(world, { body: 3_000_000 });
    const names = [file('evidence.json', JSON.stringify(made.evidence)), file('bid.sealed', made.sealed), file('keys.json', JSON.stringify(made.keys))];
    await give(...names);
    expect(await verdict('holds')).toMatch(/^没有发现不成立之处：.*无法判断。$/);
    await shot('open');
    await give(file('roots.pem', [world.root, world.timeRoot, world.platform].map(({ certificatePem }) => certificatePem).join('')), ...world.lists.map((list, i) => file(`${i}.crl`, list)));
    await page.locator('#verdict.good').waitFor();
    expect(await verdict('holds')).toMatch(/^核验通过：\d+ 项成立。$/);
    expect(await page.locator('li[data-id="opened.price"]').textContent()).toContain('投标总价 910000000.01 元');
    await page.getByRole('button', { name: 'English' }).click();
    expect(await verdict('holds')).toMatch(/^It holds: \d+ statements hold[.]$/);
    expect(await faultsOf(page, 'verifier')).toEqual([]);
    await shot('good-english');
  });

  it('sees what was changed, says it first, on a phone and in the dark', async () => {
    const made = await evidenceOf(world, { body: 1000 });
    const { evidence } = made;
    evidence.receipt.text = evidence.receipt.text.replace('"version":1', '"version":2');
    made.sealed[made.sealed.length - 1]! ^= 1;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 780 });
    await give(file('evidence.json', JSON.stringify(evidence)), file('bid.sealed', made.sealed), file('keys.json', JSON.stringify(made.keys)));
    expect(await verdict('fails')).toMatch(/^核验不通过/);
    const failed = await page.locator('#checks li.bad').evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset['id']));
    expect(failed).toEqual(['receipt.signature', 'receipt.timestamp', 'receipt.address', 'sealed.whole', 'sealed.part.annex-1', 'opened.part.annex-1']);
    expect(await page.locator('#checks li').first().textContent()).toContain('✗ 不成立');
    await shot('changed-phone-dark');
    await page.setViewportSize({ width: 1100, height: 800 });
  });

  it('is reached by keys, takes anything, and never asks the network', async () => {
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('h1').textContent()).toBe('Tianping offline verifier');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pick');
    await give(file('x.bin', Buffer.alloc(2000, 0xff)), file('evil.json', '{"format":"tianping/evidence/1","bid":"<img src=x onerror=alert(1)>"}'), file('<b>.json', '['));
    expect(await verdict('fails')).toMatch(/^It does not hold/);
    await page.getByRole('button', { name: 'Remove all' }).click();
    await verdict('none');
    expect([errors, asked]).toEqual([[], []]);
  });
});
