import type { Browser, Download } from 'playwright-core';
import { BIDDERS } from '@domain/demonstration';
import { makeIdentityNumber } from '@kernel';
import { advance, closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

const TITLE = '砚池区道路改造施工（演示）';
const PRICES = ['950000', '960000.50', '970000'];

/** A bidder at his own computer, with the files that he saved there. */
interface BidderAtDesk {
  person: Person;
  login: string;
  file: string;
  /** His certificate with its key. */
  certificate: string;
}

withChromium('the whole life of a tender, by clicking alone', () => {
  let world: World;
  let browser: Browser;
  const faults: string[] = [];
  const people: Person[] = [];
  let code = '';
  let deadline = '';
  let [agency, approver, entry, hall, bureau] = [] as unknown as [Person, Person, Person, Person, Person];
  const bidders: BidderAtDesk[] = [];
  const members: Person[] = [];

  const person = async (name: string, login?: string): Promise<Person> => {
    const made = await Person.at(browser, world.url, name);
    people.push(made);
    if (login) await made.signInAs(login);
    return made;
  };
  const inspect = async (one: Person, name: string) => void faults.push(...(await faultsOf(one.page, name)));
  let approved = 0;
  const approve = async (one: Person, workspace: string) => {
    await one.follow(`/${workspace}/approvals`);
    await one.sees(/^签名并同意/);
    await one.look(`${one.name} approves ${(approved += 1)}`);
    await one.click(/^签名并同意/);
    await one.sees('没有等待您复核的事项');
  };

  beforeAll(async () => {
    world = await startWorld({ experts: 40, env: { RUN_JOBS: 'true' } });
    for (const member of world.office.experts.values()) member.onCall = async () => undefined; // each answers in his own browser
    browser = await launch();
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  // each step stands on the one before it: after a failure the rest would only wait for what never comes
  let broken = false;
  const it = (name: string, step: () => Promise<void>, ms = 400_000) =>
    global.it(
      name,
      async () => {
        if (broken) throw new Error('an earlier step failed');
        broken = true;
        await step().catch(async (error: unknown) => {
          for (const one of people) await one.shoot();
          throw error;
        });
        broken = false;
      },
      ms,
    );

  it('project entry: the agency fills it in, the tenderer confirms, the centre accepts', async () => {
    agency = await person('agency', 'a1.officer.1');
    await inspect(agency, 'agency home');
    await agency.click('项目进场登记');
    await inspect(agency, 'project entry');
    await agency.fill('项目名称', TITLE);
    await agency.fill(/^项目所在地区代码/, '990100');
    await agency.fill('招标人统一社会信用代码', world.office.tendererUscc);
    await agency.fill(/^委托合同编号/, '委托-1');
    await agency.fill('批准文号', '衡发改〔2026〕1号');
    await agency.fill('资金来源', '财政资金');
    await agency.fill(/^估算价/, '1000');
    await agency.click('保存草稿');
    await agency.click('提交进场登记');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    approver = await person('approver', 't1.approver.1');
    await approve(approver, 'agency');
    entry = await person('entry', 'tc.entry.1');
    await inspect(entry, 'venue home');
    await entry.link('受理进场登记').click();
    await entry.click('受理');
    await entry.sees('已办结');
  }, 400_000);

  it('notice: lawful dates while typing, published when the tenderer confirms', async () => {
    await agency.click('新建标段');
    await agency.sees('依法日历');
    await agency.fill('标段名称', TITLE);
    await agency.fill('招标范围', '道路改造');
    await agency.fill('投标人资格要求', '市政施工三级');
    await agency.fill('投标截止（开标）时间', '2026-03-10 09:30');
    await agency.sees('早于法定');
    await agency.click(/采用最早日期 投标截止/);
    await agency.click(/采用最早日期 招标文件获取截止/);
    await agency.page.getByText('早于法定').waitFor({ state: 'detached' });
    await agency.fill('提问截止', '2026-03-12 17:00');
    await agency.page.getByLabel('招标文件', { exact: true }).setInputFiles({ name: '招标文件.txt', mimeType: 'text/plain', buffer: Buffer.from('招标文件（测试）') });
    await agency.sees('招标文件.txt');
    await inspect(agency, 'notice editor');
    await agency.click('保存草稿');
    await agency.sees('发布招标公告');
    code = decodeURIComponent(new URL(agency.page.url()).pathname.split('/').at(-1)!);
    await agency.click('发布招标公告');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    await approver.follow('/agency/approvals');
    await approver.link(code).click(); // negative control: the lot was a number, and the documents that he publishes stood on no page that he was led to
    await approver.sees('招标文件.txt');
    await approve(approver, 'agency');
    await inspect(approver, 'approvals');
    deadline = (await world.office.officer.get<{ deadline: string }>(`/api/tenders/${code}`)).deadline;
  }, 400_000);

  it('three firms register, find the tender, ask, and submit sealed bids', async () => {
    for (const [i, price] of PRICES.entries()) {
      const firm = BIDDERS[i]!;
      const login = `web-bidder-${i + 1}`;
      const one = await person(login);
      await one.goto('/register');
      await one.fill('企业名称', firm.name);
      await one.fill('统一社会信用代码', firm.uscc);
      await one.fill('注册地区代码', firm.region);
      await one.fill('姓名', `签章人${i + 1}（演示）`);
      await one.fill('证件号码', makeIdentityNumber({ region: '990102', birth: '1980-05-05', serial: String(700 + i) }));
      await one.fill('账号名', login);
      if (i === 0) await inspect(one, 'registration');
      await one.fill('为证书文件设一个口令（至少 6 位）', 'secret-1');
      const [saved] = await Promise.all([one.page.waitForEvent('download'), one.click('签发并下载演示证书')]);
      await one.click('签名并注册');
      await one.sees('注册成功');
      await one.link('登录').click();
      await one.fill('账号', login);
      await one.page.getByLabel('证书文件（.p12、.pfx 或 .pem）').setInputFiles(await saved.path());
      await one.fill('证书口令', 'secret-1');
      await one.click('登录');
      await one.sees('目前没有待办');
      bidders.push({ person: one, login, file: await submitBid(one, price, i === 0), certificate: await saved.path() });
    }
  }, 400_000);

  async function submitBid(one: Person, price: string, first: boolean): Promise<string> {
    await one.click('找项目');
    if (first) await inspect(one, 'find');
    await one.link(TITLE).click();
    await one.sees('市政施工三级');
    if (first) {
      await one.fill('提问', '路灯是否在招标范围内？');
      await one.click('提交提问');
      await one.sees('已提交。答复后向所有人公开');
      await inspect(one, 'tender for a bidder');
    }
    await one.click('准备投标');
    await one.fill('投标报价', price);
    await one.page.locator('#files').setInputFiles({ name: '投标文件.txt', mimeType: 'text/plain', buffer: Buffer.from(`投标函 ${price}`) });
    if (first) await inspect(one, 'bid form');
    await one.click('本机加密并上传');
    await one.sees('已上传，尚未递交');
    expect(await one.page.title()).toContain('未递交');
    if (first) await inspect(one, 'bid check');
    const [keys]: [Download, void] = await Promise.all([one.page.waitForEvent('download'), one.click('下载密钥文件')]);
    await one.page.getByLabel('我已检查报价、文件和版本').check();
    await one.click('签名并递交');
    await one.sees(/^回执 R/);
    expect(await one.page.title()).not.toContain('未递交');
    if (first) await inspect(one, 'receipt');
    return keys.path();
  }

  it('the agency answers the question; nobody sees who asked', async () => {
    await agency.follow(`/agency/tenders/${encodeURIComponent(code)}`);
    await agency.fill('答复', '在招标范围内。');
    await agency.click('发布答复');
    await agency.sees('在招标范围内。');
    await inspect(agency, 'tender for the agency');
    expect(await agency.page.locator('main').innerText()).not.toContain(BIDDERS[0]!.name);
  });

  it('opening: started by the agency, decrypted by the bidders, witnessed by the hall', async () => {
    await advance(world.office, new Date(Date.parse(deadline) + 1000));
    await agency.follow(`/openings/${encodeURIComponent(code)}`);
    await agency.click('开始开标');
    await agency.sees('解密进度');
    for (const [i, { person: one, file }] of bidders.entries()) {
      await one.follow(`/openings/${encodeURIComponent(code)}`);
      // the first opens from another computer, with the key file that was saved; the others from the browser in which they sealed
      if (i === 0) await one.page.evaluate(async () => new Promise((resolve) => (indexedDB.deleteDatabase('tianping').onsuccess = resolve)));
      if (i === 0) {
        await one.goto(`/openings/${encodeURIComponent(code)}`);
        await one.page.getByLabel('密钥文件（keys-….json）').setInputFiles(file);
        await inspect(one, 'hall, decrypting');
      }
      await one.click('立即解密');
      await one.sees('您的投标已解密');
    }
    await agency.click('结束开标');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    hall = await person('hall', 'tc.hall.1');
    await approve(hall, 'venue');
    await agency.sees('950,000.00');
    await inspect(agency, 'hall, concluded');
  }, 400_000);

  it('draw: asked, confirmed, committed and revealed by tenderer and bureau; experts accept in their browsers', async () => {
    await agency.follow(`/agency/tenders/${encodeURIComponent(code)}`);
    await agency.fill('本地专家库', '衡州');
    await agency.click('申请抽取');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    await approve(approver, 'agency');
    bureau = await person('bureau', 'sb.officer.1');
    await inspect(bureau, 'supervision home');
    const both = [agency, bureau] as const;
    await bureau.link('抽取：提交承诺').click();
    for (const one of both) await one.click('提交承诺');
    for (const one of both) await one.click(/^揭示$/);
    await bureau.sees(/正在通知专家|已完成/);
    await inspect(bureau, 'tender for the bureau');
    for (let accepted = 0; accepted < 4; ) {
      for (const [login, member] of world.office.experts) {
        const calls = await member.client.get<{ status: string }[]>('/api/calls');
        if (!calls.some(({ status }) => status === 'offered')) continue;
        const expert = await person(login, login);
        await expert.follow('/expert/invitations');
        if (accepted === 0) await inspect(expert, 'invitation');
        await expert.click('接受');
        await expert.sees('已接受。请携带证书');
        members.push(expert);
        accepted += 1;
      }
    }
    await approver.follow(`/agency/tenders/${encodeURIComponent(code)}`);
    await approver.fill(/^招标人代表账号/, 't1.rep.1');
    await approver.click('开启评标室');
    await approver.sees('成员名单和评审情况在报告签署前依法保密');
    members.push(await person('representative', 't1.rep.1'));
  }, 400_000);

  it('evaluation: check-in, pledge, leader, review, hand-in, report signed by all five', async () => {
    for (const [i, member] of members.entries()) {
      await member.follow(`/rooms/${encodeURIComponent(code)}`);
      await member.click('签到');
      await member.click('签署承诺');
      if (i === 0) await inspect(member, 'room, assembling');
    }
    for (const member of members.slice(0, 3)) await member.click('推选 E1');
    for (const [i, member] of members.entries()) {
      await member.sees('逐项判断每份投标');
      if (i === 0) await inspect(member, 'room, review');
      for (const radio of await member.page.getByRole('radio', { name: '合格', exact: true }).all()) await radio.check();
      await member.click('提交初步评审');
    }
    for (const [i, member] of members.entries()) {
      await member.sees('本办法不打分');
      if (i === 0) await inspect(member, 'room, scoring');
      await member.click('提交评分');
    }
    for (const [i, member] of members.entries()) {
      await member.sees('报告全文');
      if (i === 0) await inspect(member, 'room, report');
      await member.click('同意并签名');
    }
    await members[0]!.sees('评标已结束');
  }, 400_000);

  it('publicity, winner, notice, contract', async () => {
    const tender = `/agency/tenders/${encodeURIComponent(code)}`;
    await agency.follow(tender);
    await agency.click('公示中标候选人');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    await approve(approver, 'agency');
    const { publicityUntil } = await world.office.officer.get<{ publicityUntil: string }>(`/api/tenders/${(await world.office.officer.get<{ id: string }>(`/api/tenders/${code}`)).id}/award`);
    await advance(world.office, new Date(Date.parse(publicityUntil) + 1000));
    for (const act of ['确定中标人', '发出中标通知书']) {
      await agency.follow('/agency');
      await agency.follow(tender);
      await agency.click(act);
      await agency.click('签名并送复核');
      await agency.sees('已发送复核，尚未生效');
      await approve(approver, 'agency');
    }
    await agency.follow('/agency');
    await agency.follow(tender);
    await agency.fill('合同要点', '按招标文件和中标人的投标文件订立。');
    await inspect(agency, 'contract');
    await agency.click('提交合同');
    await agency.sees('核对并签名');
    await inspect(agency, 'contract to sign');
    await agency.look('contract to sign');
    await agency.click('签名并送复核');
    await agency.sees('已发送复核，尚未生效');
    const { person: winner, certificate } = bidders[0]!;
    await winner.follow('/bidder/approvals');
    await winner.sees('按招标文件和中标人的投标文件订立。');
    await winner.page.getByLabel('证书文件（.p12、.pfx 或 .pem）').setInputFiles(certificate); // he came back to this page: his key is locked again
    await winner.fill('证书口令', 'secret-1');
    await winner.click('打开证书');
    await winner.sees(/^签名并同意/);
    await inspect(winner, 'contract to confirm');
    await winner.look('contract to confirm');
    await winner.click(/^签名并同意/);
    await winner.sees('没有等待您复核的事项');
    await winner.follow(`/bidder/tenders/${encodeURIComponent(code)}`);
    await winner.sees('已签合同');
    await inspect(winner, 'result for the winner');
  }, 400_000);

  it('the public page tells all of it without a script, and every page of the walk was in order', async () => {
    const html = await (await fetch(`${world.url}/tenders/${encodeURIComponent(code)}`)).text();
    for (const text of [TITLE, '招标文件.txt', '950,000.00', BIDDERS[0]!.name, '在招标范围内。', '已签合同']) expect(html).toContain(text);
    for (const path of [
      '/',
      '/tenders',
      `/tenders/${encodeURIComponent(code)}`,
      '/figures',
      '/policies',
      '/complaints',
      '/help',
      '/news',
      '/en',
      `/en/tenders/${encodeURIComponent(code)}`,
      '/nowhere',
    ]) {
      await bureau.goto(path);
      await inspect(bureau, path);
    }
    expect(faults).toEqual([]);
    expect(people.flatMap((one) => one.errors)).toEqual([]);
  }, 400_000);
});
