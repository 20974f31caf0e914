import type { Browser, Page, Route } from 'playwright-core';
import { makeIdentityNumber, makeUscc } from '@kernel';
import { signInWithKey } from '../../apps/cli/src/play/people';
import { rows, until } from '../journeys/tools';
import { type Bidder, closeConnections, pastDeadline, type Published, publishedTender, registerBidder, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

const file = (name: string, text = name) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
const PIECES = '**/api/uploads/*?offset=*';

withChromium('the page on which a bid is made', () => {
  let world: World;
  let browser: Browser;
  let tender: Published;
  let bidder: Person;
  let own: Bidder;
  beforeAll(async () => {
    world = await startWorld();
    tender = await publishedTender(world, { ceilingFen: '1000000000' });
    browser = await launch();
    const firm = { name: '墨池建工（演示）', uscc: makeUscc({ kind: '91', region: '990100', body: 'MATK9004' }), region: '990100', login: 'bidder-9004' };
    own = await registerBidder(world.office, { ...firm, identityNumber: makeIdentityNumber({ region: '990102', birth: '1982-02-02', serial: '904' }) }, { kept: true });
    await own.client.post(`/api/tenders/${tender.tenderId}/uploads`, { size: 1000 }); // left over from another day
    bidder = await Person.at(browser, world.url, 'bid-page');
    await bidder.signInAs('bidder-9004');
    await bidder.follow(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
  });
  afterAll(async () => {
    await bidder?.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  const rowsOf = () => bidder.page.locator('.bid-files li > span:first-child').allInnerTexts();

  // negative control: with what is chosen in place of what was there, only the last choice stands
  it('files come from more than one folder, one by one; each can go, and each can be the bid', async () => {
    const { page } = bidder;
    await bidder.sees('尚未递交的上传');
    const input = page.locator('#files');
    await input.setInputFiles([file('报价说明.docx'), file('空.pdf', ''), file('施工组织\u202Exfdp.docx')]);
    await input.setInputFiles([file('投标函.pdf'), file('宏.docm')]);
    await bidder.fill('投标报价', '9500000');
    await bidder.fill('工期（日历天）', '300');
    await bidder.click('本机加密并上传');
    await bidder.sees('文件“空.pdf”是空的');
    await bidder.look('bid-page-refused');
    await bidder.click('移除：空.pdf');
    await page.getByText('文件“空.pdf”是空的').waitFor({ state: 'detached' });
    await bidder.click('移除：宏.docm');
    await bidder.click('作为正文：投标函.pdf');
    await bidder.sees('虽以 .pdf 结尾，但不是 PDF'); // negative control: nobody said so before the committee could not open it
    await bidder.look('bid-page-doubt');
    // negative control: the name as it came, which shows itself as 施工组织xcod.pdfx
    expect(await rowsOf()).toEqual(['投标文件 投标函.pdf 13 B', '附件 1 报价说明.docx 17 B', '附件 2 施工组织_xfdp.docx 24 B']);
    expect(await faultsOf(page, 'files of a bid')).toEqual([]);
    expect(await page.getByRole('link', { name: '待办', exact: true }).getAttribute('aria-current')).toBeNull(); // negative control: every page of a bidder counted as his home
  });

  // negative controls: without the guard the link leads away, and the keys with it; with the list of leftovers beside it the page’s own upload is offered to be given up
  it('nobody leaves an upload unasked, by link or by reload; what goes on here is not told to be lost', async () => {
    const { page } = bidder;
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const hold = (route: Route) => held.then(() => route.continue());
    await page.route(PIECES, hold);
    await bidder.click('本机加密并上传');
    await bidder.sees('上传中，尚未递交');
    await bidder.link('我的投标').click();
    await bidder.sees('这份投标尚未递交。离开本页');
    await bidder.look('bid-page-leaving');
    expect(await faultsOf(page, 'leaving a bid')).toEqual([]);
    await bidder.click('留在本页');
    const [dialog] = await Promise.all([page.waitForEvent('dialog'), page.evaluate(() => void setTimeout(() => location.reload()))]);
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    expect(await page.getByRole('heading', { name: '尚未递交的上传' }).count()).toBe(0);
    await bidder.click('暂停');
    await bidder.sees('已暂停，尚未递交');
    await bidder.look('bid-page-paused');
    await bidder.click('继续');
    go();
    await bidder.sees('已上传，尚未递交');
    expect(await page.getByRole('heading', { name: '尚未递交的上传' }).count()).toBe(0);
  });

  it('what is signed is shown whole, and can be changed; a bid that was withdrawn is said to be so', async () => {
    const { page } = bidder;
    await bidder.sees('递交前检查');
    await page.getByText('工期（日历天）').waitFor(); // negative control: it was signed and not shown
    await page.getByRole('cell', { name: '附件 2' }).waitFor();
    await bidder.look('bid-page-check');
    await bidder.click('返回修改');
    await bidder.sees('尚未递交的上传'); // now it is a leftover
    expect(await page.getByLabel('投标报价').inputValue()).toBe('9500000');
    expect(await rowsOf()).toHaveLength(3);
    await bidder.click('本机加密并上传');
    await bidder.sees('递交前检查');
    await Promise.all([page.waitForEvent('download'), bidder.click('下载密钥文件')]);
    await page.getByLabel('我已检查报价、文件和版本').check();
    await bidder.click('签名并递交');
    await bidder.sees(/^回执 R/); // and is not asked whether he wants to leave
    await page
      .locator('main time')
      .filter({ hasText: /\d\d:\d\d:\d\d（北京时间）/ })
      .first()
      .waitFor();
    await bidder.follow(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
    await bidder.click('撤回投标');
    await page.getByRole('button', { name: '不撤回' }).waitFor();
    await page.getByRole('button', { name: '撤回投标' }).last().click();
    await page.getByText(/^第 1 版（回执 R.*已撤回，本标段现在没有您的投标/).waitFor(); // negative control: the empty form alone
    await until(async () => (await page.evaluate(() => (document.activeElement as HTMLElement).innerText)).startsWith('第 1 版') || undefined); // negative control: the focus fell to the top of the page
    await bidder.look('bid-page-withdrawn');
    expect(await faultsOf(page, 'a withdrawn bid')).toEqual([]);
    expect(bidder.errors).toEqual([]);
  });

  /** From the empty form to the check page, with everything that signing asks for. */
  const readyToSign = async (page: Page) => {
    await page.getByLabel('投标报价').fill('9400000');
    await page.locator('#files').setInputFiles([file('投标函.txt')]);
    await page.getByRole('button', { name: '本机加密并上传' }).click();
    await page.getByText('已上传，尚未递交').waitFor();
    const demo = page.getByRole('button', { name: '使用演示证书' });
    await demo
      .or(page.getByRole('heading', { name: '递交前检查' }))
      .first()
      .waitFor();
    if (await demo.isVisible()) await demo.click();
    await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载密钥文件' }).click()]);
    await page.getByLabel('我已检查报价、文件和版本').check();
  };

  const cut = (route: Route) => route.abort('connectionreset');
  const lose = async (route: Route) => {
    await route.fetch();
    await cut(route);
  };
  /** The bid arrives, and its answer does not; nor does what the page asks after it. */
  const loseAnswer = async (page: Page) => {
    await page.route('**/api/tenders/*/bids/mine', cut);
    await page.route('**/api/tenders/*/bids', lose);
    await bidder.click('签名并递交');
    await bidder.sees('这份投标可能已经递交');
  };

  // negative control: without asking, the page says for ever that the line was cut, and goes back to a form on which nothing was submitted
  it('a bid whose answer was lost may be there, and its receipt comes by itself once the line is back', async () => {
    const { page } = bidder;
    await readyToSign(page);
    await loseAnswer(page);
    await bidder.look('bid-page-unanswered');
    await page.unroute('**/api/tenders/*/bids/mine', cut);
    await page.unroute('**/api/tenders/*/bids', lose);
    await bidder.sees(/^回执 R/);
    bidder.errors.splice(0); // of the requests that were cut here
  });

  // negative control: signed anew, the second press is another request under the same key, and is refused as that (422)
  it('and pressing again counts once, and gives the same receipt', async () => {
    const { page } = bidder;
    await bidder.follow(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
    await bidder.click('替换');
    await readyToSign(page);
    await loseAnswer(page);
    await page.unroute('**/api/tenders/*/bids', lose);
    const [answer] = await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST' && one.url().endsWith('/bids')), bidder.click('签名并递交')]);
    await page.unroute('**/api/tenders/*/bids/mine', cut);
    const { receiptCode } = (await answer.json()) as { receiptCode: string };
    const bids = await rows<{ code: string }>(world, `select receipt_code as code from bid where tender_id = $1 and status = 'sealed'`, [tender.tenderId]);
    expect([answer.status(), bids]).toEqual([201, [{ code: receiptCode }]]);
    await bidder.sees(`回执 ${receiptCode}`);
    bidder.errors.splice(0); // of the requests that were cut here
  });

  // negative control: kept by number of version, the keys of the refused one take the place of those that open the bid
  it('a second window whose version came too late leaves the keys of the bid alone', async () => {
    const { page, context } = bidder;
    const path = `/bidder/tenders/${encodeURIComponent(tender.code)}/bid`;
    const other = await context.newPage();
    await other.goto(world.url + path);
    await other.getByRole('button', { name: '替换' }).click();
    await bidder.follow(path);
    await bidder.click('替换');
    await readyToSign(other);
    await readyToSign(page);
    await bidder.click('签名并递交');
    await bidder.sees(/^回执 R/);
    await other.getByRole('button', { name: '签名并递交' }).click();
    await other.getByText('清单中的版本号为').waitFor();
    await other.close();
    const [bid] = await rows<{ cipher: string }>(world, `select cipher_sha256 as cipher from bid where tender_id = $1 and status = 'sealed'`, [tender.tenderId]);
    const ids = await page.evaluate(async () => {
      const answerOf = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const db = await answerOf(indexedDB.open('tianping'));
      return answerOf(db.transaction('bid-keys').objectStore('bid-keys').getAllKeys());
    });
    expect(ids).toContain(`${tender.tenderId}/${bid!.cipher}`);
    expect(bidder.errors).toEqual([]);
  });

  const pageOf = ({ code }: Published) => `/bidder/tenders/${encodeURIComponent(code)}/bid`;
  /** By way of another page: the form of the last tender, which looks alike, is gone. */
  const openBid = async (of: Published) => {
    await bidder.follow('/bidder/bids');
    await bidder.page.getByRole('heading', { name: '我的投标' }).waitFor();
    await bidder.follow(pageOf(of));
    await bidder.page.getByRole('heading', { name: /^投标：/ }).waitFor();
  };
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click();

  it('what is missing has the focus, wherever the button stands; a number that is refused reads its limit', async () => {
    const { page } = bidder;
    const other = await publishedTender(world);
    await openBid(other);
    await page.locator('#files').setInputFiles(Array.from({ length: 30 }, (_, i) => file(`附件-${i}.txt`)));
    await bidder.fill('工期（日历天）', '36501');
    const focus = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name);
    await bidder.click('本机加密并上传');
    await bidder.sees('请填写报价');
    expect(await focus()).toBe('price'); // negative control: below thirty files nothing seemed to happen
    await bidder.fill('投标报价', '9500000');
    await bidder.click('本机加密并上传');
    await bidder.sees('工期应为 1–36500 的整数');
    expect(await focus()).toBe('days');
    await bidder.fill('工期（日历天）', '36500');
    await page.locator('#files').setInputFiles([file('空.txt', '')]);
    await bidder.click('本机加密并上传');
    await bidder.sees('文件“空.txt”是空的');
    expect(await focus()).toBe('files');
    await bidder.look('bid-page-faults');
    expect(await faultsOf(page, 'faults of a bid')).toEqual([]);
  });

  it('a form stays under a suspension that came later, and so does what waits for a signature; both go on after it', async () => {
    const { page } = bidder;
    const other = await publishedTender(world, { title: '填写时被暂停的标段（演示）' });
    const under = page.getByText('解除之前不能提问、下载文件、递交投标');
    const hold = async () => {
      const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${other.projectId}/holds`, { reason: '投诉调查' });
      await under.waitFor();
      return async () => {
        await world.office.bureau.post(`/api/holds/${holdId}/lift`);
        await under.waitFor({ state: 'detached' });
      };
    };
    const price = page.getByLabel('投标报价');
    await openBid(other);
    await price.fill('9300000');
    await page.locator('#files').setInputFiles([file('投标函.txt')]);
    let lift = await hold();
    // negative control: offered by whether it is stopped now, the form is gone, and what was typed with it
    expect([await price.inputValue(), await rowsOf()]).toEqual(['9300000', ['投标文件 投标函.txt 13 B']]);
    await bidder.click('本机加密并上传');
    await bidder.sees('项目已暂停：投诉调查');
    await bidder.look('bid-page-held');
    expect(await faultsOf(page, 'a form under a suspension')).toEqual([]);
    await bidder.click('重新开始');
    expect([await price.inputValue(), await rowsOf()]).toEqual(['9300000', ['投标文件 投标函.txt 13 B']]);
    // negative control: by whether it was stopped at first, one that was offered after a first suspension goes with a second
    await openBid(other);
    await under.waitFor();
    expect(await price.count()).toBe(0);
    await lift();
    await price.fill('9300000');
    lift = await hold();
    expect(await price.inputValue()).toBe('9300000');
    await lift();
    await readyToSign(page);
    lift = await hold();
    await press(page, '签名并递交');
    await bidder.sees('项目已暂停：投诉调查');
    await bidder.look('bid-page-held-check');
    // the receipt of a bid under a suspension counts down to nothing
    await lift();
    await press(page, '签名并递交');
    await bidder.sees(/^回执 R/);
    await page.getByRole('timer').first().waitFor();
    await openBid(other);
    await hold();
    await bidder.click('查看回执');
    await bidder.sees('截止时的承诺');
    await page.getByRole('timer').first().waitFor({ state: 'detached' }); // negative control: it counted down to a deadline that stood still
    expect(bidder.errors).toEqual([]);
  });

  // negative control: with the language as a key above the page it began anew: the form empty, the upload and its keys gone, and nobody was asked
  it('another language leaves what is typed, and what waits for its signature', async () => {
    const { page } = bidder;
    const other = await publishedTender(world);
    await openBid(other);
    await bidder.fill('投标报价', '9300000');
    await page.locator('#files').setInputFiles([file('投标函.txt')]);
    await bidder.click('English');
    await bidder.sees('Prepare the bid');
    expect([await page.getByLabel('Bid price').inputValue(), await page.getByText('投标函.txt').count()]).toEqual(['9300000', 1]);
    await bidder.click('Seal here and upload');
    await bidder.sees('Uploaded, not submitted');
    await bidder.look('bid-page-check-en');
    await bidder.click('中文');
    await bidder.sees('已上传，尚未递交');
    expect(await page.title()).toMatch(/^【未递交】/);
    await bidder.link('我的投标').click();
    await bidder.click('离开');
    expect(bidder.errors).toEqual([]);
  });

  it('an answer that comes after the deadline is waited for; what came too late is told, and stays to be read', async () => {
    const { page, context } = bidder;
    const title = '截止时仍在递交的标段（演示）';
    const [arrives, late] = [await publishedTender(world, { title }), await publishedTender(world, { title })];
    const at = async (of: Published) => {
      const window = await context.newPage();
      await window.goto(world.url + pageOf(of));
      return window;
    };
    const over = (window: Page) => window.getByText('该标段已不接收投标').waitFor();
    // a version in force, one that waits for its signature, and a withdrawal, when the deadline comes
    await openBid(late);
    await readyToSign(page);
    await press(page, '签名并递交');
    await bidder.sees(/^回执 R/);
    const [second, withdrawing] = [await at(late), await at(late)];
    await press(second, '替换');
    await readyToSign(second);
    await press(withdrawing, '撤回投标');
    await openBid(arrives);
    await readyToSign(page);
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/tenders/*/bids', async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    await press(page, '签名并递交');
    await until(async () => (await rows(world, 'select 1 from bid where tender_id = $1', [arrives.tenderId]))[0]);
    await withdrawing.route('**/bids/withdraw', async (route) => {
      await pastDeadline(world, late);
      await route.continue();
    });
    await press(withdrawing, '撤回投标');
    await withdrawing.getByText('不能再撤回；您的投标仍然有效').waitFor();
    await over(withdrawing);
    expect(await withdrawing.getByText('不能再撤回；您的投标仍然有效').count()).toBe(1); // negative control: with the next look at the tender it was gone
    await over(page);
    expect(await page.getByText('已上传，尚未递交').count()).toBe(1); // negative control: with the deadline the page that waits was gone
    await bidder.look('bid-page-after-deadline');
    answer();
    await bidder.sees(/^回执 R/);
    await over(second);
    await press(second, '签名并递交');
    await second.getByText('逾期送达的投标文件平台拒收').waitFor();
    await press(second, '返回修改');
    await second.getByText('逾期送达的投标文件平台拒收').waitFor({ state: 'detached' });
    expect(await second.getByLabel('投标报价').count()).toBe(0); // negative control: another upload was offered, to be refused
    await second.getByText('已递交', { exact: true }).first().waitFor();
    await Promise.all([second, withdrawing].map((window) => window.close()));
    expect(bidder.errors).toEqual([]);
  });

  // negative control: the upload failed, and what had arrived was sealed and sent anew
  it('a session that ends during an upload is begun again over the page, and the upload goes on', async () => {
    const { page, context } = bidder;
    await openBid(await publishedTender(world));
    await page.route(PIECES, async (route) => {
      await rows(world, 'update session set ended_at = clock_timestamp() where ended_at is null and account_id = (select id from account where login = $1)', [own.firm.login]);
      await route.continue();
      await page.unroute(PIECES);
    });
    await bidder.fill('投标报价', '9300000');
    await page.locator('#files').setInputFiles([file('投标函.txt')]);
    await bidder.click('本机加密并上传');
    await bidder.sees('登录已结束');
    const { token } = await signInWithKey(world.url, own.firm.login, own.identity);
    await context.addCookies([{ name: 'tianping_session', value: token!, url: world.url }]);
    await bidder.sees('已上传，尚未递交');
    expect(bidder.errors).toEqual([]);
  });
});
