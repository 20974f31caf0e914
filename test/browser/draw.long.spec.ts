import type { Browser } from 'playwright-core';
import { beforeRoom } from '../journeys/committee';
import { advance, ask, closeConnections, confirm, draw, type Played, platformTime, startWorld, untilConfirmed, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('a draw whose session was missed, as the tenderer’s side reads it', () => {
  let world: World;
  let browser: Browser;
  let officer: Person | undefined;

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    browser = await launch();
  }, 180_000);
  afterAll(async () => {
    await officer?.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  it('is given up, and another is asked for at a time that still comes', async () => {
    const { office } = world;
    const { tender } = await beforeRoom(world, ['100', '110', '120']);
    const drawId = await draw(office, tender as unknown as Played);
    await untilConfirmed(office, tender.tenderId);
    await advance(office, new Date((await platformTime(office.officer)).getTime() + 6 * 3_600_000));
    officer = await Person.at(browser, world.url, 'officer-missed');
    await officer.signInAs('a1.officer.1');
    await officer.goto(`/agency/tenders/${encodeURIComponent(tender.code)}`);
    await officer.sees('评标时段已过');
    await officer.sees('已接受 4');
    await confirm(office.approver, await ask(office.officer, `/api/draws/${drawId}/abandon`, { reason: '评标时段已过' }));
    await officer.sees('已放弃');
    // negative control: who was let go was told to have left, and to be replaced by a walk that is over
    expect(await officer.page.getByText('由同一抽取顺序递补').count()).toBe(0);
    // negative control: an hour after the deadline, which had gone by
    const proposed = await officer.page.getByLabel('评标开始时间').inputValue();
    expect(Date.parse(`${proposed.replace(' ', 'T')}:00+08:00`)).toBeGreaterThan((await platformTime(office.officer)).getTime());
    await officer.look('draw-given-up');
    expect([await faultsOf(officer.page, 'draw-given-up'), officer.errors]).toEqual([[], []]);
  });
});
