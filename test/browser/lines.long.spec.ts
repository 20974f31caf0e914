import type { Browser } from 'playwright-core';
import { signIn } from '../../apps/cli/src/play/people';
import { BusinessError } from '@kernel';
import { R } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { atWork, beforeRoom } from '../journeys/committee';
import { rows, until } from '../journeys/tools';
import { closeConnections, startWorld, type World } from '../journeys/world';
import { faultsOf, launch, Person, withChromium } from './browser';

/** Who sits for the tenderer, and signs in by a password. */
const LOGIN = 't1.rep.1';

withChromium('a line of an evaluation room that the platform ended', () => {
  let world: World;
  let browser: Browser;
  let member: Person;
  const realtime = () => world.running.app.get(Realtime);
  const types = async (text: string) => {
    await member.page.getByLabel('理由').first().fill(text);
    await until(async () => (await rows<{ text: string }>(world, 'select fields::text as text from evaluation_draft')).some((row) => row.text.includes(text)));
  };

  beforeAll(async () => {
    world = await startWorld({ experts: 40 });
    const { tender } = await atWork(world, await beforeRoom(world, ['950000000', '940000000', '930000000'], { title: '断线的标段（演示）' }));
    browser = await launch();
    member = await Person.at(browser, world.url, 'member');
    await member.signInAs(LOGIN);
    await member.goto(`/rooms/${encodeURIComponent(tender.code)}`);
    await member.page.getByLabel('不合格', { exact: true }).first().check();
    await member.sees(/^实时连接/);
  });
  afterAll(async () => {
    await member?.shoot();
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  // negative control: the client takes a line that the other side ended for ended. The page said that it was coming back, kept nothing that was typed, and handed nothing in until it was read anew
  it('is opened again, and what is typed is kept: its database was away, say', async () => {
    await types('断线之前');
    realtime().io.disconnectSockets(true); // as the sweep does
    await member.sees('连接中断，正在重连');
    await member.sees(/^实时连接/);
    await types('断线之后');
  });

  // negative control: one refusal at the wrong moment, and the page heard nothing more of the room
  it('is entered again where the room could not be entered for a moment', async () => {
    const entering = realtime().messages.get('room.enter')!;
    const { handle } = entering;
    let refused = 0;
    entering.handle = async (...what) => {
      if ((refused += 1) > 1) return handle.apply(entering, what);
      throw new BusinessError([R.tryAgain()]);
    };
    realtime().io.disconnectSockets(true);
    await until(() => Promise.resolve(refused > 0 || undefined));
    await member.sees(/^实时连接/);
    expect(refused).toBe(2);
    entering.handle = handle;
  });

  // negative control: he read that his review is over and his seat another’s, his form was gone, and the line stayed that of the session that had ended
  it('is opened again for who signs in again over the page, whose session was ended', async () => {
    const [account] = await rows<{ id: string }>(world, 'select id from account where login = $1', [LOGIN]);
    await (await signIn(world.url, 'sys.security.1', world.running.password!)).delete(`/api/sessions/of/${account!.id}`);
    const layer = member.page.getByRole('dialog');
    await layer.getByRole('tab', { name: '口令登录' }).click();
    await layer.getByLabel('口令', { exact: true }).fill(world.running.password!);
    await layer.getByRole('button', { name: '登录', exact: true }).click();
    await layer.waitFor({ state: 'detached' });
    await member.sees(/^实时连接/);
    await types('再次登录之后');
    expect(await faultsOf(member.page, 'a room after a sign-in over it')).toEqual([]);
    expect(member.errors).toEqual([]);
  });
});
