import type { Browser } from 'playwright-core';
import { rows, until } from '../journeys/tools';
import { closeConnections, drawn, pastDeadline, type Published, publishedTender, startWorld, submitAll, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

withChromium('an expert who accepted falls ill before the room opens', () => {
  let world: World;
  let browser: Browser;
  let tender: Published;
  let person: Person | undefined;

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    tender = await publishedTender(world);
    const bidders = await submitAll(world, tender, ['100', '200', '300']);
    await pastDeadline(world, tender);
    await drawn(world, tender, bidders);
    browser = await launch();
  });
  afterAll(async () => {
    await person?.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  it('says so with a reason; the walk calls the next, and the page tells him that he is free', async () => {
    const accepted = () =>
      rows<{ login: string; id: string }>(
        world,
        `select a.login, c.id from expert_call c join expert e on e.id = c.expert_id join account a on a.id = e.account_id where c.status = 'accepted' order by a.login`,
      );
    const [one] = (await accepted()) as [{ login: string; id: string }];
    person = await Person.at(browser, world.url, one.login);
    await person.signInAs(one.login);
    await person.goto('/expert/invitations');
    const aside = person.page.locator('details').first();
    await aside.locator('summary').click();
    await aside.getByRole('radio').first().check();
    await aside.getByRole('textbox').fill('突发高烧，已就医，不能参加评标');
    await person.look('step-aside');
    expect(await faultsOf(person.page, 'step-aside')).toEqual([]);
    await aside.getByRole('button').last().click();
    await person.click('确定退出');
    await until(async () => (await accepted()).every(({ id }) => id !== one.id));
    await until(async () => (await accepted()).length === 4);
    await person.page.locator('details').first().waitFor({ state: 'detached' });
    await person.look('stepped-aside');
    expect([await faultsOf(person.page, 'stepped-aside'), person.errors]).toEqual([[], []]);
  });
});
