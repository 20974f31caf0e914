import type { Browser } from 'playwright-core';
import { advance, ask, type Bidder, closeConnections, confirm, firmOf, registerBidder, registeredProject, startWorld, type World } from '../journeys/world';
import { rows } from '../journeys/tools';
import { faultsOf, launch, Person, withChromium } from './browser';

const PRICE = '980000';
const TRUSTEES = ['t1.key.1', 'tc.key.1', 'sb.key.1'] as const;

/** The bids cross on the way: the first is sealed in Chromium, the others by the Node half, and all are opened by trustees in Chromium. */
withChromium('a tender that key trustees open, by clicking', () => {
  let world: World;
  let browser: Browser;
  let [agency, bidder, security] = [] as unknown as [Person, Person, Person];
  const trustees: Person[] = [];
  const others: Bidder[] = [];
  const faults: string[] = [];
  const people: Person[] = [];
  let [code, tenderId, receiptPath] = ['', '', ''];

  const person = async (login: string): Promise<Person> => {
    const made = await Person.at(browser, world.url, login);
    people.push(made);
    await made.signInAs(login);
    return made;
  };
  const inspect = async (one: Person, name: string) => {
    await one.page.waitForLoadState('networkidle');
    faults.push(...(await faultsOf(one.page, name)));
    await one.look(name);
  };
  const tender = () =>
    world.office.officer.get<{ id: string; deadline: string; trustees: { threshold: number; people: { name: string; certificate: string }[] } }>(`/api/tenders/${encodeURIComponent(code)}`);

  beforeAll(async () => {
    world = await startWorld({ env: { RUN_JOBS: 'true' } });
    browser = await launch();
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  // each step stands on the one before it: after a failure the rest would only wait for what never comes
  let broken = false;
  const it = (name: string, step: () => Promise<void>) =>
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
      300_000,
    );

  it('the agency chooses trustees and a threshold; a refusal stands at the field', async () => {
    const projectId = await registeredProject(world);
    agency = await person('a1.officer.1');
    await agency.follow(`/agency/projects/${projectId}/tender`);
    await agency.fill('标段名称', '托管开启的标段（演示）');
    await agency.fill('招标范围', '道路改造');
    await agency.fill('投标人资格要求', '市政施工三级');
    await agency.fill('投标截止（开标）时间', '2026-03-10 09:30');
    await agency.click(/采用最早日期 投标截止/);
    await agency.click(/采用最早日期 招标文件获取截止/);
    await agency.fill('提问截止', '2026-03-12 17:00');
    await agency.page.getByLabel('招标文件', { exact: true }).setInputFiles({ name: '招标文件.txt', mimeType: 'text/plain', buffer: Buffer.from('招标文件（测试）') });
    await agency.sees('招标文件.txt');
    await agency.page.getByLabel('密钥保管人共同开启').check();
    await agency.page.getByLabel(/^招标人密钥保管人/).check();
    await agency.click('保存草稿');
    await agency.sees('请至少选择 2 名保管人');
    await agency.page.getByLabel(/^交易中心密钥保管人/).check();
    await agency.page.getByLabel(/^监管局密钥保管人/).check();
    await inspect(agency, 'notice editor with trustees');
    // one of the three stops being a trustee between the choice and the draft
    const suspend = (at: string) => rows(world, `update account set suspended_at = ${at} where login = 'sb.key.1'`);
    await suspend('tianping_now()');
    await agency.click('保存草稿');
    await agency.page.locator('.field-error', { hasText: '不是密钥保管人' }).waitFor();
    await inspect(agency, 'notice editor refused');
    await suspend('null');
    await agency.click('保存草稿');
    await agency.sees('发布招标公告');
    await agency.sees('3 名密钥保管人中任意 2 名共同开启');
    code = decodeURIComponent(new URL(agency.page.url()).pathname.split('/').at(-1)!);
    await inspect(agency, 'draft with trustees');
    ({ id: tenderId } = await tender());
    await confirm(world.office.approver, await ask(world.office.officer, `/api/tenders/${tenderId}/publish`));
  });

  it('a bidder seals in the browser to the trustees; two others by the command line’s half', async () => {
    await registerBidder(world.office, firmOf('浏览器', 701), { kind: 'rsa-2048', kept: true });
    bidder = await person('bidder-0701');
    await bidder.follow(`/bidder/tenders/${encodeURIComponent(code)}/bid`);
    await bidder.sees('本标段由密钥保管人开启');
    await bidder.fill('投标报价', PRICE);
    await bidder.page.locator('#files').setInputFiles({ name: '投标文件.txt', mimeType: 'text/plain', buffer: Buffer.from('投标函') });
    await inspect(bidder, 'bid form with trustees');
    await bidder.click('本机加密并上传');
    await bidder.sees('已上传，尚未递交');
    await bidder.sees('3 名密钥保管人中任意 2 名共同开启');
    await inspect(bidder, 'bid check with trustees');
    await Promise.all([bidder.page.waitForEvent('download'), bidder.click('下载密钥文件')]);
    await bidder.page.getByLabel('我已检查报价、文件和版本').check();
    await bidder.click('签名并递交');
    await bidder.sees(/^回执 R/);
    receiptPath = new URL(bidder.page.url()).pathname;
    await bidder.sees('时间戳');
    await bidder.sees(/签发：/);
    await inspect(bidder, 'receipt before the deadline');
    const { trustees: named } = await tender();
    const escrowTerms = { threshold: named.threshold, trustees: named.people.map(({ certificate }) => certificate) };
    for (const [i, name] of ['命令行甲', '命令行乙'].entries()) {
      const other = await world.bidder(name);
      await other.submit({ tenderId, code, escrowTerms }, String(97_000_000 + i));
      others.push(other);
    }
  });

  it('before its time a trustee gets no envelope, and reads why', async () => {
    for (const login of TRUSTEES.slice(0, 2)) trustees.push(await person(login));
    await inspect(trustees[0]!, 'trustee home, nothing owed');
    await trustees[0]!.follow(`/trustee/tenders/${encodeURIComponent(code)}`);
    await trustees[0]!.sees('还没有到开标时间');
    await inspect(trustees[0]!, 'trustee, too early');
    await advance(world.office, new Date(Date.parse((await tender()).deadline) + 1000));
    await world.office.officer.post(`/api/tenders/${tenderId}/opening/start`);
  });

  it('two trustees release in their browsers: prices first, then the documents', async () => {
    const [first, second] = trustees as [Person, Person];
    await first.follow('/trustee');
    await first.link('释放密钥份额，开启投标').waitFor();
    await inspect(first, 'trustee home, owed');
    await first.link('释放密钥份额，开启投标').click();
    await wrongKey(first);
    await first.click('使用演示密钥');
    await first.click('领取我的信封');
    await inspect(first, 'trustee, prices');
    await first.click('释放报价份额');
    await first.click('释放文件份额');
    await first.sees('您的份额已全部释放');
    await first.sees('已有 1 名释放份额，还差 1 名');
    await inspect(first, 'trustee, released');
    await agency.follow(`/openings/${encodeURIComponent(code)}`);
    await agency.sees('保管人释放份额');
    expect(await agency.page.locator('.chip', { hasText: '待解密' }).count()).toBe(3);
    await inspect(agency, 'hall, one trustee');
    await second.follow(`/trustee/tenders/${encodeURIComponent(code)}`);
    await fileKey(second);
    await second.click('领取我的信封');
    await second.click('释放报价份额');
    await agency.page.locator('.chip', { hasText: '报价已开启' }).nth(2).waitFor();
    await inspect(agency, 'hall, prices open');
    await second.click('释放文件份额');
    await agency.page.locator('.chip', { hasText: '已解密' }).nth(2).waitFor();
    await inspect(agency, 'hall, documents open');
    await inspect(second, 'trustee, all open');
    await bidder.follow(`/openings/${encodeURIComponent(code)}`);
    await bidder.sees('您的投标已解密');
    await inspect(bidder, 'hall for a bidder');
    for (const one of trustees) expect(await kept(one)).toEqual([]);
  });

  /** The signing key of somebody else is refused by name before anything is asked for. */
  async function wrongKey(one: Person): Promise<void> {
    const other = world.office.authority.issue({ commonName: '另一张', organisation: '另一家', uscc: '91990100MATP300251' }, { kind: 'rsa-2048', usage: 'encipherment' });
    await one.page
      .getByLabel('证书文件（.p12、.pfx 或 .pem）')
      .setInputFiles({ name: 'other.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(other.certificatePem + other.privateKeyPem) });
    await one.click('打开密钥');
    await one.sees('这不是本标段所列的加密证书');
    const mixed = world.office.authority.issue({ commonName: '又一张', organisation: '又一家', uscc: '91990100MATP300251' }, { kind: 'rsa-2048', usage: 'encipherment' });
    await one.page
      .getByLabel('证书文件（.p12、.pfx 或 .pem）')
      .setInputFiles({ name: 'mixed.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(mixed.certificatePem + other.privateKeyPem) });
    await one.click('打开密钥');
    await one.sees('文件里的私钥与证书不匹配');
    await inspect(one, 'trustee, wrong key');
  }

  async function fileKey(one: Person): Promise<void> {
    const { privateKeyPem, certificatePem } = await world.office.officer.get<{ privateKeyPem: string; certificatePem: string }>('/api/demonstration/people/tc.key.1/encryption-key');
    await one.page.getByLabel('证书文件（.p12、.pfx 或 .pem）').setInputFiles({ name: 'key.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(certificatePem + privateKeyPem) });
    await one.click('打开密钥');
  }

  /** What the browser holds of a trustee's work: nothing. */
  const kept = (one: Person) =>
    one.page.evaluate(async () => [...Object.keys(localStorage).filter((key) => !key.startsWith('tianping.settings')), ...(await indexedDB.databases()).map(({ name }) => name)]);

  it('the opening is concluded; the receipt finds itself in the commitment; evidence is one file', async () => {
    await confirm(world.office.hall, await ask(world.office.officer, `/api/tenders/${tenderId}/opening/conclude`, { otherCauses: [] }));
    await agency.sees('980,000.00');
    await bidder.follow(receiptPath);
    await bidder.sees('您的投标在公布的 3 份之内');
    await inspect(bidder, 'receipt after the deadline');
    const [saved] = await Promise.all([bidder.page.waitForEvent('download'), bidder.click(/下载证据文件/)]);
    expect(saved.suggestedFilename()).toMatch(/evidence[.]json$/);
    const html = await (await fetch(`${world.url}/tenders/${encodeURIComponent(code)}`)).text();
    for (const text of ['3 名密钥保管人中任意 2 名共同开启', '监管局密钥保管人', '已释放份额', '980,000.00']) expect(html).toContain(text);
    await bidder.goto(`/tenders/${encodeURIComponent(code)}`);
    expect(await bidder.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--tp-primary'))).not.toBe(''); // its colours came along
    await inspect(bidder, 'portal tender page');
  });

  it('certificates: both are renewed in the browser, an old one is ended', async () => {
    const trustee = trustees[0]!;
    await trustee.follow('/account/certificates');
    await trustee.sees('加密证书');
    await inspect(trustee, 'my certificates');
    await trustee.fill('为证书文件设一个口令（至少 6 位）', 'secret-1');
    await Promise.all([trustee.page.waitForEvent('download'), trustee.click('签发并登记演示证书')]);
    await trustee.sees('已登记，立即生效');
    await trustee.page.locator('.chip', { hasText: '已结束' }).first().waitFor();
    await bidder.goto('/account/certificates');
    const renewed = world.office.authority.issue({ commonName: '换证', organisation: '浏览器（演示）', uscc: firmOf('浏览器', 701).uscc }, { kind: 'rsa-2048' });
    await bidder.page
      .getByLabel('证书文件（.p12、.pfx 或 .pem）')
      .setInputFiles({ name: 'new.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(renewed.certificatePem + renewed.privateKeyPem) });
    await bidder.click('证明持有私钥并登记');
    await bidder.sees('已登记，立即生效');
    await bidder.click('停用');
    await bidder.sees('这是最后一张签名证书');
    await inspect(bidder, 'my certificates, ending');
    await bidder.page.locator('.act').getByRole('button', { name: '返回修改' }).click();
    await bidder.follow('/account');
    await bidder.sees('签名证书');
    await inspect(bidder, 'account');
  });

  it('a certificate that is about to end says so on every page', async () => {
    await rows(world, `update certificate set not_after = tianping_now() + interval '12 days' where ended_at is null and account_id = (select id from account where login = 'tc.key.1')`);
    await trustees[1]!.goto('/trustee');
    await trustees[1]!.sees('您的加密证书还有 12 天到期');
    await inspect(trustees[1]!, 'trustee home, certificate ending');
  });

  it('authorities: asked for by one administrator, their lists kept by the other', async () => {
    const system = await person('sys.system.1');
    await system.follow('/admin/authorities');
    await system.sees('由系统管理员申请');
    await system.click('停用机构');
    await system.fill('停用理由', '协议到期');
    await system.page.locator('.act').getByRole('button', { name: '停用机构' }).click();
    await system.sees('这是最后一个认可的认证机构');
    await inspect(system, 'authorities, refused');
    security = await person('sys.security.1');
    await security.follow('/admin/authorities');
    await security.sees('由您在“双人复核”中确认');
    await inspect(security, 'authorities, lists');
    await security.click('手工提交列表');
    await security.page.getByLabel('吊销列表文件').setInputFiles({ name: 'a.crl', mimeType: 'application/pkix-crl', buffer: Buffer.from('none') });
    await security.page.locator('.act').getByRole('button', { name: '手工提交列表' }).click();
    await security.page.locator('.refusal').waitFor();
    await inspect(security, 'authorities, bad list');
    await security.click('立即获取吊销列表');
    await security.sees(/取得 \d+ 份吊销列表/);
  });

  it('every page of the walk was in order', () => {
    expect(faults).toEqual([]);
    expect(people.flatMap((one) => one.errors)).toEqual([]);
    return Promise.resolve();
  });
});
