import type { Browser } from 'playwright-core';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { until } from '../setup/patience';
import { faultsOf, launch, lowButtons, Person, withChromium } from './browser';

/** What a refusal calls a field, at the field. */
withChromium('a form that is refused', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    world = await startWorld();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  const WORDS = [
    ['zh-CN', '/login', ['项目名称', '项目所在地区代码', '招标人统一社会信用代码', '批准文号', '资金来源', '委托合同编号'], '保存草稿', '“项目名称”：含有看不见的字符', '“资金来源”：不能为空'],
    [
      'en',
      '/login?lang=en',
      ['Project name', 'Region code', "Tenderer's credit code", 'Approval number', 'Source of funds', 'Number of the mandate'],
      'Keep the draft',
      '"Project name": has characters that are invisible',
      '"Source of funds": must not be empty',
    ],
  ] as const;

  it.each(WORDS)(
    'in %s names the fields by their labels, and takes full-width digits',
    async (language, login, [name, region, uscc, approval, funds, mandate], save, hidden, empty) => {
      const one = await Person.at(browser, world.url, `fields-${language}`);
      try {
        await one.goto(login);
        await one.page.getByRole('button', { name: /a1[.]officer[.]1$/ }).click();
        await one.page.waitForURL((url) => !url.pathname.startsWith('/login'));
        await one.follow('/agency/projects/new');
        await one.fill(name, '道\u200b路');
        await one.fill(region, '９９０１００');
        await one.fill(uscc, ` ${world.office.tendererUscc} `);
        await one.fill(approval, '衡发改〔２０２６〕１号');
        await one.click(save);
        for (const text of [hidden, empty]) await one.sees(text);
        expect(await one.page.getByLabel(region).first().inputValue()).toBe('990100');
        await one.look(`fields-${language}`);
        expect(await faultsOf(one.page, `fields ${language}`)).toEqual([]);
        await one.fill(name, '道路');
        await one.fill(funds, '财政资金');
        await one.fill(mandate, '委托-１');
        await one.click(save);
        await one.page.waitForURL(/\/agency\/projects\/[0-9a-f-]{36}/); // negative control: nothing else was wrong
        const kept = await world.office.officer.get<object>(`/api/projects/${/[0-9a-f-]{36}/.exec(one.page.url())![0]}`);
        expect(kept).toMatchObject({ name: '道路', region: '990100', approvalNumber: '衡发改〔2026〕1号', mandate: '委托-1' });
        await until(async () => (await world.office.officer.get<{ version: number }>('/api/drafts/agency.project.new')).version === 0); // what was sent is no draft any more
        expect(one.errors).toEqual([]);
      } catch (error) {
        await one.shoot();
        throw error;
      }
      await one.context.close();
    },
    200_000,
  );

  it('an agency that leaves its own code as the tenderer’s is told whose belongs there, and nothing typed is lost', async () => {
    const one = await Person.at(browser, world.url, 'fields-own-code');
    await one.signInAs('a1.officer.1');
    await one.follow('/agency/projects/new');
    expect(await one.page.getByLabel('招标人统一社会信用代码').inputValue()).toBe(''); // its own stood there
    const { uscc } = await world.office.officer.get<{ uscc: string }>('/api/me');
    await one.fill('项目名称', '道路');
    await one.fill(/^项目所在地区代码/, '990100');
    await one.fill('批准文号', '衡发改〔2026〕1号');
    await one.fill('资金来源', '财政资金');
    await one.fill('招标人统一社会信用代码', uscc);
    await one.click('保存草稿');
    await one.sees('请填写委托您的招标人的统一社会信用代码');
    expect(await one.page.getByLabel('项目名称').inputValue()).toBe('道路');
    expect(one.errors).toEqual([]);
    await one.context.close();
  });

  it('negative control: a button too low for a finger is found', async () => {
    const page = await browser.newPage();
    await page.setContent('<button class="ant-btn" style="height: 22px">low</button><button class="ant-btn" style="height: 44px">high</button><button class="ant-btn" hidden>none</button>');
    expect(await page.evaluate(lowButtons, 32)).toEqual(['“low”, 22 px high']);
    await page.close();
  });
});
