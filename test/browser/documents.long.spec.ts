import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { atWork, type Committee, marks } from '../journeys/committee';
import { rows, send, until } from '../journeys/tools';
import { closeConnections, open, pastDeadline, type Played, publishedTender, roomView, startWorld, submitAll, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';
import { writePdf } from './pdf';

const REAL = join(__dirname, '../../../shared/data/pdf');
const real = (name: string) => (existsSync(join(REAL, name)) ? readFileSync(join(REAL, name)) : writePdf(2, () => name));
/** 1 × 1, grey. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB4iG8MwAAAABJRU5ErkJggg==', 'base64');
const GBK = Buffer.from([0xc6, 0xf3, 0xd2, 0xb5, 0xd2, 0xb5, 0xbc, 0xa8]); // 企业业绩

const DOCUMENTS = [
  {
    fileName: '投标文件（商务标和技术标，含施工组织设计、项目管理机构和拟投入的主要施工机械设备表）.pdf',
    content: writePdf(60, (page) => (page === 41 ? 'Qualification certificate' : `Page ${page}`)),
  },
  { fileName: '扫描件.pdf', content: real('SimFang-variant.pdf') },
  { fileName: '资质证书.png', content: PNG },
  { fileName: '业绩.txt', content: GBK },
  { fileName: '施工组织设计.docx', content: Buffer.from('PK\u0003\u0004') },
  { fileName: '加密.pdf', content: writePdf(2, (page) => `Locked page ${page}`, 'opensesame') },
];

withChromium('the committee reads what bidders sent', () => {
  let world: World;
  let browser: Browser;
  let at: Committee;
  let one: Person;
  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    const tender = await publishedTender(world, { title: '多件投标文件的标段（演示）' });
    const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000'], { documents: DOCUMENTS });
    await pastDeadline(world, tender);
    await open(world.office, tender as unknown as Played, bidders);
    at = await atWork(world, { tender, bidders });
    browser = await launch();
    one = await Person.at(browser, world.url, 'member');
    await one.signInAs(at.members[0]!.login);
    await one.goto(`/rooms/${encodeURIComponent(tender.code)}`);
  });
  afterAll(async () => {
    await one?.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  const file = (nth = 0) => one.page.getByLabel('选择文件').nth(nth);
  const choose = (value: string, nth = 0) => file(nth).selectOption(value);
  const inSight = ({ page }: Person) =>
    until(async () => {
      const box = await page.locator('.pdf-room').first().boundingBox();
      return (box && box.y >= 0 && box.y < page.viewportSize()!.height / 2) || undefined;
    });

  it('a PDF by pages, with its text: to page 57, and to the one place that is sought', async () => {
    await one.sees('/ 60 页');
    const page = one.page.getByLabel('页码');
    await page.fill('57');
    await page.press('Enter');
    await one.page.locator('.textLayer').getByText('Page 57', { exact: true }).waitFor();
    await one.fill('在文件中查找', 'qualification');
    await one.page.getByLabel('在文件中查找').press('Enter');
    await one.sees('第 1 处，共 1 处');
    await one.page.locator('.textLayer .highlight').first().waitFor();
    expect(await page.inputValue()).toBe('41');
    await one.click('放大');
    await one.look('documents-pdf');
    expect(await faultsOf(one.page, 'a PDF in the room')).toEqual([]);
  });

  it('the page is cited into the reason where the cursor stands, and its link leads back to it', async () => {
    const item = one.page.getByRole('group').filter({ hasText: '资格' }).first();
    await item.getByLabel('不合格', { exact: true }).check();
    const reason = one.page.getByLabel('理由').first();
    await reason.fill('证书已过期，应予否决。');
    await reason.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(5, 5));
    await one.click('引用本页');
    expect(await reason.inputValue()).toBe('证书已过期〔投标 1，正文，第 41 页〕，应予否决。');
    await choose('2/annex-2');
    await one.page.getByAltText('图片：资质证书.png').waitFor();
    // on a phone the document stands above the reasons; negative control: it opened there, out of sight
    const wide = one.page.viewportSize()!;
    await one.page.setViewportSize({ width: 360, height: 740 });
    await one.click('[投标 1，正文，第 41 页]');
    await one.page.locator('.textLayer').getByText('Qualification', { exact: false }).waitFor();
    expect(await file().inputValue()).toBe('1/body');
    await inSight(one);
    await one.page.setViewportSize(wide);
  });

  it('two bids side by side; texts in GBK, pictures, office files by download, a file with a password, a real one', async () => {
    await one.click('适合宽度');
    await one.click('并列打开另一份');
    // negative control: the page kept the width of the whole room, and half of it was out of sight
    const fits = () =>
      one.page
        .locator('.pdf-scroll')
        .first()
        .evaluate((room) => room.scrollWidth <= room.clientWidth && room.clientWidth < 500);
    await until(async () => (await fits()) || undefined);
    await choose('3/annex-3', 1);
    await one.sees('企业业绩');
    await one.look('documents-side-by-side');
    await choose('3/annex-4', 1);
    await one.sees('不能在页面中显示，请下载');
    const [download] = await Promise.all([one.page.waitForEvent('download'), one.page.getByRole('link', { name: '下载' }).nth(1).click()]);
    expect(download.suggestedFilename()).toBe('施工组织设计.docx');
    await choose('3/annex-1', 1);
    await one.page.locator('.reader-pane').nth(1).locator('canvas').first().waitFor();
    await one.look('documents-real');
    // negative control: told of its page once the viewer was there, not once the file was open, a page that nobody has seen is cited
    await choose('3/annex-5', 1);
    const second = one.page.locator('.reader-pane').nth(1);
    const cite = second.getByRole('button', { name: '引用本页' });
    const password = second.getByLabel(/此文件设有密码|密码不正确/);
    await second.getByText(/此文件设有密码/).waitFor();
    await one.look('documents-password');
    expect(await cite.count()).toBe(0);
    await password.fill('wrong');
    await second.getByRole('button', { name: '打开', exact: true }).click();
    await second.getByText(/密码不正确/).waitFor();
    expect(await cite.count()).toBe(0);
    await password.fill('opensesame');
    await password.press('Enter');
    await second.getByText('Locked page 1').waitFor();
    await cite.waitFor();
    await one.page.getByRole('button', { name: '关闭此栏' }).nth(1).click();
    expect(await one.page.locator('.reader-pane').count()).toBe(1);
    expect(one.errors).toEqual([]);
  });

  // negative control: without the seat asked for in readableTenderFile, the bidder and the neighbour read it too
  it('the tender’s own documents stand beside them, for those alone who sit here', async () => {
    const { tenderDocuments } = await at.members[0]!.client.get<{ tenderDocuments: { name: string }[] }>(`/api/tenders/${at.tender.tenderId}/evaluation`);
    await choose(`0/${tenderDocuments[0]!.name}`);
    await one.sees('招标文件（测试）');
    await one.look('documents-tender');
    expect(await faultsOf(one.page, 'the documents of the tender in the room')).toEqual([]);
    const path = `/api/evaluations/${at.evaluationId}/tender-documents/${tenderDocuments[0]!.name}`;
    const status = async ({ token }: { token?: string | undefined }) => (await send(world.url, 'GET', path, { token })).status;
    const seated = new Set(at.members.map(({ login }) => login));
    const neighbour = [...world.office.experts.values()].find(({ login }) => !seated.has(login))!;
    expect(await Promise.all([at.members[1]!.client, neighbour.client, at.bidders[0]!.client, { token: undefined }].map(status))).toEqual([200, 404, 403, 401]);
    expect(await rows(world, 'select 1 from tender_download where account_id in (select account_id from evaluation_member)')).toEqual([]);
    await choose('1/body');
  });

  it('in English too, and nothing of it reaches who has no seat', async () => {
    const bureau = await Person.at(browser, world.url, 'bureau');
    await bureau.signInAs('sb.officer.1');
    await bureau.goto(`/rooms/${encodeURIComponent(at.tender.code)}`);
    await bureau.sees('/ 60 页');
    await one.page.evaluate(() => localStorage.clear());
    const agency = await Person.at(browser, world.url, 'agency');
    await agency.signInAs('a1.officer.1');
    await agency.goto(`/rooms/${encodeURIComponent(at.tender.code)}`);
    await agency.page.waitForLoadState('networkidle');
    expect(await agency.page.getByLabel('选择文件').count()).toBe(0);
    expect((await roomView(at.members[0]!, at.tender.tenderId)).documents).toHaveLength(3);
  });

  // negative controls: opened by whether a page was ever asked for, the second link opened nothing once the documents had been folded away; and below the fold nobody saw the first
  it('from the report each link leads to its page, for the tenderer’s side too, also after the documents were folded away', async () => {
    const { evaluationId, members, tender } = at;
    const reason = '资质证书已过期〔投标 1，正文，第 41 页〕，业绩不符〔投标 1，附件 5〕';
    await Promise.all(members.map((member) => member.act('review.mark', { evaluationId, marks: marks(at, { '投标人-1': 'qualified' }, reason) })));
    await Promise.all(members.map((member) => member.act('evaluation.judge-competition', { evaluationId, continue: true, reason: '仍有竞争' })));
    await Promise.all(members.map((member) => member.act('score.hand-in', { evaluationId, scores: [], remarks: [] })));
    await one.page.reload();
    await one.sees('报告引用的页');
    await one.look('documents-report');
    await one.click('[投标 1，正文，第 41 页]');
    await one.page.locator('.textLayer').getByText('Qualification', { exact: false }).waitFor();
    await inSight(one);
    const { report } = await roomView(members[0]!, tender.tenderId);
    await Promise.all(members.map(async (member) => member.act('report.sign', { evaluationId, signature: await member.sign(report!) })));
    const agency = await Person.at(browser, world.url, 'agency-report');
    await agency.signInAs('a1.officer.1');
    await agency.goto(`/agency/tenders/${encodeURIComponent(tender.code)}`);
    await agency.click('[投标 1，正文，第 41 页]');
    await agency.page.locator('.textLayer').getByText('Qualification', { exact: false }).waitFor();
    await inSight(agency);
    await agency.look('documents-agency');
    await agency.page.locator('summary', { hasText: '查看投标文件' }).click();
    await agency.page.locator('.reader-pane').waitFor({ state: 'detached' });
    await agency.click('[投标 1，附件 5]');
    await agency.sees('此文件设有密码');
    expect([await faultsOf(agency.page, 'documents from the report'), agency.errors, one.errors]).toEqual([[], [], []]);
  });
});
