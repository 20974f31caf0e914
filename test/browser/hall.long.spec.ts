import type { Browser } from 'playwright-core';
import { rows, until } from '../journeys/tools';
import { advance, closeConnections, confirm, pastDeadline, publishedTender, startWorld, submitAll, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('an opening in which a bid stays shut', () => {
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

  it('an opening that will never come is told in the hall and to whoever submitted, with its reason', async () => {
    const tender = await publishedTender(world, { title: '只有一份投标的标段（演示）' });
    const [bidder] = await submitAll(world, tender, ['100']);
    const path = `/openings/${encodeURIComponent(tender.code)}`;
    const agency = await Person.at(browser, world.url, 'agency-failed');
    await agency.signInAs('a1.officer.1');
    await agency.goto(path);
    await agency.sees('投标截止并开标'); // negative control: before, the hall waits
    await pastDeadline(world, tender);
    await until(async () => (await rows(world, `select 1 from tender where id = $1 and status = 'failed'`, [tender.tenderId])).length > 0);
    await agency.page.reload();
    await agency.sees('截止时递交的投标不足 3 个');
    expect(await agency.page.getByText(/等待服务器确认|截止前，投标人的数量|等待截止|解密进度/).count()).toBe(0);
    expect(await faultsOf(agency.page, 'hall of a failed tender')).toEqual([]);
    await agency.look('hall-failed');
    const one = await Person.at(browser, world.url, 'bidder-failed');
    await one.context.addCookies([{ name: 'tianping_session', value: bidder!.client.token!, url: world.url }]);
    await one.goto(`/bidder/tenders/${encodeURIComponent(tender.code)}`);
    await one.page.locator('#results').getByText('截止时递交的投标不足 3 个').waitFor();
    expect(await one.page.getByText('结果公布后在此显示').count()).toBe(0);
    await one.goto(`/tenders/${encodeURIComponent(tender.code)}`);
    await one.sees('不再进行');
    expect(await one.page.getByText('届时在此公开').count()).toBe(0);
    expect([...agency.errors, ...one.errors]).toEqual([]);
  });

  it('the presiding person states another cause than its bidder’s, once the window is over, and sees what is asked for', async () => {
    const tender = await publishedTender(world, { title: '一份未能开启的标段（演示）' });
    const bidders = await submitAll(world, tender, ['100', '200', '300', '400']);
    await bidders[1]!.client.post(`/api/tenders/${tender.tenderId}/bids/withdraw`);
    await bidders[1]!.submit(tender, '200', { version: 2 });
    await pastDeadline(world, tender);
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    for (const bidder of bidders.slice(1)) await bidder.decrypt(tender.tenderId);
    const late = await Person.at(browser, world.url, 'late');
    await late.context.addCookies([{ name: 'tianping_session', value: bidders[0]!.client.token!, url: world.url }]);
    await late.goto(`/openings/${encodeURIComponent(tender.code)}`);
    await late.sees('请先选择密钥文件。');
    // negative controls: sent as they were, the platform named each line of a receipt as a field that is wrong; and of another version it told so only when time ran
    const [own, others] = [bidders[0]!.kept.get(tender.tenderId)!, bidders[1]!.kept.get(tender.tenderId)!];
    const keyFile = (text: string) => late.page.locator('#key-file').setInputFiles({ name: 'keys.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    for (const text of ['', 'null']) {
      await keyFile(text);
      await late.sees('这不是密钥文件');
    }
    for (const text of [own.receipt, JSON.stringify(others.keys)]) {
      await keyFile(text);
      await late.sees('请选择密封这一版投标文件时保存的密钥文件');
    }
    await late.look('hall-wrong-keys');
    expect(await faultsOf(late.page, 'hall, another key file')).toEqual([]);
    expect(await late.page.getByText('请先选择密钥文件。').count()).toBe(1);
    await keyFile(JSON.stringify(own.keys));
    await late.sees('密钥文件与您的投标相符');
    expect(await late.page.getByText('请先选择密钥文件。').count()).toBe(0);
    await late.page.reload();
    // negative control: he was asked for his keys, and refused; so he was when the time was over
    const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查：开标' });
    await late.sees('项目已暂停，现在不能解密；解除后继续，解密时限顺延。');
    await late.look('hall-held-bidder');
    expect(await faultsOf(late.page, 'hall, held')).toEqual([]);
    await world.office.bureau.post(`/api/holds/${holdId}/lift`);
    await late.sees('请先选择密钥文件。');
    const { windowEndsAt } = await world.office.officer.get<{ windowEndsAt: string }>(`/api/tenders/${tender.tenderId}/opening`); // later by the hold
    const agency = await Person.at(browser, world.url, 'agency');
    await agency.signInAs('a1.officer.1');
    await agency.goto(`/openings/${encodeURIComponent(tender.code)}`);
    await agency.sees('待解密');
    const field = agency.page.getByLabel(`未开启的其他原因：${bidders[0]!.firm.name}`);
    expect(await field.count()).toBe(0); // nothing is to be explained before
    await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1000));
    await agency.page.reload();
    await field.fill('平台存储故障，场内人员已见证');
    expect(await faultsOf(agency.page, 'hall, another cause')).toEqual([]);
    await agency.look('hall-other-cause');
    await late.page.reload();
    await late.sees('解密时限已到，以服务器时间为准。');
    await late.look('hall-over-bidder');
    await agency.page.getByRole('button', { name: '结束开标' }).click();
    await agency.sees('核对并签名');
    const focus = () => agency.page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement as HTMLElement).innerText));
    await until(async () => (await focus()).includes('核对并签名') || undefined); // negative control: the focus fell to the top of the page
    // two persons conclude an opening; he signs what he asks for
    const asked = await until(async () => (await rows<{ statement: string }>(world, `select statement from proposal where act = 'opening.conclude' and object_id = $1`, [tender.tenderId]))[0]);
    expect(JSON.parse(asked.statement)).toMatchObject({ request: { otherCauses: [{ reason: '平台存储故障，场内人员已见证' }] } });
    await agency.click('使用演示证书');
    await agency.click('签名并送复核');
    await until(async () => (await focus()).includes('已发送复核，尚未生效') || undefined);
    // negative control: after a reload the hall said nothing of what waits, and to its witness nothing at all
    await agency.page.reload();
    await agency.page.locator('#records').getByText('待复核').waitFor();
    const witness = await Person.at(browser, world.url, 'witness');
    await witness.signInAs('tc.hall.1');
    await witness.goto(`/openings/${encodeURIComponent(tender.code)}`);
    await witness.page.locator('#records').getByText('待复核').waitFor();
    await witness.look('hall-witness');
    expect(await faultsOf(witness.page, 'hall, witness')).toEqual([]);
    await witness.page.getByRole('link', { name: '见证并复核结束开标：双人复核' }).click();
    await witness.sees('结束开标');
    expect(await late.page.getByText('双人办理记录').count()).toBe(0);
    const [waiting] = await world.office.hall.get<{ id: string; contentSha256: string }[]>('/api/proposals');
    await confirm(world.office.hall, { proposalId: waiting!.id, contentSha256: waiting!.contentSha256 });
    await late.page.getByRole('cell', { name: '平台存储故障，场内人员已见证' }).waitFor();
    expect(await late.page.getByText(/立即解密|开标开始后才能解密/).count()).toBe(0); // negative control: it told him that he could decrypt once it had begun
    await late.look('hall-concluded-bidder');
    // negative control: with the sealed one alone the page called it not submitted, and told of the first version that there is no bid
    const opened = await Person.at(browser, world.url, 'opened');
    await opened.context.addCookies([{ name: 'tianping_session', value: bidders[1]!.client.token!, url: world.url }]);
    for (const [one, receipt] of [[opened, bidders[1]!] as const, [late, bidders[0]!] as const]) {
      await one.goto(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
      await one.sees(`回执号 ${(JSON.parse(receipt.kept.get(tender.tenderId)!.receipt) as { receiptCode: string }).receiptCode}`);
      expect([await one.page.title(), await one.page.getByText('本标段现在没有您的投标').count()]).toEqual([expect.stringMatching(/^投标：/), 0]);
      await one.look(`bid-page-after-opening-${one.name}`);
      expect(await faultsOf(one.page, 'a bid after the opening')).toEqual([]);
    }
    expect(opened.errors).toEqual([]);
    expect(late.errors).toEqual([]);
    expect(agency.errors).toEqual([]);
  });

  // negative control: the page kept the proxy's word, and told who pressed again that his bid is decrypted already
  it('a bid that was decrypted although a proxy lost the answer is shown so by itself', async () => {
    const tender = await publishedTender(world, { title: '应答丢失的标段（演示）' });
    const bidders = await submitAll(world, tender, ['100', '200', '300']);
    await pastDeadline(world, tender);
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    const one = await Person.at(browser, world.url, 'unanswered');
    await one.context.addCookies([{ name: 'tianping_session', value: bidders[0]!.client.token!, url: world.url }]);
    await one.goto(`/openings/${encodeURIComponent(tender.code)}`);
    await one.page.route('**/opening/decrypt', async (route) => {
      await route.fetch();
      await route.fulfill({ status: 504, contentType: 'text/html', body: '<h1>504 Gateway Time-out</h1>' });
    });
    await one.page.locator('#key-file').setInputFiles({ name: 'keys.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(bidders[0]!.kept.get(tender.tenderId)!.keys)) });
    await one.click('立即解密');
    await one.sees('您的投标已解密。');
    expect(one.errors.filter((error) => !error.includes('504'))).toEqual([]);
  });
});
