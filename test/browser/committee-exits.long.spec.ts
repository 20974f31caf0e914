import type { Browser } from 'playwright-core';
import { atWork, beforeRoom, type Committee, marks, reviewed } from '../journeys/committee';
import { rows, until } from '../journeys/tools';
import { advance, ask, closeConnections, confirm, LOWEST, publishCandidates, roomView, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('a committee goes on: somebody leaves, equals are ordered, a winner falls out', () => {
  let world: World;
  let browser: Browser;
  let at: Committee;
  const people: Person[] = [];
  const person = async (login: string, path: string): Promise<Person> => {
    const one = await Person.at(browser, world.url, login);
    people.push(one);
    await one.signInAs(login);
    await one.goto(path);
    return one;
  };
  const unfold = (one: Person, summary: string) => one.page.locator('summary').filter({ hasText: summary }).click();
  const room = () => `/rooms/${encodeURIComponent(at.tender.code)}`;
  const act = (seat: number, message: string, body: object) => at.members[seat]!.act(message, { evaluationId: at.evaluationId, ...body });

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    const plan = { ...LOWEST, method: { method: 'lowest-price', tieRule: 'undecided' } };
    at = await atWork(world, await beforeRoom(world, ['950000000', '950000000', '950000000', '950000000'], { plan, title: '四家报价相同的标段（演示）' }));
    await reviewed(at);
    browser = await launch();
  });
  afterAll(async () => {
    for (const one of people) await one.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  // negative control: the room said nothing, and who had judged all bids was refused at the end
  it('a suspension is told to whoever sits in the room, and to the public in words of this step', async () => {
    const sitting = await person(at.members[1]!.login, room());
    const { holdId } = await world.office.bureau.post<{ holdId: string }>(`/api/projects/${at.tender.projectId}/holds`, { reason: '投诉调查：评标' });
    await sitting.sees('投诉调查：评标');
    await sitting.sees('解除之前程序停在这一步');
    await sitting.sees('项目已暂停，现在不能办理；暂停解除后继续。'); // negative control: the review could be handed in, and was refused
    await sitting.look('room-held');
    expect(await faultsOf(sitting.page, 'room-held')).toEqual([]);
    await sitting.goto(`/tenders/${encodeURIComponent(at.tender.code)}`);
    await sitting.sees('解除之前本标段的程序停在这一步');
    expect(await sitting.page.getByText('不接受提问和投标').count()).toBe(0);
    await world.office.bureau.post(`/api/holds/${holdId}/lift`);
  });

  it('a member leaves, saying why; the room says which seat is free and who takes it', async () => {
    for (const member of world.office.experts.values()) member.onCall = async () => undefined; // nobody answers yet
    const leaving = await person(at.members[3]!.login, room());
    await unfold(leaving, '我不能继续评标（回避、健康原因）');
    await leaving.page.getByLabel('健康等原因不能继续').check();
    await leaving.fill('理由', '突发高烧，无法继续评审');
    await leaving.look('leaving');
    expect(await faultsOf(leaving.page, 'leaving')).toEqual([]);
    await leaving.click('退出评标');
    await leaving.sees('请再核对一遍，提交后不能撤回。');
    await leaving.look('leaving-again');
    expect(await faultsOf(leaving.page, 'leaving-again')).toEqual([]);
    await leaving.click('返回修改');
    expect(await leaving.page.evaluate(() => (document.activeElement as HTMLElement).innerText.includes('退出评标') && document.activeElement !== document.body)).toBe(true); // negative control: at the top of the page
    expect(await leaving.page.getByLabel('理由').last().inputValue()).toBe('突发高烧，无法继续评审');
    await leaving.click('退出评标');
    await leaving.click('确定退出评标');
    await leaving.sees('您在本项目的评审已结束，席位由补抽成员接替。');
    // negative control: read anew, the page called itself the bureau's view, at check-in, and was connecting for ever
    await leaving.page.reload();
    await leaving.sees('退出或被更换的成员，评审已结束。');
    for (const wrong of ['监督视图', '正在连接', '签到与承诺']) expect([wrong, await leaving.page.getByText(wrong).count()]).toEqual([wrong, 0]);
    await leaving.look('left-read-anew');
    const other = await person(at.members[0]!.login, room());
    await other.sees('席位 E4 空缺');
    await other.look('seat-free');
    const officer = await person('a1.officer.1', `/agency/tenders/${encodeURIComponent(at.tender.code)}`);
    await officer.sees('评标委员会席位 E4 空缺');
    await officer.look('seat-free-tenderer');
  });

  it('the leader asks for another’s replacement', async () => {
    const [leader] = people.filter(({ page }) => page.url().includes('/rooms/')).slice(-1);
    await unfold(leader!, '更换其他成员');
    await leader!.page.getByLabel('席位', { exact: true }).selectOption('E3');
    await leader!.page.locator('details[open]').getByLabel('擅离职守、未到场').check();
    await leader!.page.locator('details[open]').getByLabel('理由').fill('离场两小时未归');
    await leader!.look('ask-replacement');
    await leader!.click('提请更换');
    await leader!.sees('核对并签名'); // by his own certificate, before anybody else sees it
    const content = leader!.page.locator('section', { has: leader!.page.getByRole('heading', { name: /^核对并签名/ }) }).last();
    await content.getByText('擅离职守、未到场').waitFor();
    expect(await content.getByText('absent').count()).toBe(0); // negative control: what was signed named its cause by a word of the program
  });

  it('equals are put in an order by buttons, with the keyboard too', async () => {
    const [call] = await until(async () =>
      rows<{ id: string; login: string }>(world, `select c.id, a.login from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.status = 'offered'`),
    );
    await world.office.experts.get(call!.login)!.answer(call!.id, true);
    const next = world.office.experts.get(call!.login)!;
    await until(async () => (await rows(world, `select 1 from evaluation_member where evaluation_id = $1 and seat = 'E4' and replaced_at is null`, [at.evaluationId])).length > 0);
    at.members[3] = next;
    for (const message of ['expert.check-in', 'expert.pledge']) await act(3, message, {});
    await act(3, 'review.mark', { marks: marks(at) });
    for (const seat of [0, 1, 2, 3, 4]) await act(seat, 'score.hand-in', { scores: [] });
    const voter = people.find(({ page }) => page.url().includes('/rooms/'))!;
    const member = await person(at.members[1]!.login, room());
    await member.sees('并列投标排序表决');
    const first = await member.page.locator('.tied li').first().innerText();
    await member.page.locator('.tied li').first().getByRole('button', { name: /^下移/ }).focus();
    await member.page.keyboard.press('Enter');
    expect(await member.page.locator('.tied li').nth(1).innerText()).toBe(first);
    await member.page.getByLabel('以上顺序是我的意见').check();
    await member.look('untying');
    expect(await faultsOf(member.page, 'untying')).toEqual([]);
    await member.click('提交排序');
    await member.sees('排序已提交，等待其他成员。');
    expect(voter.errors).toEqual([]);
  });

  it('a candidate is excluded, and everybody reads why his notice is void', async () => {
    const order = (await at.members[0]!.client.get<{ ties: string[][] }>(`/api/tenders/${at.tender.tenderId}/evaluation`)).ties[0]!;
    for (const seat of [0, 2, 3, 4]) await act(seat, 'tie.vote', { order });
    const { report } = await roomView(at.members[0]!, at.tender.tenderId);
    for (const member of at.members) await member.act('report.sign', { evaluationId: at.evaluationId, signature: await member.sign(report!) });
    const { candidates, publicityUntil } = await publishCandidates(world.office, at.tender.tenderId);
    await advance(world.office, new Date(new Date(publicityUntil).getTime() + 1));
    const { officer, approver } = world.office;
    await confirm(approver, await ask(officer, `/api/tenders/${at.tender.tenderId}/winner`, { bidId: candidates[0]!.bidId }));
    await confirm(approver, await ask(officer, `/api/tenders/${at.tender.tenderId}/award-notice`));
    const page = await person('a1.officer.1', `/agency/tenders/${encodeURIComponent(at.tender.code)}`);
    await page.sees('同等投标的记名表决');
    await page.look('tie-votes');
    await unfold(page, '取消候选人资格');
    await page.page.getByLabel('候选人', { exact: true }).selectOption({ index: 1 });
    await page.page.getByLabel('未按招标文件要求提交履约保证金').check();
    await page.fill('理由', '催告后仍未提交履约保证金');
    await page.look('exclude');
    expect(await faultsOf(page.page, 'exclude')).toEqual([]);
    await confirm(approver, await ask(officer, `/api/tenders/${at.tender.tenderId}/exclusions`, { bidId: candidates[0]!.bidId, cause: 'no-bond', reason: '催告后仍未提交履约保证金' }));
    await page.page.reload();
    await page.sees('中标通知书失效：');
    await ask(officer, `/api/tenders/${at.tender.tenderId}/winner`, { bidId: candidates[1]!.bidId });
    const signing = await person('t1.approver.1', '/agency/approvals');
    await signing.page.getByRole('cell', { name: '未按招标文件要求提交履约保证金' }).waitFor();
    expect(await signing.page.getByText('no-bond').count()).toBe(0);
    await page.look('void-notice');
    const reader = await Person.at(browser, world.url, 'public-void');
    people.push(reader);
    await reader.goto(`/tenders/${encodeURIComponent(at.tender.code)}`);
    await reader.sees('中标通知书失效：'); // the notice stood here, and would only be missing
    await reader.sees('未按招标文件要求提交履约保证金');
    expect(await reader.page.getByText('催告后仍未提交').count()).toBe(0); // the facts are for those whom they concern
    await reader.look('void-notice-public');
    expect(await faultsOf(reader.page, 'void notice, public')).toEqual([]);
    const second = await Person.at(browser, world.url, 'second');
    people.push(second);
    const next = at.bidders.find(({ firm }) => firm.name === candidates[1]!.bidder)!;
    await second.context.addCookies([{ name: 'tianping_session', value: next.client.token!, url: world.url }]);
    await second.goto(`/bidder/tenders/${encodeURIComponent(at.tender.code)}`);
    await second.sees('中标通知书失效：');
    expect(await second.page.getByRole('button', { name: '提出异议' }).count()).toBe(0); // publicity is over: it would only be refused
    // negative control: one click gave the award up, for good
    await unfold(second, '放弃中标资格');
    await second.fill('理由', '原材料涨价，无法履约');
    await second.click('放弃中标资格');
    await second.sees('请再核对一遍，提交后不能撤回。');
    await second.sees('原材料涨价，无法履约');
    expect((await next.client.get<{ fallen: unknown[] }>(`/api/tenders/${at.tender.tenderId}/award`)).fallen).toHaveLength(1); // the first one's; not his yet
    await second.look('give-up-again');
    expect(await faultsOf(second.page, 'give-up-again')).toEqual([]);
    await second.click('确定放弃中标');
    await second.sees('已登记放弃，招标人将依法处理。');
    expect(page.errors).toEqual([]);
  });
});
