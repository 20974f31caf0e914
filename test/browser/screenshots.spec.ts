import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { makeIdentityNumber, makeUscc } from '@kernel';
import { atWork, beforeRoom, reviewed } from '../journeys/committee';
import { LOWEST_FIRST } from '../journeys/plans';
import { advance, closeConnections, platformTime, publishedTender, registerBidder, startWorld, type World } from '../journeys/world';
import { launch, Person } from './browser';

/** `npm run screenshots` writes docs/screenshots; an ordinary test run does not draw them. */
const folder = process.env['SCREENSHOTS'];
const drawn = folder ? describe : describe.skip;

drawn(folder ? 'a picture of each workspace' : 'a picture of each workspace (skipped: npm run screenshots draws them)', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(folder!, { recursive: true });
    world = await startWorld({ experts: 40, env: { RUN_JOBS: 'true' } });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  const at = async (login?: string) => {
    const one = await Person.at(browser, world.url, login ?? 'reader');
    if (login) await one.signInAs(login);
    return one;
  };
  const shot = async (one: Person, name: string, path?: string, seen?: string | RegExp) => {
    if (path) await one.follow(path);
    if (seen) await one.sees(seen);
    await one.page.waitForLoadState('networkidle');
    await one.page.screenshot({ path: `${folder}/${name}.png` });
  };

  it('draws them', async () => {
    const { office } = world;
    const running = await beforeRoom(world, ['950000000', '962000000', '970000000'], { title: '砚池区景观大道改造施工（演示）', plan: LOWEST_FIRST, ceilingFen: '1000000000' });
    const committee = await atWork(world, running);
    await reviewed(committee);
    const open = await publishedTender(world, { title: '临河路综合管廊一期工程（演示）', ceilingFen: '480000000' }, { name: '临河路综合管廊一期（演示）' });
    const bids = encodeURIComponent(open.code);
    const room = encodeURIComponent(running.tender.code);

    const reader = await at();
    for (const [name, path] of [
      ['portal', '/'],
      ['portal-tender', `/tenders/${room}`],
    ] as const) {
      await reader.goto(path);
      await shot(reader, name);
    }
    const agency = await at('a1.officer.1');
    const [{ id }] = (await office.officer.get<{ id: string }[]>('/api/projects')) as [{ id: string }];
    await agency.follow(`/agency/projects/${id}/tender`);
    await agency.fill('标段名称', '临河路综合管廊二期工程（演示）');
    const soon = new Date((await platformTime(office.officer)).getTime() + 12 * 86_400_000 + 8 * 3_600_000).toISOString();
    await agency.fill('投标截止（开标）时间', `${soon.slice(0, 10)} 09:30`);
    await shot(agency, 'agency', undefined, '早于法定');

    const uscc = makeUscc({ kind: '91', region: '990100', body: 'MATK9002' });
    await registerBidder(
      office,
      { name: '墨池建工（演示）', uscc, region: '990100', login: 'bidder-9002', identityNumber: makeIdentityNumber({ region: '990102', birth: '1982-02-02', serial: '902' }) },
      { kept: true },
    );
    const bidder = await at('bidder-9002');
    await bidder.follow(`/bidder/tenders/${bids}/bid`);
    await bidder.fill('投标报价', '4560000');
    await bidder.page.locator('#files').setInputFiles({ name: '投标文件.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(3_000_000, 'x') });
    await bidder.click('本机加密并上传');
    await shot(bidder, 'bidder', undefined, '已上传，尚未递交');

    const expert = await at(committee.members[0]!.login);
    await shot(expert, 'expert', `/rooms/${room}`, '评分表');
    await shot(await at('sb.officer.1'), 'supervision', '/supervisor', '正在进行');
    await shot(await at('tc.hall.1'), 'hall', `/openings/${room}`, '开标记录');
    await office.hall.post('/api/venue/rooms', { name: '一号远程异地评标室', seats: 7, equipment: '摄像头、双屏、拾音器' });
    await shot(await at('tc.hall.1'), 'venue', '/venue/rooms', '一号远程异地评标室');
    await shot(await at('sys.system.1'), 'administration', '/admin/rulesets', 'minBidDays');
    expect(await advance(office, new Date((await platformTime(office.officer)).getTime() + 1000))).toBeDefined();
  }, 240_000);
});
