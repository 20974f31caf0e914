import type { Browser } from 'playwright-core';
import { makeIdentityNumber, makeUscc } from '@kernel';
import { closeConnections, registerBidder, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

/** A tender by invitation as people see it: entered, drafted, confirmed with its list, found by one who is invited and by nobody else. */
withChromium('a tender by invitation, by clicking', () => {
  let world: World;
  let browser: Browser;
  const people: Person[] = [];
  const codes: string[] = [];
  let code = '';
  const person = async (name: string, login?: string): Promise<Person> => {
    const made = await Person.at(browser, world.url, name);
    people.push(made);
    if (login) await made.signInAs(login);
    return made;
  };

  beforeAll(async () => {
    world = await startWorld();
    for (const [i, name] of ['砚池市政', '墨池建工', '端州路桥'].entries()) {
      const firm = { name: `${name}（演示）`, uscc: makeUscc({ kind: '91', region: '990100', body: `MATK91${String(i).padStart(2, '0')}` }), region: '990100', login: `invited-${i}` };
      await registerBidder(world.office, { ...firm, identityNumber: makeIdentityNumber({ region: '990102', birth: '1982-02-02', serial: String(910 + i) }) }, { kept: true });
      codes.push(firm.uscc);
    }
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

  it('is entered with its ground, drafted with its list, and sent by two persons who read it', async () => {
    const agency = await person('invited-agency', 'a1.officer.1');
    await agency.click('项目进场登记');
    await agency.fill('项目名称', '砚池隧道照明更新（演示）');
    await agency.fill(/^项目所在地区代码/, '990100');
    await agency.fill('招标人统一社会信用代码', world.office.tendererUscc);
    await agency.fill(/^委托合同编号/, '委托-1');
    await agency.fill('批准文号', '衡发改〔2026〕1号');
    await agency.fill('资金来源', '财政资金');
    await agency.page.getByLabel('招标方式').selectOption('works-invited');
    await agency.click('保存草稿');
    await agency.sees('应当公开招标'); // without a ground
    await agency.page.getByLabel('邀请招标的依据').selectOption('few');
    await agency.fill('批准或认定文号', '衡发改函〔2026〕3号');
    expect(await faultsOf(agency.page, 'entry by invitation')).toEqual([]);
    await agency.look('invited-entry');
    await agency.click('保存草稿');
    await agency.click('提交进场登记');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    await agency.look('invited-project');
    const approver = await person('invited-approver', 't1.approver.1');
    await approver.follow('/agency/approvals');
    await approver.look('invited-entry-approval');
    await approver.click(/^签名并同意/);
    await approver.sees('没有等待您复核的事项');
    const entry = await person('invited-entry-desk', 'tc.entry.1');
    await entry.link('受理进场登记').click();
    await entry.sees('邀请招标');
    await entry.look('invited-accept');
    await entry.click('受理');
    await entry.sees('已办结');

    await agency.click('新建标段');
    await agency.fill('招标范围', '隧道照明更新');
    await agency.fill('投标人资格要求', '市政施工三级');
    await agency.fill(/^受邀单位统一社会信用代码/, codes.slice(0, 2).join('\n'));
    await agency.click(/采用最早日期 投标截止/);
    await agency.click(/采用最早日期 招标文件获取截止/);
    await agency.fill('提问截止', '2026-03-12 17:00');
    await agency.page.getByLabel('招标文件', { exact: true }).setInputFiles({ name: '招标文件.txt', mimeType: 'text/plain', buffer: Buffer.from('招标文件（测试）') });
    await agency.sees('招标文件.txt');
    expect(await faultsOf(agency.page, 'draft by invitation')).toEqual([]);
    await agency.look('invited-draft');
    await agency.click('保存草稿');
    await agency.click('发出投标邀请书');
    await agency.sees('至少 3 个');
    await agency.look('invited-too-few');
    await agency.click('修改');
    await agency.fill(/^受邀单位统一社会信用代码/, codes.join('，'));
    await agency.click('保存草稿');
    await agency.sees('端州路桥（演示）');
    code = decodeURIComponent(new URL(agency.page.url()).pathname.split('/').at(-1)!);
    await agency.click('发出投标邀请书');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    await approver.follow('/agency/approvals');
    await approver.sees('端州路桥（演示）');
    expect(await faultsOf(approver.page, 'approval of invitations')).toEqual([]);
    await approver.look('invited-approval');
    await approver.click(/^签名并同意/);
    await approver.sees('没有等待您复核的事项');
  }, 400_000);

  it('one who is invited finds it on his first page, and nobody else by its number', async () => {
    const invited = await person('invited-bidder', 'invited-0');
    await invited.sees('受邀投标的标段');
    expect(await faultsOf(invited.page, 'home of an invited bidder')).toEqual([]);
    await invited.look('invited-home');
    await invited.link('砚池隧道照明更新').click();
    await invited.sees('市政施工三级');
    await invited.sees('邀请招标');
    await invited.look('invited-lot');
    const stranger = await person('invited-stranger');
    await stranger.goto(`/tenders/${encodeURIComponent(code)}`);
    await stranger.look('invited-stranger');
    expect(await stranger.page.getByText('砚池隧道照明更新').count()).toBe(0);
    await stranger.goto('/tenders?procedure=works-invited');
    await stranger.look('invited-portal-list');
    expect(await stranger.page.getByText('砚池隧道照明更新').count()).toBe(0);
  }, 200_000);
});
