import type { Browser } from 'playwright-core';
import { makeIdentityNumber, makeUscc } from '@kernel';
import { closeConnections, publishedTender, registerBidder, startWorld, submitAll, type World } from '../journeys/world';
import { until } from '../journeys/tools';
import { faultsOf, launch, Person, withChromium } from './browser';

/** The pages of each workspace's main path, with a heading that shows that the page is there. */
const PATHS: Record<string, readonly (readonly [path: string, heading: string])[]> = {
  'a1.officer.1': [
    ['/agency', 'To do'],
    ['/agency/projects', 'Projects'],
    ['/agency/projects/new', 'Project entry'],
    ['/agency/tenders', 'Tenders'],
    ['/agency/approvals', 'Approvals'],
    ['/account', 'Account'],
  ],
  'bidder-9001': [
    ['/bidder', 'To do'],
    ['/bidder/find', 'Find tenders'],
    ['/bidder/bids', 'My bids'],
    ['/bidder/firm', 'Firm and certificate'],
  ],
  'e01.expert': [
    ['/expert', 'Today'],
    ['/expert/invitations', 'Invitations'],
    ['/expert/interests', 'Ties to firms'],
  ],
  'sb.officer.1': [
    ['/supervisor', 'To do'],
    ['/supervisor/live', 'Live'],
    ['/supervisor/projects', 'Projects and audit'],
    ['/supervisor/figures', 'Figures'],
    ['/supervisor/wall', 'Public resource trading today'],
  ],
  'tc.hall.1': [
    ['/venue', 'To do'],
    ['/venue/sessions', 'Today'],
    ['/venue/rooms', 'Rooms and seats'],
  ],
  'sys.system.1': [
    ['/admin', 'Health'],
    ['/admin/roles', 'Roles'],
    ['/admin/authorities', 'Authorities'],
    ['/admin/certificates', 'Certificates'],
    ['/admin/rulesets', 'Rulesets'],
    ['/admin/jobs', 'Jobs'],
  ],
  'sys.security.1': [
    ['/admin/people', 'People'],
    ['/admin/authorities', 'Authorities'],
  ],
  't1.key.1': [
    ['/trustee', 'To do'],
    ['/account/certificates', 'My certificates'],
  ],
};

withChromium('each workspace in English, and by keyboard', () => {
  let world: World;
  let browser: Browser;
  let tenderCode = '';

  beforeAll(async () => {
    world = await startWorld({ experts: 1, env: { RUN_JOBS: 'true' } });
    const tender = await publishedTender(world, { title: `<b>${'很长的名称'.repeat(30)}</b> 🏗 "quoted"` });
    await submitAll(world, tender, ['900000000']);
    tenderCode = tender.code;
    await registerKept(world);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  /** Texts of the program itself that are still Chinese: what people wrote stands in <bdi> and does not count. */
  const hanOf = (one: Person) =>
    one.page.evaluate(() =>
      [...document.querySelectorAll('h1,h2,h3,th,label,legend,button,summary,nav a,.help,.meta,.banner,.empty')]
        .filter((element) => !element.closest('bdi,[lang=zh-CN],.who') && (element as HTMLElement).innerText)
        .map((element) => {
          const copy = element.cloneNode(true) as HTMLElement;
          for (const foreign of copy.querySelectorAll('bdi,[lang=zh-CN]')) foreign.remove();
          return copy.textContent ?? '';
        })
        .filter((text) => /\p{Script=Han}/u.test(text)),
    );

  it.each(Object.entries(PATHS))(
    '%s',
    async (login, pages) => {
      const one = await Person.at(browser, world.url, login);
      await one.goto('/login?lang=en');
      await one.page.getByRole('button', { name: new RegExp(`${login.replaceAll('.', '[.]')}$`) }).click();
      await one.page.waitForURL((url) => !url.pathname.startsWith('/login'));
      for (const [path, heading] of pages) {
        await one.follow(path);
        await one.page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await one.page.waitForLoadState('networkidle');
        expect({ path, han: await hanOf(one) }).toEqual({ path, han: [] });
        expect(await faultsOf(one.page, path)).toEqual([]);
      }
      expect(one.errors).toEqual([]);
      await one.context.close();
    },
    200_000,
  );

  it('hostile names are text, on the portal and in a workspace, and no page grows by them', async () => {
    const one = await Person.at(browser, world.url, 'reader');
    for (const path of ['/', '/tenders', `/tenders/${encodeURIComponent(tenderCode)}`, `/en/tenders/${encodeURIComponent(tenderCode)}`]) {
      await one.goto(path);
      expect(await one.page.getByText('<b>很长的名称').count()).toBeGreaterThan(0);
      expect(await one.page.locator('main b').count()).toBe(0);
      expect(await faultsOf(one.page, path)).toEqual([]);
    }
    await one.signInAs('a1.officer.1');
    await one.follow(`/agency/tenders/${encodeURIComponent(tenderCode)}`);
    await one.sees('<b>很长的名称');
    expect(await faultsOf(one.page, 'tender with a hostile name')).toEqual([]);
    expect(one.errors).toEqual([]);
  }, 200_000);

  // negative control: with the language of the link forgotten, the page is Chinese again
  it('who came by an English link reads English after a reload, and in a hall', async () => {
    const one = await Person.at(browser, world.url, 'english-link');
    await one.goto('/login?lang=en');
    await one.page.getByRole('button', { name: /a1[.]officer[.]1$/ }).click();
    await one.page.waitForURL((url) => !url.pathname.startsWith('/login'));
    await one.goto(`/openings/${encodeURIComponent(tenderCode)}`);
    await one.page.getByRole('heading', { level: 1, name: /^Opening hall/ }).waitFor();
    expect(one.errors).toEqual([]);
  });

  it('by keyboard alone: sign in, every stop visible, menu, form', async () => {
    const one = await Person.at(browser, world.url, 'keyboard');
    await one.goto('/login');
    const { keyboard } = one.page;
    await one.page.getByRole('tab', { name: '证书登录' }).waitFor();
    // The body has the focus while nothing else has, and its text is the whole page's.
    const focused = () =>
      one.page.evaluate(() => {
        const at = document.activeElement as HTMLElement | null;
        return !at || at === document.body ? '' : at.innerText || at.getAttribute('aria-label') || at.id;
      });
    const tabTo = async (name: RegExp) => {
      for (let stops = 0; stops < 60; stops += 1) {
        await keyboard.press('Tab');
        if (name.test(await focused())) return;
      }
      throw new Error(`no stop ${name}`);
    };
    await tabTo(/证书登录/);
    await keyboard.press('ArrowRight'); // a row of tabs is one stop; arrows move in it
    await keyboard.press('Enter');
    await one.page.getByLabel('口令', { exact: true }).waitFor();
    const field = async (name: string, text: string) => {
      for (let stops = 0; stops < 20 && (await one.page.evaluate(() => document.activeElement?.getAttribute('name'))) !== name; stops += 1) await keyboard.press('Tab');
      await keyboard.type(text);
    };
    await field('/login', 'a1.officer.1');
    await field('/password', world.running.password!);
    await keyboard.press('Enter');
    await one.sees('目前没有待办');
    await tabTo(/^跳到正文$/);
    for (let stop = 0; stop < 9; stop += 1) {
      await keyboard.press('Tab');
      const seen = await one.page.evaluate(() => {
        const { left, top, right, bottom } = document.activeElement!.getBoundingClientRect();
        return { inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight, outline: getComputedStyle(document.activeElement!).outlineStyle };
      });
      expect({ stop, ...seen }).toEqual({ stop, inside: true, outline: 'solid' });
    }
    await tabTo(/^项目$/);
    await keyboard.press('Enter');
    await one.page.getByRole('heading', { level: 1, name: '项目' }).waitFor();
    await tabTo(/项目进场登记/);
    await keyboard.press('Enter');
    await one.page.getByRole('heading', { level: 1, name: '项目进场登记' }).waitFor();
    expect(one.errors).toEqual([]);
  }, 200_000);

  it('a lost connection and an expired session lose nothing that was typed', async () => {
    const one = await Person.at(browser, world.url, 'unlucky');
    await one.signInAs('a1.officer.1');
    await one.click('项目进场登记');
    await one.fill('项目名称', '写到一半的项目');
    await one.context.setOffline(true);
    await one.sees('网络已断开');
    await one.context.setOffline(false);
    await one.page.getByText('网络已断开').waitFor({ state: 'detached' });
    await one.context.clearCookies();
    await one.click('保存草稿');
    await one.sees('登录已结束');
    await one.page.getByRole('tab', { name: '口令登录' }).click();
    await one.page.getByRole('dialog').getByLabel('口令', { exact: true }).fill(world.running.password!);
    await one.page.getByRole('dialog').getByRole('button', { name: '登录', exact: true }).click();
    await one.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await one.page.getByLabel('项目名称').inputValue()).toBe('写到一半的项目');
    await one.goto('/agency/projects/new'); // and after a reload too, in which it comes from the server
    await until(async () => (await one.page.getByLabel('项目名称').inputValue()) === '写到一半的项目');
  }, 200_000);
});

/** A bidder whose key the demonstration keeps, so that he can be one in a browser. */
async function registerKept({ office }: World): Promise<void> {
  const firm = {
    name: '键盘路桥（演示）',
    uscc: makeUscc({ kind: '91', region: '990100', body: 'MATK9001' }),
    region: '990100',
    login: 'bidder-9001',
    identityNumber: makeIdentityNumber({ region: '990102', birth: '1981-01-01', serial: '901' }),
  };
  await registerBidder(office, firm, { kept: true });
}
