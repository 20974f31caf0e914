import type { Browser } from 'playwright-core';
import { atWork, beforeRoom, type Committee, reviewed } from '../journeys/committee';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

/** Fewer than three valid bids are left: each member judges on the screen whether there is still competition, and the majority decides (O12 27). */
withChromium('two valid bids are left: the committee judges competition', () => {
  let world: World;
  let browser: Browser;
  const people: Person[] = [];
  const person = async (login: string, path: string): Promise<Person> => {
    const one = await Person.at(browser, world.url, login);
    people.push(one);
    await one.signInAs(login);
    await one.goto(path);
    return one;
  };

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    browser = await launch();
  });
  afterAll(async () => {
    for (const one of people) await one.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  /** Two bids in order, one above the ceiling price. */
  async function judging(title: string): Promise<Committee> {
    const at = await atWork(world, await beforeRoom(world, ['900000000', '700000000', '1000000001'], { ceilingFen: '1000000000', title }));
    await reviewed(at);
    return at;
  }
  const room = ({ tender }: Committee) => `/rooms/${encodeURIComponent(tender.code)}`;
  const others = async ({ members, evaluationId }: Committee, goesOn: boolean, reason: string) => {
    for (const member of members.slice(1)) await member.act('evaluation.judge-competition', { evaluationId, continue: goesOn, reason });
  };
  const statusOf = async ({ tender }: Committee) => world.office.bureau.get<{ status: string; endArticle: string | null }>(`/api/tenders/${tender.tenderId}`);

  it('the screen says how many are left and which; without a choice or a reason nothing is handed in; most find competition, and scoring begins', async () => {
    const at = await judging('有效投标只剩两份、仍有竞争的标段（演示）');
    const member = await person(at.members[0]!.login, room(at));
    await member.sees('有效投标只剩 2 份，不足三份。');
    const listed = member.page.getByRole('group', { name: '投标是否仍有竞争性？' });
    await listed.waitFor();
    for (const { bidder } of at.bids.filter(({ priceFen }) => priceFen !== '1000000001')) await member.sees(bidder);
    await member.sees('请先作出判断');
    await member.look('judging-empty');
    expect(await member.button('提交判断').isDisabled()).toBe(true);
    await member.page.getByLabel('仍有竞争，继续评审').check();
    await member.sees('请写明理由');
    expect(await member.button('提交判断').isDisabled()).toBe(true);
    await member.fill('理由（论证，写入评标报告）', '两家报价相差百分之二十二，均低于最高投标限价，仍有竞争。');
    await member.look('judging-filled');
    expect(await faultsOf(member.page, 'judging')).toEqual([]);
    await member.click('提交判断');
    await member.sees('您的判断已提交，等待其他成员。');
    await member.look('judging-done');
    expect((await statusOf(at)).status).toBe('evaluating'); // negative control: one judgement decides nothing
    await others(at, true, '报价差距合理，仍有竞争');
    await member.sees('评分表');
    await member.look('judging-went-on');
    expect(member.errors).toEqual([]);
  });

  it('most find none: every bid is rejected, the screen says so with the article, and the tender has failed', async () => {
    const at = await judging('有效投标只剩两份、明显缺乏竞争的标段（演示）');
    const member = await person(at.members[0]!.login, room(at));
    await member.page.getByLabel('明显缺乏竞争，否决全部投标').check();
    await member.fill('理由（论证，写入评标报告）', '两家报价均接近最高投标限价，明显缺乏竞争。');
    await member.click('提交判断');
    await member.sees('您的判断已提交，等待其他成员。');
    await others(at, false, '明显缺乏竞争');
    expect(await statusOf(at)).toMatchObject({ status: 'failed', endArticle: 'O12-27' });
    await member.page.getByText('您的判断已提交，等待其他成员。').waitFor({ state: 'detached' });
    await member.sees('评标已结束：全部投标被否决');
    expect(await member.page.getByText('报告已签署').count()).toBe(0); // negative control: so it ended once, whatever had happened
    expect(await member.page.getByRole('list', { name: '评标阶段' }).getByRole('listitem').and(member.page.locator('.past')).allInnerTexts()).toEqual(['签到与承诺', '推选组长', '初步评审']);
    await member.look('judging-rejected-all');
    expect(await faultsOf(member.page, 'rejected-all')).toEqual([]);
    const officer = await person('a1.officer.1', `/agency/tenders/${encodeURIComponent(at.tender.code)}`);
    await officer.page.getByText('明显缺乏竞争').first().waitFor();
    await officer.look('judging-tenderer');
    expect([...member.errors, ...officer.errors]).toEqual([]);
  });
});
