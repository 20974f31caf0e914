/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import { atWork, beforeRoom, type Committee, reviewed } from '../journeys/committee';
import { LOWEST_FIRST } from '../journeys/plans';
import { rows, until } from '../journeys/tools';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium, wholeBrowser } from './browser';

/** What may stay: how pages look on this device. */
const OF_THE_DEVICE = ['tianping.settings', 'theme', 'large'];

/** Everything that this browser keeps for the platform's pages, by the name of its place. */
async function keptBy({ page }: Person): Promise<string[]> {
  return page.evaluate(async (device) => {
    const local = Object.keys(localStorage).filter((key) => !device.includes(key));
    const databases = (await indexedDB.databases()).map(({ name }) => `database ${name}`);
    return [...local.map((key) => `local ${key}`), ...Object.keys(sessionStorage).map((key) => `session ${key}`), ...databases, ...(await caches.keys()).map((name) => `cache ${name}`)];
  }, OF_THE_DEVICE);
}

const plant = ({ page }: Person) =>
  page.evaluate(async () => {
    localStorage.setItem('tianping.draft.planted', '{"value":"某人的话"}');
    sessionStorage.setItem('planted', '某人的话');
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('planted', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('texts');
      opening.onerror = () => reject(opening.error!);
      opening.onsuccess = () => {
        opening.result.close();
        resolve();
      };
    });
    await (await caches.open('planted')).put('/planted', new Response('某人的话'));
  });

withChromium('drafts lie at the server, and nothing of a person in the browser', () => {
  let world: World;
  let browser: Browser;
  let at: Committee;
  const people: Person[] = [];
  const sit = async (login: string, name = login): Promise<Person> => {
    const one = await Person.at(browser, world.url, name);
    people.push(one);
    await one.signInAs(login);
    return one;
  };
  const room = () => `/rooms/${encodeURIComponent(at.tender.code)}`;
  const reason = (one: Person) => one.page.getByLabel('理由').first();
  const failFirst = async (one: Person, text: string) => {
    await one.page.getByLabel('不合格', { exact: true }).first().check();
    await reason(one).fill(text);
  };
  const saved = (one: Person) => one.page.getByText(/^已保存 \d/).waitFor();
  const stored = async () => (await rows<{ text: string }>(world, 'select fields::text as text from evaluation_draft')).map(({ text }) => text).join();
  const signOut = async (one: Person, from: string) => {
    await one.goto(from);
    await one.click('退出');
    await one.page.waitForURL(/\/login/);
  };

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    at = await atWork(world, await beforeRoom(world, ['950000000', '940000000', '930000000'], { title: '草稿保存的标段（演示）' }));
    browser = await launch();
  });
  afterAll(async () => {
    for (const one of people) await one.shoot();
    for (const one of [browser, ...people.map(({ context }) => context.browser())]) await one?.close();
    await world?.stop();
    await closeConnections();
  });

  it('what a member types is saved by itself, said so, and goes on at another device', async () => {
    const desk = await sit(at.members[0]!.login, 'desk');
    await desk.goto(room());
    await failFirst(desk, '资质证书已过期');
    await saved(desk);
    expect(await stored()).toContain('资质证书已过期');
    expect(await keptBy(desk)).toEqual([]);
    await desk.look('draft-saved');
    const other = await sit(at.members[0]!.login, 'laptop');
    await other.goto(room());
    await other.page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({ value }) => value === '资质证书已过期'));
    await reason(other).fill('资质证书已过期，且未附延续申请');
    await until(async () => (await reason(desk).inputValue()) === '资质证书已过期，且未附延续申请'); // the first device hears of it
  });

  it('two pages that type into one field at once lose neither text: both are shown, and the person says which', async () => {
    const [desk, laptop] = people as [Person, Person];
    await laptop.context.setOffline(true);
    await reason(laptop).fill('甲的写法');
    await laptop.sees(/没有保存成功/);
    expect(await reason(laptop).inputValue()).toBe('甲的写法');
    await laptop.look('draft-failed');
    await reason(desk).fill('乙的写法');
    await saved(desk);
    await until(async () => (await stored()).includes('乙的写法'));
    await laptop.context.setOffline(false);
    await laptop.sees('已在您的另一个页面或设备上改为');
    await laptop.look('draft-newer');
    expect(await faultsOf(laptop.page, 'two texts of one field')).toEqual([]);
    expect([await reason(laptop).inputValue(), await stored()]).toEqual(['甲的写法', expect.stringContaining('乙的写法')]);
    await laptop.click('保留本页的');
    await until(async () => (await stored()).includes('甲的写法'));
    await until(async () => (await reason(desk).inputValue()) === '甲的写法');
  });

  it('after a sign-out nothing of the person is in the browser, and the next at the desk sees nothing of him', async () => {
    const [desk, laptop] = people as [Person, Person];
    await reason(desk).fill('退出前一刻写的话'); // not saved yet: signing out saves it
    await plant(desk);
    expect((await keptBy(desk)).sort()).toEqual(['cache planted', 'database planted', 'local tianping.draft.planted', 'session planted']); // negative control: what is there is found
    await signOut(desk, '/expert');
    expect(await keptBy(desk)).toEqual([]);
    await until(async () => (await stored()).includes('退出前一刻写的话'));
    await desk.signInAs(at.members[1]!.login);
    await desk.goto(room());
    await desk.page.getByLabel('不合格', { exact: true }).first().check();
    expect(await reason(desk).inputValue()).toBe('');
    expect(await desk.page.content()).not.toContain('退出前一刻写的话');
    await laptop.page.bringToFront();
  });

  (wholeBrowser ? it : it.skip)('the way back after a sign-out leads to nobody’s page, though the browser keeps pages for it', async () => {
    const keeping = await launch({ executablePath: wholeBrowser!, ignoreDefaultArgs: ['--disable-back-forward-cache'] }); // as people’s browsers do
    const one = await Person.at(keeping, world.url, 'way-back');
    people.push(one);
    const leave = () => one.page.evaluate(() => Object.assign(globalThis, { leftBehind: '某人的话' }));
    const back = () => one.page.evaluate(() => void setTimeout(() => history.back()));
    await one.goto('/');
    await leave();
    await one.goto('/login');
    await back();
    await one.page.waitForFunction(() => 'leftBehind' in globalThis); // negative control: a page of the portal comes back as it was; so did the workspace while its shell said `no-cache`
    await one.goto('/login');
    await one.signInAs('a1.officer.1');
    await one.goto('/agency');
    await one.button('退出').waitFor();
    await leave();
    await one.click('退出');
    await one.page.waitForURL(/\/login$/);
    await back();
    await one.page.waitForURL(/\/login\?next/);
    expect(await one.page.evaluate(() => 'leftBehind' in globalThis)).toBe(false);
  });

  it('two tabs of one browser: when one signs out the other shows nothing any more', async () => {
    const laptop = people[1]!;
    const tab = await laptop.context.newPage();
    await tab.goto(`${world.url}/expert`);
    // negative control: while the answer was not asked for, the page went to the sign-in, and the next at the desk was signed in as him
    await tab.getByRole('button', { name: '退出' }).first().waitFor();
    await laptop.context.setOffline(true);
    await tab.getByRole('button', { name: '退出' }).first().click();
    await tab.getByText('您仍处于登录状态').waitFor();
    if (process.env['SHOTS']) await tab.screenshot({ path: `${process.env['SHOTS']}/not-signed-out.png` });
    await laptop.context.setOffline(false);
    await tab.getByRole('button', { name: '重试' }).first().click();
    await laptop.page.waitForURL(/\/login/);
    expect(await laptop.page.content()).not.toContain('退出前一刻写的话');
    expect(await keptBy(laptop)).toEqual([]);
    await tab.close();
  });

  it('whoever leaves his seat leaves nothing either', async () => {
    const desk = people[0]!;
    await reason(desk).fill('离席的人写的话');
    await saved(desk);
    await desk.page.locator('summary').filter({ hasText: '我不能继续评标' }).click();
    await desk.page.locator('details[open]').getByLabel('健康等原因不能继续').first().check();
    await desk.page.locator('details[open]').getByLabel('理由').fill('突发高烧');
    await desk.click('退出评标');
    await desk.click('确定退出评标');
    await desk.sees('您在本项目的评审已结束');
    expect([await keptBy(desk), (await stored()).includes('离席的人写的话'), (await desk.page.content()).includes('离席的人写的话')]).toEqual([[], false, false]);
  });

  it('points typed in two tabs are all handed in, from either', async () => {
    const scored = await atWork(world, await beforeRoom(world, ['950000000', '940000000', '930000000'], { title: '打分的标段（演示）', plan: LOWEST_FIRST }));
    await reviewed(scored);
    const member = await sit(scored.members[2]!.login, 'scorer');
    const path = `/rooms/${encodeURIComponent(scored.tender.code)}`;
    await member.goto(path);
    const tab = await member.context.newPage();
    await tab.goto(world.url + path);
    const fields = (page: Page) => page.locator('input[data-score]');
    // by the keyboard alone; negative control: the button did nothing, and Enter ended at the last field of one bid
    const at = () => member.page.evaluate(() => `${document.querySelector('.room-bids button[aria-pressed=true]')?.textContent?.[0]} ${document.activeElement?.id.split('/').at(-1)}`);
    await member.button('提交评分').focus();
    await member.page.keyboard.press('Enter');
    expect(await at()).toBe('1 scheme');
    await member.page.keyboard.type('31');
    expect(await fields(member.page).first().getAttribute('aria-describedby')).toContain('error');
    for (const typed of ['Backspace', 'Backspace', '2', '0', 'Enter', '5', 'Enter']) await member.page.keyboard.press(typed);
    expect(await at()).toBe('2 scheme');
    await member.page.locator('.room-bids button').first().click();
    await fields(member.page).first().fill('20');
    await fields(tab).nth(1).fill('５'); // full-width
    for (const page of [member.page, tab]) await until(async () => (await fields(page).first().inputValue()) === '20' && (await fields(page).nth(1).inputValue()) === '５');
    for (const bid of await member.page.locator('.room-bids button').all()) {
      await bid.click();
      await fields(member.page).first().fill('20');
      await fields(member.page).nth(1).fill('5');
    }
    await member.look('draft-scoring');
    expect(await faultsOf(member.page, 'scoring')).toEqual([]);
    await member.click('提交评分');
    await member.sees('评分已提交');
    await until(async () => (await member.page.evaluate(() => (document.activeElement as HTMLElement).innerText)).includes('评分已提交') || undefined); // negative control: the focus fell to the top of the page
    await tab.getByText('评分已提交').first().waitFor();
    const [row] = await rows<{ scores: { score: string }[] }>(world, `select m.sheet->'scores' as scores from evaluation_member m where m.evaluation_id = $1 and m.handed_in_at is not null`, [
      scored.evaluationId,
    ]);
    expect(row!.scores.map(({ score }) => score)).toEqual(['20', '5', '20', '5', '20', '5']);
    await tab.close();
  });

  it('a form of the agency: kept over a reload, gone from the browser with the sign-out, there again for him and for nobody else', async () => {
    const officer = await sit('a1.officer.1');
    await officer.goto('/agency/projects/new');
    await officer.fill('项目名称', '草稿里的道路工程');
    await saved(officer);
    await officer.page.reload();
    await until(async () => (await officer.page.getByLabel('项目名称').first().inputValue()) === '草稿里的道路工程');
    await officer.look('draft-form');
    const typed = () => officer.page.getByLabel('项目名称').first().inputValue();
    // negative control: the Tab and the Enter that were meant for the button after it threw the text away, here and at the server
    await officer.button('放弃并重新填写').focus();
    await officer.page.keyboard.press('Enter');
    await officer.sees('填写的内容将全部清除，不能恢复。');
    await officer.look('draft-discard');
    expect(await faultsOf(officer.page, 'discarding')).toEqual([]);
    await officer.page.keyboard.press('Enter'); // 返回修改
    expect([await typed(), await officer.page.evaluate(() => (document.activeElement as HTMLElement).innerText)]).toEqual(['草稿里的道路工程', '放弃并重新填写']);
    await officer.page.keyboard.press('Enter');
    await officer.click('确定放弃');
    await until(async () => (await typed().catch(() => '')) === '' && (await rows(world, 'select 1 from account_draft where fields::text like $1', ['%草稿里的道路工程%'])).length === 0);
    await officer.page.waitForLoadState('networkidle');
    await officer.fill('项目名称', '草稿里的道路工程');
    await saved(officer);
    const cookies = async () => (await officer.context.cookies()).map(({ name }) => name);
    expect(await cookies()).toEqual(['tianping_session']); // negative control
    await signOut(officer, '/agency');
    expect([await keptBy(officer), await cookies()]).toEqual([[], []]);
    await officer.signInAs('t1.officer.1');
    await officer.goto('/agency/projects/new');
    await officer.page.waitForLoadState('networkidle');
    expect(await officer.page.content()).not.toContain('草稿里的道路工程');
    expect(people.flatMap(({ errors }) => errors).filter((error) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(error))).toEqual([]);
  });
});
