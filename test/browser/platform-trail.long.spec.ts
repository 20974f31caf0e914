import type { Browser } from 'playwright-core';
import { send } from '../attack/surface';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';
import { until } from '../setup/patience';

withChromium('the trail of the platform, for the audit administrator', () => {
  let world: World;
  let browser: Browser;
  let auditor: Person;

  beforeAll(async () => {
    world = await startWorld();
    browser = await launch();
    await send(world.url, 'POST', '/api/sessions', { body: JSON.stringify({ login: 'sb.officer.1', password: 'wrong-password' }) });
    await send(world.url, 'POST', '/api/accounts', { token: world.office.officer.token!, body: '{}' });
  });
  afterEach(() => auditor?.shoot());
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  it('shows sign-ins and refusals, and narrows them; what is asked for stands in the address', async () => {
    auditor = await Person.at(browser, world.url, 'sys.audit.1');
    await auditor.signInAs('sys.audit.1');
    await auditor.follow('/supervisor/trail');
    await auditor.sees('全平台审计轨迹');
    await auditor.sees('新建账号');
    await auditor.look('the whole trail');
    const search = auditor.page.getByRole('search');
    await search.getByLabel('操作').fill('session.start');
    await search.getByLabel('结果').selectOption('refused');
    await search.getByRole('button', { name: '筛选' }).click();
    await auditor.page.waitForURL(/act=session.start&outcome=refused/);
    const refused = auditor.page.getByRole('table').getByText('被拒绝');
    await until(async () => (await refused.count()) === 1);
    expect(await auditor.page.getByRole('table').getByText('已执行').count()).toBe(0);
    await auditor.look('refused sign-ins');
    expect(await faultsOf(auditor.page, 'trail')).toEqual([]);
  });

  it('is in no other supervisor’s menu', async () => {
    expect(await auditor.page.getByRole('link', { name: '全平台轨迹' }).count()).toBe(1); // negative control
    const officer = await Person.at(browser, world.url, 'sb.officer.1');
    await officer.signInAs('sb.officer.1');
    await officer.follow('/supervisor');
    await officer.sees('待办');
    expect(await officer.page.getByRole('link', { name: '全平台轨迹' }).count()).toBe(0);
  });
});
