import type { Browser } from 'playwright-core';
import { BASE_PRICE } from '../journeys/plans';
import { ask, closeConnections, confirm, draftBody, platformTime, registeredProject, startWorld, type World } from '../journeys/world';
import { until } from '../setup/patience';
import { faultsOf, launch, Person, withChromium } from './browser';

const LONG = '投标人近五年内承担过合同金额不低于人民币伍仟万元的城市主干道（含桥梁、综合管廊、排水、照明、绿化等附属工程）施工，并附中标通知书、合同及竣工验收证明'.repeat(3);
const OWN = {
  method: {
    ...{ ...BASE_PRICE.method, drop: [{ from: 6, high: 1, low: 1 }], partPercent: 'count-as-whole', roundAt: { mean: 0 }, tieRule: 'undecided' },
    above: { marks: '1', cap: '30' },
  },
  review: [{ id: 'mine', kind: 'qualification', text: LONG }],
  items: [
    { id: 'scheme', name: '施工组织设计（含交通导改与管线保护专项方案）', min: '5', max: '30', objective: false },
    { id: 'record', name: '类似业绩', min: '0', max: '10', objective: true },
  ],
  scoring: { ...BASE_PRICE.scoring, drop: [{ from: 5, high: 1, low: 1 }] },
};

/** Whoever drafts a tender writes how bids are evaluated, and finds it as it was written. */
withChromium('the evaluation of a tender', () => {
  let world: World;
  let browser: Browser;
  let officer: Person;
  let draft: { tenderId: string; code: string };
  const kept = () => world.office.officer.get<{ plan: typeof OWN; candidateLimit: number; ceilingFen: string; scope: string }>(`/api/tenders/${draft.tenderId}`);
  const edit = () => officer.goto(`/agency/tenders/${encodeURIComponent(draft.code)}/edit`);
  const keep = async () => {
    await officer.click('保存草稿');
    await officer.page.waitForURL((url) => !url.pathname.endsWith('/edit'));
  };

  beforeAll(async () => {
    world = await startWorld();
    const projectId = await registeredProject(world);
    draft = await world.office.officer.post('/api/tenders', draftBody(world, projectId, await platformTime(world.office.officer), { plan: OWN, candidateLimit: 2, ceilingFen: '480000000' }));
    browser = await launch();
    officer = await Person.at(browser, world.url, 'plan');
    await officer.signInAs('a1.officer.1');
  });
  afterEach(async () => officer?.shoot());
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  it('of one’s own comes back from the editor as it went in', async () => {
    const before = await kept();
    await edit();
    await officer.fill('招标范围', '道路、管廊、绿化');
    await officer.look('plan-editor');
    expect(await faultsOf(officer.page, 'plan editor')).toEqual([]);
    await keep();
    expect(await kept()).toMatchObject({ plan: before.plan, candidateLimit: 2, ceilingFen: '480000000', scope: '道路、管廊、绿化' });
  });

  it('tells at the field what cannot be sent, and sends nothing', async () => {
    await edit();
    await officer.fill(/^系数 K/, '0.95 0.95');
    await officer.sees('应为一个数，或几个互不相同的数');
    await officer.fill('价格分满分', '');
    await officer.click('保存草稿');
    await officer.sees('请填写。');
    expect(await officer.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('/plan/method/base/factor');
    expect((await kept()).plan.method.base).toEqual(OWN.method.base);
  });

  it('changes by hand: a factor that is fixed, one more criterion and item; bidders read all of it', async () => {
    await officer.fill(/^系数 K/, '0.97');
    await officer.fill('价格分满分', '55');
    await officer.click('增加一条标准');
    await officer.page.getByLabel('标准', { exact: true }).last().fill('信用中国无失信记录');
    await officer.click('增加一个评分项');
    await officer.page.getByLabel('评分项', { exact: true }).last().fill('项目负责人');
    await officer.page.getByLabel('最高分', { exact: true }).last().fill('5');
    await officer.sees('= 100 分');
    await officer.page.getByText('预览：投标人看到的评标办法').click();
    await officer.look('plan-preview');
    await keep();
    const { plan } = await kept();
    expect(plan).toMatchObject({ method: { fullMarks: '55', base: { factor: { kind: 'fixed', value: '0.97' } } }, review: [OWN.review[0], { text: '信用中国无失信记录' }] });
    expect(plan.items.at(-1)).toMatchObject({ name: '项目负责人', min: '0', max: '5' });
    await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${draft.tenderId}/publish`));
    const reader = await Person.at(browser, world.url, 'plan-reader');
    for (const language of ['zh', 'en']) {
      await reader.goto(`${language === 'en' ? '/en' : ''}/tenders/${encodeURIComponent(draft.code)}`);
      for (const text of ['0.97', '信用中国无失信记录', '项目负责人']) await reader.sees(text);
      await reader.look(`plan-portal-${language}`);
      expect(await faultsOf(reader.page, `plan in ${language}`)).toEqual([]);
    }
    expect([...officer.errors, ...reader.errors]).toEqual([]);
  });

  it('is copied whole from an earlier tender of one’s own', async () => {
    const projectId = await registeredProject(world, { name: '第二个项目（演示）' });
    await officer.goto(`/agency/projects/${projectId}/tender`);
    await officer.page.getByLabel('从本单位以前的招标复制评标办法').selectOption(draft.tenderId);
    await until(async () => (await officer.page.getByLabel('价格分满分').inputValue()) === '55');
    expect(await officer.page.getByLabel(/^系数 K/).inputValue()).toBe('0.97');
    expect(await officer.page.getByLabel('标准', { exact: true }).first().inputValue()).toBe(LONG);
    expect(await officer.page.getByLabel('中标候选人人数（最多）').inputValue()).toBe('2');
  });
});
