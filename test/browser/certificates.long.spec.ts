import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '@domain/demonstration';
import type { Browser } from 'playwright-core';
import type { Bidder } from '../../apps/cli/src/play/people';
import { askReplacement } from '../journeys/new-certificate';
import { advance, closeConnections, platformTime, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('a bidder who lost his certificate', () => {
  let world: World;
  let browser: Browser;
  let bidder: Bidder;
  let fresh: Identity;
  const people: Person[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    world = await startWorld();
    bidder = await world.bidder('衡州第一建筑安装工程集团有限责任公司');
    const { name, uscc } = bidder.firm;
    fresh = world.office.authority.issue({ commonName: `${name} 签章`, organisation: name, uscc });
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

  const person = async (name: string) => {
    const one = await Person.at(browser, world.url, name);
    people.push(one);
    return one;
  };
  const inspect = async (one: Person, name: string) => {
    await one.look(name);
    faults.push(...(await faultsOf(one.page, name)));
  };
  const keyFile = ({ certificatePem, privateKeyPem }: Identity) => {
    const file = join(world.running.home, 'new.pem');
    writeFileSync(file, certificatePem + privateKeyPem);
    return file;
  };

  it('asks from the sign-in page, is told what his head cannot do and whom to call, and signs in once it is confirmed', async () => {
    const holder = await person('holder');
    await holder.goto('/login');
    await holder.link('证书到期或遗失').click();
    await holder.page.getByLabel('账号').fill(bidder.firm.login);
    await holder.page.getByLabel('证书文件（').setInputFiles(keyFile(fresh));
    await inspect(holder, 'replacement');
    await holder.click('签名并提请');
    await holder.sees('没有（除您本人以外的）单位负责人');
    await inspect(holder, 'replacement, refused');
    await holder.page.getByLabel('交易中心安全管理员').check();
    await holder.click('签名并提请');
    await holder.sees('已提请，等待确认');
    await inspect(holder, 'replacement, asked');

    const owner = await person('owner');
    await owner.goto('/login?next=%2Faccount%2Fcertificates');
    await owner.page.getByLabel('账号').first().fill(bidder.firm.login);
    await owner.page.getByLabel('证书文件').setInputFiles(keyFile(bidder.identity));
    await owner.click('登录');
    await owner.sees('有人以您的名义申请更换证书');
    await inspect(owner, 'asked in my name');

    const security = await person('sys.security.1');
    await security.signInAs('sys.security.1');
    await security.follow('/admin/approvals');
    await security.sees(bidder.firm.login);
    await inspect(security, 'approval of a replacement');
    await security.click(/^同意/);
    await security.sees('没有等待您复核的事项');

    await holder.goto('/login');
    await holder.page.getByLabel('账号').first().fill(bidder.firm.login);
    await holder.page.getByLabel('证书文件（').setInputFiles(keyFile(fresh));
    await holder.click('登录');
    await holder.sees(bidder.firm.name);
    await holder.goto('/account/certificates');
    await holder.sees('已结束');
    await inspect(holder, 'certificates');
    const english = await person('english');
    await english.goto('/login/certificate');
    await english.click('English');
    await english.sees('Who confirms');
    await inspect(english, 'replacement in English');
    expect([faults, people.flatMap(({ errors }) => errors)]).toEqual([[], []]);
  });

  it('one that nobody confirmed in its time is no more his to deny, and stays to be read', async () => {
    const other = await world.bidder('墨池路桥工程有限公司');
    const { name, uscc, login } = other.firm;
    await askReplacement(world.url, login, world.office.authority.issue({ commonName: `${name} 签章`, organisation: name, uscc }), 'security-admin');
    const owner = await person('owner-late');
    await owner.context.addCookies([{ name: 'tianping_session', value: other.client.token!, url: world.url }]);
    await owner.goto('/account/certificates');
    await owner.sees('有人以您的名义申请更换证书');
    await advance(world.office, new Date((await platformTime(other.client)).getTime() + 25 * 3_600_000));
    await owner.goto('/account/certificates');
    // negative control: left out with what waits, nobody learns that somebody tried
    const row = owner.page.locator('section', { hasText: '以您的名义提出过的证书更换申请' }).locator('summary');
    await row.getByText('已过期').waitFor();
    expect(await owner.page.getByText('有人以您的名义申请更换证书').count()).toBe(0); // negative control: it was offered to be denied, and that refused
    await row.click();
    await owner.page.getByText('下载签名记录').waitFor();
    await owner.look('asked-in-my-name-lapsed');
    expect([await faultsOf(owner.page, 'lapsed in my name'), owner.errors]).toEqual([[], []]);
  });
});
