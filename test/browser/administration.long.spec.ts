import { expert } from '@domain/demonstration';
import { createAuthority } from '@envelope';
import { makeIdentityNumber } from '@kernel';
import type { Browser } from 'playwright-core';
import { rows } from '../journeys/tools';
import { ask, closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('two persons, and the same person again', () => {
  let world: World;
  let browser: Browser;
  const people: Person[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    world = await startWorld();
    browser = await launch();
  });
  afterEach(async () => {
    for (const one of people) await one.shoot();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  async function person(login: string): Promise<Person> {
    const one = await Person.at(browser, world.url, login);
    people.push(one);
    await one.signInAs(login);
    return one;
  }
  const inspect = async (one: Person, name: string) => {
    await one.look(name);
    faults.push(...(await faultsOf(one.page, name)));
  };

  it('a security administrator makes an account; its roles wait for the head of the organisation', async () => {
    const security = await person('sys.security.1');
    await security.follow('/admin/people');
    await security.page.getByLabel('按名称或统一社会信用代码查找单位').fill('城市建设投资');
    const organisation = security.page.getByLabel('单位', { exact: true });
    await organisation.getByRole('option', { name: '衡州城市建设投资集团（演示）' }).waitFor({ state: 'attached' });
    await organisation.locator('option:nth-child(2):last-child').waitFor({ state: 'attached' }); // nothing else is found
    await organisation.selectOption({ index: 1 });
    const form = security.page.getByRole('form', { name: '新建账号' });
    await form.getByLabel('账号', { exact: false }).first().fill('t1.officer.2');
    await form.getByLabel('姓名').fill('经办二（演示）');
    await form.getByLabel('证件号码').fill('xxxxxx');
    await form.getByLabel('招标人经办').check();
    await form.getByLabel('依据').fill('任命书 12 号');
    await security.page.getByRole('button', { name: '新建账号' }).click();
    await security.sees('证件号码的格式与所选证件种类不符');
    await inspect(security, 'new account, refused');
    await form.getByLabel('证件号码').fill(makeIdentityNumber({ region: '990102', birth: '1984-05-05', serial: '301' }));
    await security.page.getByRole('button', { name: '新建账号' }).click();
    await security.sees('须由单位负责人确认后才生效');
    await inspect(security, 'new account, asked');
    const head = await person('t1.head.1');
    await head.sees('本单位人员');
    await inspect(head, 'people of the organisation');
    await head.follow('/organisation/approvals');
    await head.sees('任命书 12 号');
    await inspect(head, 'approval of a role');
    await head.click('同意：授权');
    await head.sees('没有等待您复核的事项');
    await head.follow('/organisation');
    await head.page
      .getByRole('row', { name: /t1.officer.2/ })
      .getByText('招标人经办')
      .waitFor();
  });

  it('the head asks for a role of his own people', async () => {
    const head = people.find(({ name }) => name === 't1.head.1')!;
    await head.page
      .getByRole('row', { name: /t1.rep.1/ })
      .getByRole('button', { name: '申请授权' })
      .click();
    await head.page.locator('.act').getByLabel('角色').selectOption({ label: '招标人经办' });
    await head.page.locator('.act').getByLabel('依据').fill('兼任经办');
    await inspect(head, 'asking for a role');
    await head.page.locator('.act').getByRole('button', { name: '申请授权' }).click();
    await head.sees('须由安全管理员确认后才生效');
  });

  it('an authority: asked for by the system administrator, confirmed by a security administrator', async () => {
    const system = await person('sys.system.1');
    await system.follow('/admin/authorities');
    await system.fill('证书（PEM）', createAuthority({ commonName: '页面CA', now: new Date(Date.UTC(2025, 0, 1)) }).certificatePem);
    await system.page.getByRole('button', { name: '认可一个机构' }).click();
    await system.sees('须由安全管理员确认后才生效');
    await inspect(system, 'authority, asked');
    const security = people.find(({ name }) => name === 'sys.security.1')!;
    await security.follow('/admin/approvals');
    await security.sees('页面CA');
    await inspect(security, 'approval of an authority');
    await security.click('同意：认可认证机构');
    await security.follow('/admin/authorities');
    await security.page.getByRole('table', { name: '认可的认证机构' }).getByText('页面CA').waitFor();
  });

  it('experts: the second administrator of the library reads who is taken in, and confirms', async () => {
    const { authority, library } = world.office;
    const experts = [1, 2, 16].map((i) => {
      const { code: _, ...one } = expert(i);
      return { ...one, certificate: authority.issue({ commonName: one.name, organisation: '云衡省评标专家库（演示）', uscc: '12990200MATP020166' }).certificatePem };
    });
    await ask(library, '/api/experts/import', { experts });
    const second = await person('lib.admin.2');
    await second.link('双人复核').click();
    const table = second.page.getByRole('table', { name: '专家' });
    await table.getByRole('row', { name: /评标专家16（演示）.*居民身份证/ }).waitFor();
    await inspect(second, 'approval of experts');
    await second.click('同意：导入专家');
    await second.sees('没有等待您复核的事项');
    expect(await rows(world, 'select 1 from expert')).toHaveLength(3);
  });

  it('a first password: two people give it, each sees one half, its owner sets his own and then goes on', async () => {
    const head = people.find(({ name }) => name === 't1.head.1')!;
    const security = people.find(({ name }) => name === 'sys.security.1')!;
    await head.follow('/organisation');
    await head.page
      .getByRole('row', { name: /t1.officer.2/ })
      .getByRole('button', { name: '账号办理' })
      .click();
    await head.page.locator('.act').getByLabel('依据').fill('新任经办，已当面核对身份证');
    await inspect(head, 'asking for a first password');
    await head.page.locator('.act').getByRole('button', { name: '申请发初始口令' }).click();
    await head.sees('须由安全管理员确认后才生效');
    await security.follow('/admin/approvals');
    await security.sees('新任经办');
    await security.click('同意：发初始口令');
    const halves: string[] = [];
    for (const [one, path] of [
      [security, '/admin/approvals'],
      [head, '/organisation'],
    ] as const) {
      await one.follow(path);
      await one.click('显示我的一半');
      halves.push((await one.page.locator('code.half').textContent())!);
      await one.sees('离开本页后不再显示');
      await inspect(one, `a half, ${path}`);
      await one.click('已抄下');
      await one.page.locator('code.half').waitFor({ state: 'detached' });
    }
    const officer = await Person.at(browser, world.url, 't1.officer.2');
    people.push(officer);
    await officer.goto('/login');
    await officer.page.getByRole('tab', { name: '口令登录' }).click();
    const form = officer.page.getByRole('form', { name: '口令登录' });
    await form.getByRole('textbox', { name: '账号' }).fill('t1.officer.2');
    await form.getByRole('textbox', { name: '口令' }).fill(halves.join(' '));
    await form.getByRole('button', { name: '登录' }).click();
    await officer.sees('请先设置自己的口令');
    await officer.goto('/agency'); // no way round it
    await officer.sees('请先设置自己的口令');
    await inspect(officer, 'landing of a first password');
    const set = async (wanted: string, again = wanted) => {
      await officer.fill('初始口令（两部分，先后不限）', halves.join('-'));
      await officer.fill(/^新口令/, wanted);
      await officer.fill('再输入一次新口令', again);
      await officer.click('设置自己的口令');
    };
    await set('kestrel vat orchid pump', 'kestrel vat orchid pumq');
    await officer.sees('两次输入的新口令不一致');
    await set('t1.officer.2-2026');
    await officer.sees('新口令容易被人猜到');
    await inspect(officer, 'a guessed password');
    await set('kestrel vat orchid pump');
    await officer.sees('口令已修改');
    await inspect(officer, 'own password set');
    await officer.follow('/agency');
    await officer.page.waitForURL((url) => url.pathname === '/agency');
  });

  it('an account ends and comes back by two people; its sessions end by one', async () => {
    const head = people.find(({ name }) => name === 't1.head.1')!;
    const security = people.find(({ name }) => name === 'sys.security.1')!;
    const about = async (one: Person, path: string, button: string) => {
      await one.follow(path);
      await one.page
        .getByRole('row', { name: /t1.officer.2/ })
        .getByRole('button', { name: button })
        .click();
    };
    await about(security, '/admin/people', '账号办理');
    await security.click('结束全部登录');
    await security.sees('已结束 1 个登录');
    await inspect(security, 'sessions ended by one');
    await about(head, '/organisation', '账号办理');
    const panel = head.page.locator('.act');
    await panel.getByRole('radio', { name: /停用账号/ }).check();
    await panel.getByLabel('依据').fill('已离职，见离职证明');
    await inspect(head, 'asking for a suspension');
    await panel.getByRole('button', { name: '申请停用账号' }).click();
    await head.sees('须由安全管理员确认后才生效');
    await security.follow('/admin/approvals');
    await security.sees('已离职，见离职证明');
    await inspect(security, 'approval of a suspension');
    await security.click('同意：停用账号');
    await about(security, '/admin/people', '恢复');
    await security.page.locator('.act').getByLabel('依据').fill('返聘');
    await inspect(security, 'asking for a return');
    await security.page.locator('.act').getByRole('button', { name: '申请恢复账号' }).click();
    await security.sees('须由单位负责人确认后才生效');
    await head.follow('/organisation/approvals');
    await head.click('同意：恢复账号');
    await head.follow('/organisation');
    await head.page
      .getByRole('row', { name: /t1.officer.2/ })
      .getByRole('button', { name: '账号办理' })
      .waitFor();
  });

  it('the audit administrator sees what is asked for and decides nothing', async () => {
    const audit = await person('sys.audit.1');
    await audit.follow('/supervisor/approvals');
    await audit.sees('由有权确认的人办理');
    expect(await audit.page.getByRole('button', { name: /同意/ }).count()).toBe(0);
    await inspect(audit, 'approvals, read');
  });

  it('hours after the sign-in a factor is changed only by who shows his again, and then it goes on by itself', async () => {
    const officer = await person('tc.entry.1');
    await officer.follow('/account');
    await rows(world, `update session set proven_at = clock_timestamp() - interval '2 hours'`);
    await officer.click('开始启用');
    await officer.sees('请再次证明是您本人');
    await inspect(officer, 'showing the factors again');
    const layer = officer.page.getByRole('dialog');
    await layer.getByRole('tab', { name: '口令' }).click();
    await layer.getByRole('textbox', { name: '口令' }).fill('wrong-password');
    await layer.getByRole('button', { name: '验证并继续' }).click();
    await officer.sees('账号或口令不正确');
    await layer.getByRole('textbox', { name: '口令' }).fill(world.running.password!);
    await layer.getByRole('button', { name: '验证并继续' }).click();
    await officer.sees('不能扫码时');
    await inspect(officer, 'codes begun');
  });

  it('a device is remembered at the sign-in', async () => {
    const hall = await Person.at(browser, world.url, 'tc.hall.1');
    people.push(hall);
    await hall.goto('/login');
    await hall.page.getByRole('tab', { name: '口令登录' }).click();
    const form = hall.page.getByRole('form', { name: '口令登录' });
    await form.getByRole('textbox', { name: '账号' }).fill('tc.hall.1');
    await form.getByRole('textbox', { name: '口令' }).fill(world.running.password!);
    await hall.page.getByLabel('记住这台设备').check();
    await inspect(hall, 'sign-in by password');
    await form.getByRole('button', { name: '登录' }).click();
    await hall.page.waitForURL((url) => !url.pathname.startsWith('/login'));
    expect((await hall.context.cookies()).map(({ name }) => name).sort()).toEqual(['tianping_device', 'tianping_session']);
  });

  it('every page of the walk was in order', () => {
    expect(faults).toEqual([]);
    expect(people.flatMap((one) => one.errors)).toEqual([]);
  });
});
