import type { Browser } from 'playwright-core';
import { Pulse } from '@domain/outages';
import { rows, send, until } from '../journeys/tools';
import { advance, ask, closeConnections, confirm, draftBody, LOWEST, platformTime, projectBody, type Published, publishedTender, registeredProject, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('what stops, and what is renamed, as people read it', () => {
  let world: World;
  let browser: Browser;
  let tender: Published;
  const people: Person[] = [];
  const person = async (name: string, path: string, login?: string): Promise<Person> => {
    const one = await Person.at(browser, world.url, name);
    people.push(one);
    if (login) await one.signInAs(login);
    await one.goto(path);
    return one;
  };
  const faults = async (one: Person, name: string) => {
    await one.look(name);
    expect([await faultsOf(one.page, name), one.errors]).toEqual([[], []]);
  };
  const later = async (ms: number) => advance(world.office, new Date((await platformTime(world.office.officer)).getTime() + ms));

  beforeAll(async () => {
    world = await startWorld();
    tender = await publishedTender(world, { title: '砚池区道路改造施工一标段（名称较长，含括号）及附属管网、照明、交通设施工程（演示）' });
    browser = await launch();
  });
  afterAll(async () => {
    for (const one of people) await one.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  it('a suspension gives its time back: the public reads the new deadline and why', async () => {
    const firm = await world.bidder('受暂停影响的投标人');
    await firm.submit(tender, '100');
    const bidderAt = async (name: string, path: string) => {
      const one = await Person.at(browser, world.url, name);
      people.push(one);
      await one.context.addCookies([{ name: 'tianping_session', value: firm.client.token!, url: world.url }]);
      await one.goto(path);
      return one;
    };
    await world.office.bureau.post(`/api/projects/${tender.projectId}/holds`, { reason: '投诉调查' });
    const agency = await person('officer-held', `/agency/projects/${tender.projectId}`, 'a1.officer.1');
    await agency.sees('投诉调查');
    await agency.sees('招标中 · 已暂停');
    expect(await agency.page.getByRole('timer').count()).toBe(0);
    await faults(agency, 'agency-project-held');
    await agency.goto('/agency/tenders');
    await agency.sees('招标中 · 已暂停');
    await faults(agency, 'agency-tenders-held');
    await agency.goto(`/agency/tenders/${encodeURIComponent(tender.code)}`);
    await agency.sees('招标中 · 已暂停');
    expect(await agency.page.getByRole('timer').count()).toBe(0); // negative control: it counted down to a deadline that stood still
    await faults(agency, 'agency-tender-held');
    const stranger = await person('public-held', `/tenders/${encodeURIComponent(tender.code)}`);
    await stranger.sees('招标中 · 已暂停');
    expect(await stranger.page.locator('[data-until]').count()).toBe(0);
    expect(await stranger.page.getByText('进行中').count()).toBe(0);
    expect(await stranger.page.getByText('登录后下载').count()).toBe(0);
    await faults(stranger, 'portal-held');
    await stranger.goto('/tenders');
    await stranger.sees('招标中 · 已暂停');
    await faults(stranger, 'portal-list-held');
    await stranger.goto(`/en/tenders/${encodeURIComponent(tender.code)}`);
    await stranger.sees('suspended');
    await faults(stranger, 'portal-held-en');
    const bidder = await bidderAt('bidder-held', `/bidder/tenders/${encodeURIComponent(tender.code)}`);
    await bidder.sees('招标中 · 已暂停');
    expect(await bidder.page.getByRole('timer').count()).toBe(0);
    expect(await bidder.page.getByRole('button', { name: '提交提问' }).count()).toBe(0); // negative control: what the order stops was offered
    expect(await bidder.page.getByRole('link', { name: '招标文件' }).count()).toBe(0);
    await faults(bidder, 'bidder-tender-held');
    await bidder.goto('/bidder/bids');
    await bidder.sees('招标中 · 已暂停');
    await faults(bidder, 'bidder-bids-held');
    await bidder.goto(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
    await bidder.button('撤回投标').waitFor();
    expect(await bidder.page.getByRole('button', { name: '替换' }).count()).toBe(0); // negative control: what the order stops was offered, and refused after the upload
    await faults(bidder, 'bidder-bid-held');
    await later(3 * 86_400_000);
    const bureau = await person('bureau-lifts', `/supervisor/projects/${tender.projectId}`, 'sb.officer.1');
    await bureau.click('解除');
    await bureau.sees('不能撤销'); // negative control: one click, and every deadline had moved
    await faults(bureau, 'bureau-lifts');
    await bureau.click('不解除');
    await bureau.page.getByRole('button', { name: '解除', exact: true }).click();
    await bureau.sees('不能撤销');
    await bureau.page.getByRole('button', { name: '解除', exact: true }).click();
    await bureau.page.getByText('投诉调查').waitFor({ state: 'detached' });
    const told = (text: string) => until(async () => (await bureau.page.evaluate(() => (document.activeElement as HTMLElement).innerText)).includes(text) || undefined);
    await told('已解除暂停'); // negative control: it was gone without a word, and the focus with it
    await bureau.page.locator('summary', { hasText: '责令暂停' }).click();
    await bureau.fill('理由', '又有投诉');
    await bureau.page.getByRole('button', { name: '责令暂停' }).last().click();
    await told('已责令暂停'); // negative control: the form stood there empty
    await faults(bureau, 'bureau-placed');
    await bureau.click('解除');
    await bureau.page.getByRole('button', { name: '解除', exact: true }).last().click();
    await told('已解除暂停');
    // negative control: the word that the table shows found nothing, since the field asked for the code
    await bureau.page.getByLabel('操作').first().selectOption({ label: '责令暂停' });
    await bureau.click('筛选');
    const acts = bureau.page.locator('section', { hasText: '审计轨迹' }).locator('tbody tr td:nth-child(2)');
    await until(async () => {
      const found = (await acts.allInnerTexts()).filter(Boolean);
      return (found.length === 2 && found.every((text) => text.includes('责令暂停'))) || undefined;
    });
    await faults(bureau, 'bureau-trail-of-one-act');
    const reader = await person('public', `/tenders/${encodeURIComponent(tender.code)}`);
    await reader.sees('暂停期间不计入投标截止时间、提问截止时间、招标文件获取截止时间');
    for (const name of ['投标截止时间改为', '提问截止时间改为', '招标文件获取截止时间改为']) await reader.sees(name);
    await reader.page.locator('#notice summary').click();
    await faults(reader, 'portal-postponed');
    await reader.goto(`/en/tenders/${encodeURIComponent(tender.code)}`);
    await reader.page.locator('#notice summary').click();
    await reader.sees('Tender notice');
    await reader.sees('Qualification of bidders');
    for (const name of ['Bids may be handed in until', 'Questions may be asked until', 'Documents are given out until']) await reader.sees(name);
    await faults(reader, 'portal-postponed-en');
    await agency.goto(`/agency/tenders/${encodeURIComponent(tender.code)}#questions`);
    for (const name of ['投标截止时间改为', '提问截止时间改为', '招标文件获取截止时间改为']) await agency.sees(name);
    await faults(agency, 'agency-postponed');
    await bidder.goto(`/bidder/tenders/${encodeURIComponent(tender.code)}`);
    for (const name of ['投标截止时间改为', '提问截止时间改为', '招标文件获取截止时间改为']) await bidder.sees(name);
    await faults(bidder, 'bidder-postponed');
  });

  it('who approves sees what he signs: what is all of it lies open, and the rules of the method in words', async () => {
    const { officer, tendererUscc } = world.office;
    const fields = {
      name: '待签的项目（演示）',
      category: 'construction',
      kind: 'A02',
      region: '990100',
      approvalNumber: '衡发改〔2026〕77号',
      fundsSource: '财政资金',
      estimateFen: null,
      stateControlled: true,
      mandatory: true,
    };
    const { projectId } = await officer.post<{ projectId: string }>('/api/projects', { ...fields, tendererUscc, mandate: '委托-7' });
    await ask(officer, `/api/projects/${projectId}/submit`);
    const other = await registeredProject(world);
    const plan = { ...LOWEST, method: { method: 'lowest-price', tieRule: 'undecided' } };
    const { tenderId } = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, other, await platformTime(officer), { plan }));
    await ask(officer, `/api/tenders/${tenderId}/publish`);
    const approver = await person('approver-sees', '/agency/approvals', 't1.approver.1');
    await approver.page.getByText('衡发改〔2026〕77号', { exact: true }).waitFor({ state: 'visible' });
    const lot = approver.page.locator('details', { hasText: '评标办法' });
    await lot.first().locator('summary').first().click();
    await lot.first().locator('summary', { hasText: '评标办法' }).click();
    await approver.page.getByRole('cell', { name: '由评标委员会成员记名表决' }).last().waitFor({ state: 'visible' });
    expect(await approver.page.getByText(/tieRule|undecided/).count()).toBe(0);
    await faults(approver, 'approvals-seen');
    // by the keyboard alone; negative control: opening the certificate threw it back to the top of the page, and a request that was signed was gone without a word
    const panel = approver.page.locator('section', { has: approver.page.getByRole('heading', { name: '发布招标公告' }) }).last();
    await panel.getByRole('button', { name: '使用演示证书' }).focus();
    await approver.page.keyboard.press('Enter');
    await approver.sees('换一张证书');
    const focus = () => approver.page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement as HTMLElement).innerText));
    await until(async () => (await focus()).includes('签名并同意：发布招标公告') || undefined);
    expect(await focus()).not.toContain('签名并同意：提交进场登记'); // where it was opened, and not another
    for (const _ of ['换一张证书', '签名并同意']) await approver.page.keyboard.press('Tab');
    await approver.page.keyboard.press('Enter');
    await approver.sees('已同意，立即生效：发布招标公告');
    expect(await focus()).toContain('已同意，立即生效：发布招标公告');
    await faults(approver, 'approvals-decided');
  });

  it('a request that ends while it is read goes with a word, and its refusal stays to be read; a signature under one’s own is told', async () => {
    const { officer } = world.office;
    const focus = ({ page }: Person) => page.evaluate(() => (document.activeElement === document.body ? '' : (document.activeElement as HTMLElement).innerText));
    const fields = projectBody(world, { name: '提请后改动的项目（演示）' });
    const { projectId } = await officer.post<{ projectId: string }>('/api/projects', fields);
    await officer.post(`/api/projects/${projectId}/submit`);
    // negative control: it was gone without a word
    const asker = await person('asker-signs', '/agency/approvals', 'a1.officer.1');
    const own = asker.page.locator('section', { hasText: '提请后改动的项目（演示）' }).first();
    await own.getByRole('button', { name: '使用演示证书' }).click();
    await asker.button('签名并送复核').focus();
    await asker.page.keyboard.press('Enter');
    await asker.sees('已签名，送另一人复核，尚未生效：提交进场登记');
    await until(async () => (await focus(asker)).includes('已签名') || undefined);
    const approver = await person('approver-late', '/agency/approvals', 't1.approver.1');
    const panel = approver.page.locator('section', { hasText: '提请后改动的项目（演示）' }).first();
    await panel.getByRole('button', { name: '退回' }).focus();
    await approver.page.keyboard.press('Enter');
    const reason = panel.getByLabel('退回理由');
    expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true); // negative control: the field stood before the button, and the focus stayed behind it
    await panel.getByRole('button', { name: '退回' }).click();
    await approver.sees('请写明退回理由');
    expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true);
    await panel.getByRole('button', { name: '使用演示证书' }).click();
    await approver.page.route('**/confirm', async (route) => {
      const { status } = await send(world.url, 'PUT', `/api/projects/${projectId}`, { token: officer.token!, body: { ...fields, estimateFen: '2000000000' }, key: 'changed-while-signed' });
      return status === 200 ? route.continue() : route.abort();
    });
    await panel.getByRole('button', { name: '签名并同意' }).click();
    await approver.sees('这一事项不再等待办理：内容已变化。'); // negative control: at the next look at the list panel and refusal were gone
    await approver.sees('“项目 / 估算价”提请时为“¥10000000.00”，现为“¥20000000.00”。');
    expect(await focus(approver)).toContain('提请之后内容有变化');
    await faults(approver, 'approvals-over');
  });

  // negative control: a double click asked twice, for good, and everybody read both
  it('a double click asks one question', async () => {
    const other = await publishedTender(world);
    const firm = await world.bidder('双击的投标人');
    const asking = await Person.at(browser, world.url, 'double-click');
    people.push(asking);
    await asking.context.addCookies([{ name: 'tianping_session', value: firm.client.token!, url: world.url }]);
    await asking.goto(`/bidder/tenders/${encodeURIComponent(other.code)}`);
    for (const text of ['路灯在招标范围内吗？', '工期从哪一天算起？']) {
      await asking.fill('提问', text);
      await asking.button('提交提问').dblclick();
      await until(async () => (await rows(world, 'select 1 from tender_question where text = $1', [text]))[0]);
      await until(async () => (await asking.page.getByLabel('提问').last().inputValue()) === '' || undefined);
    }
    await asking.page.waitForLoadState('networkidle');
    expect(await rows(world, 'select text from tender_question where tender_id = $1 order by asked_at', [other.tenderId])).toEqual([{ text: '路灯在招标范围内吗？' }, { text: '工期从哪一天算起？' }]);
    expect(asking.errors).toEqual([]);
  });

  it('a clarification that moves nothing does not say that the deadline moved', async () => {
    const other = await publishedTender(world);
    const { officer, approver } = world.office;
    await confirm(approver, await ask(officer, `/api/tenders/${other.tenderId}/amendments`, { kind: 'clarification', text: '路灯在招标范围内。', affectsBids: false }));
    const reader = await person('public-clarified', `/tenders/${encodeURIComponent(other.code)}`);
    await reader.sees('路灯在招标范围内。');
    expect(await reader.page.getByText('投标截止时间改为').count()).toBe(0);
  });

  it('an outage stands in public, and on the page of each whom it met', async () => {
    const pulse = world.running.app.get(Pulse);
    await pulse.onApplicationShutdown();
    const [{ deadline }] = (await rows<{ deadline: Date }>(world, 'select deadline from tender where id = $1', [tender.tenderId])) as [{ deadline: Date }];
    await rows(world, `update platform_beat set seen_at = clock_timestamp() - interval '40 minutes'`);
    await advance(world.office, new Date(deadline.getTime() - 60_000));
    await pulse.start();
    const reader = await person('public-outages', '/outages');
    await reader.sees('平台中断记录');
    await reader.page.locator('summary', { hasText: '查看' }).first().click();
    await faults(reader, 'portal-outages');
    const officer = await person('officer-outage', `/agency/tenders/${encodeURIComponent(tender.code)}`, 'a1.officer.1');
    await officer.sees('平台中断');
    await officer.sees('投标截止时间');
    await faults(officer, 'agency-outage');
  });

  it('the earliest lawful date is taken at an hour at which people work, or at the one that was typed', async () => {
    const projectId = await registeredProject(world);
    const officer = await person('officer-dates', `/agency/projects/${projectId}/tender`, 'a1.officer.1');
    const deadline = officer.page.getByLabel('投标截止').first();
    const take = officer.page.getByRole('button', { name: /^采用最早日期 投标截止/ });
    await take.click();
    await expect(deadline.inputValue()).resolves.toMatch(/ 09:30$/);
    await deadline.fill('2026-01-05 14:15');
    await take.click();
    await until(async () => /^(?!2026-01-05).* 14:15$/.test(await deadline.inputValue()));
    await faults(officer, 'lawful-dates');
  });

  it('an answer that changes the tender is asked for as an amendment', async () => {
    const other = await publishedTender(world);
    const bidder = await world.bidder('提问的人');
    await bidder.client.post(`/api/tenders/${other.tenderId}/questions`, { text: '可否改用沥青路面？' });
    const officer = await person('officer-answer', `/agency/tenders/${encodeURIComponent(other.code)}`, 'a1.officer.1');
    await officer.fill('答复', '改为沥青路面');
    await officer.page.getByLabel('可能影响投标文件编制').first().check();
    await faults(officer, 'answer-amends');
    await officer.click('以修改公告答复');
    await officer.sees('核对并签名');
  });

  it('the head asks for the new name with a certificate file', async () => {
    const head = await person('head', '/organisation', 't1.head.1');
    const { uscc } = (await rows<{ uscc: string }>(world, `select o.uscc from organisation o join account a on a.organisation_id = o.id where a.login = 't1.head.1'`))[0]!;
    const name = '衡州城市发展集团（演示）';
    await head.page.locator('summary', { hasText: '单位更名' }).click();
    await head.fill('新名称', name);
    const pem = world.office.authority.issue({ commonName: name, organisation: name, uscc }).certificatePem;
    await head.page.locator('input[type=file]').setInputFiles({ name: '新证书.cer', mimeType: 'application/x-x509-ca-cert', buffer: Buffer.from(pem) });
    await faults(head, 'rename');
    await head.click('单位更名');
    await head.sees('安全管理员');
  });

  // negative control: it was told to wait for ever, while the approver had nothing to confirm
  it('a request that nobody confirmed in its time is told to have lapsed', async () => {
    const { officer } = world.office;
    const other = await registeredProject(world);
    const { tenderId, code } = await officer.post<{ tenderId: string; code: string }>('/api/tenders', draftBody(world, other, await platformTime(officer)));
    await ask(officer, `/api/tenders/${tenderId}/publish`);
    await later(25 * 3_600_000);
    const asker = await person('lapsed', '/agency/approvals', 'a1.officer.1');
    const row = asker.page.locator('summary').filter({ hasText: code });
    await row.getByText('已过期').waitFor();
    await faults(asker, 'own-request-lapsed');
    await asker.goto(`/agency/tenders/${encodeURIComponent(code)}`);
    await row.getByText('已过期').waitFor();
  });
});
